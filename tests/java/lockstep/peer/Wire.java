package lockstep.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/// A line to a server on this machine that can be cut, or held up, after so many bytes; whoever
/// connects again gets a good one.
final class Wire implements AutoCloseable {
    private final ServerSocket listening;
    private final int server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private long left = Long.MAX_VALUE;
    private boolean holding;
    private CountDownLatch goingOn = new CountDownLatch(0);

    /// @param server a port of 127.0.0.1
    Wire(int server) throws IOException {
        this.server = server;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("wire").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Cuts every connection when so many bytes more have gone over, both ways together.
    synchronized void cutAfter(long bytes) {
        left = bytes;
        holding = false;
    }

    /// As [#cutAfter], but nothing gets through any more instead, until [#goOn].
    synchronized void holdAfter(long bytes) {
        left = bytes;
        holding = true;
        goingOn = new CountDownLatch(1);
    }

    /// Lets everything through again.
    synchronized void goOn() {
        left = Long.MAX_VALUE;
        goingOn.countDown();
    }

    /// Whether it is cut or held since.
    synchronized boolean reached() {
        return left <= 0;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> pass(near, far));
                Thread.ofVirtual().start(() -> pass(far, near));
            } catch (IOException _) {
                // Closed, or a client that has gone again.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] block = new byte[2048];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                int may = allowed(n);
                out.write(block, 0, may);
                if (may < n) {
                    atPoint();
                    out.write(block, may, n - may);
                }
            }
        } catch (IOException _) {
            // One side has gone; the other is let go of.
        }
    }

    private synchronized int allowed(int n) {
        int may = (int) Math.max(0, Math.min(n, left));
        left -= n;
        return may;
    }

    private void atPoint() throws IOException {
        CountDownLatch wait;
        synchronized (this) {
            wait = holding ? goingOn : null;
        }
        if (wait == null) {
            cut();
            throw new IOException("cut");
        }
        try {
            wait.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void cut() {
        for (Socket s = sockets.poll(); s != null; s = sockets.poll()) {
            try {
                s.close();
            } catch (IOException _) {
                // It is gone either way.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        goOn();
        cut();
    }
}
