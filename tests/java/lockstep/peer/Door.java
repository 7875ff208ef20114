package lockstep.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A port of 127.0.0.1 that leads to another and counts the bytes that go through, each way.
final class Door implements AutoCloseable {
    private final ServerSocket listener;
    private final int behind;
    private final AtomicLong inward = new AtomicLong();
    private final AtomicLong outward = new AtomicLong();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    Door(int behind) throws IOException {
        this.behind = behind;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("door to " + behind).start(this::admit);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Bytes so far to what is behind it.
    long inward() {
        return inward.get();
    }

    /// Bytes so far from what is behind it.
    long outward() {
        return outward.get();
    }

    private void admit() {
        try {
            while (true) {
                Socket outside = listener.accept();
                Socket inside = new Socket(InetAddress.getLoopbackAddress(), behind);
                open.add(outside);
                open.add(inside);
                Thread.ofVirtual().start(() -> carry(outside, inside, inward));
                Thread.ofVirtual().start(() -> carry(inside, outside, outward));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private static void carry(Socket from, Socket to, AtomicLong count) {
        byte[] block = new byte[64 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                count.addAndGet(n);
                out.write(block, 0, n);
            }
        } catch (IOException _) {
            // One side has gone, and so the other goes.
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
