package lockstep.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A port of 127.0.0.1 that leads to another and counts the bytes of both directions: what a
/// network card would have seen, whatever program made them. It can also be a long line, on which
/// every byte arrives later than it was sent, or a narrow one, on which bytes wait for each other.
///
/// Memory is bounded by the windows of what goes through it. It costs processor time, so nothing
/// that goes through a short one is timed.
final class CountingDoor implements AutoCloseable {
    private final ServerSocket listener;
    private final int behind;
    private final Line line;
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    /// What lies between a port and the one behind it, each way.
    ///
    /// @param delay for every byte
    /// @param bytesPerSecond of each connection; infinite for as many as come
    record Line(Duration delay, double bytesPerSecond) {
        static final Line HERE = new Line(Duration.ZERO, Double.POSITIVE_INFINITY);

        static Line ofRoundTrip(Duration roundTrip) {
            return new Line(roundTrip.dividedBy(2), Double.POSITIVE_INFINITY);
        }

        static Line ofRate(double bytesPerSecond) {
            return new Line(Duration.ZERO, bytesPerSecond);
        }

        boolean isHere() {
            return equals(HERE);
        }

        /// How long so many bytes keep the line busy.
        long nanos(int bytes) {
            return (long) (bytes / bytesPerSecond * 1e9);
        }
    }

    CountingDoor(int behind, Line line) throws IOException {
        this.behind = behind;
        this.line = line;
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
        DelayQueue<Parcel> underWay = new DelayQueue<>();
        Thread.ofPlatform().daemon().start(() -> deliver(underWay, to));
        byte[] block = new byte[256 << 10];
        long free = System.nanoTime();
        try {
            InputStream in = from.getInputStream();
            int n = 0;
            while (n >= 0) {
                n = in.read(block);
                byte[] content = Arrays.copyOf(block, Math.max(0, n));
                bytes.addAndGet(content.length);
                free = Math.max(free, System.nanoTime()) + line.nanos(content.length);
                underWay.add(new Parcel(content, free + line.delay().toNanos()));
            }
        } catch (IOException _) {
            underWay.add(new Parcel(new byte[0], free + line.delay().toNanos()));
        }
    }

    /// Until an empty parcel, which is the end of the stream.
    private static void deliver(DelayQueue<Parcel> underWay, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            for (Parcel p = underWay.take(); p.content.length > 0; p = underWay.take()) {
                out.write(p.content);
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // That side has gone; what is still sent to it is nobody's.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Parcel implements Delayed {
        private static final AtomicLong COUNT = new AtomicLong();

        final byte[] content;
        private final long due;
        private final long number = COUNT.incrementAndGet();

        Parcel(byte[] content, long due) {
            this.content = content;
            this.due = due;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(number, ((Parcel) other).number);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
