package lockstep.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A port of 127.0.0.1 that leads to another and counts the bytes of both directions: what a
/// network card would have seen, whatever program made them. It costs time, so nothing that goes
/// through it is timed.
final class CountingDoor implements AutoCloseable {
    private final ServerSocket listener;
    private final int behind;
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    CountingDoor(int behind) throws IOException {
        this.behind = behind;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("door to " + behind).start(this::admit);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Bytes since the beginning, both ways.
    long bytes() {
        return bytes.get();
    }

    private void admit() {
        try {
            while (true) {
                Socket outside = listener.accept();
                open.add(outside);
                Socket inside = new Socket(InetAddress.getLoopbackAddress(), behind);
                open.add(inside);
                outside.setTcpNoDelay(true);
                inside.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> carry(outside, inside));
                Thread.ofPlatform().daemon().start(() -> carry(inside, outside));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] block = new byte[256 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                bytes.addAndGet(n);
                out.write(block, 0, n);
            }
        } catch (IOException _) {
            // One side has gone; the other is let go too.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
