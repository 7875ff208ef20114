package lockstep.run;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A server on this machine that says one thing to everybody, whatever they ask.
final class OddServer implements AutoCloseable {
    private static final int REQUEST = 8_192;

    /// Says something on a connection, which is then closed.
    @FunctionalInterface
    interface Speech {
        void say(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Speech speech;
    private final Semaphore asked = new Semaphore(0);
    private final Collection<Socket> open = new ConcurrentLinkedQueue<>();

    OddServer(Speech speech) throws IOException {
        this.speech = speech;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("odd server").start(this::serve);
    }

    static OddServer saying(String text) throws IOException {
        return new OddServer(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Takes every request and answers none until it is closed.
    static OddServer silent() throws IOException {
        Semaphore never = new Semaphore(0);
        return new OddServer(_ -> never.tryAcquire(30, TimeUnit.SECONDS));
    }

    int port() {
        return server.getLocalPort();
    }

    /// Whether a request came that no earlier call has seen.
    boolean wasAsked() {
        return asked.tryAcquire();
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name("odd answer").start(() -> answer(socket));
            }
        } catch (IOException _) {
            return; // closed
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            if (socket.getInputStream().read(new byte[REQUEST]) > 0) {
                asked.release();
                speech.say(socket.getOutputStream());
            }
        } catch (IOException _) {
            return; // who asked has gone
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
