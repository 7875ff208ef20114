package lockstep.peer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;

/// A host whose line fails when so many bytes of one conversation have gone one way.
final class FrailHost implements Host {
    /// Which way the bytes go that are counted.
    enum Way {
        SAID,
        HEARD
    }

    /// What becomes of the line.
    enum Failure {
        /// The streams end, as where the far side's machine goes down in order.
        ENDS,
        /// Reads and writes fail.
        BREAKS,
        /// Nothing passes any more, that way.
        STALLS,
        /// Some two hundred bytes a millisecond pass, that way.
        CRAWLS,
        /// Nothing at all: the point is for the action alone.
        NONE
    }

    /// When it happens and what.
    record Point(Way way, long after, Failure failure) {}

    private final Host host;
    private final Point point;
    private final Runnable action;
    private final AtomicBoolean reached = new AtomicBoolean();

    FrailHost(Host host, Point point) {
        this(host, point, () -> {});
    }

    /// @param action also done at the point, on the thread that passes the bytes
    FrailHost(Host host, Point point, Runnable action) {
        this.host = host;
        this.point = point;
        this.action = action;
    }

    /// Whether so many bytes went that way.
    boolean reached() {
        return reached.get();
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        return new Line(host.run(argv));
    }

    @Override
    public Link unixSocket(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Link tcp(String address, int port) {
        throw new UnsupportedOperationException();
    }

    /// A line that is cut is cut for both ways at once: the program learns of it by the end of its
    /// input and a broken pipe, and nobody hears how it ended.
    private final class Line implements Link {
        private final Link link;
        private final Says in;
        private final Hears out;
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicBoolean cut = new AtomicBoolean();

        Line(Link link) {
            this.link = link;
            this.in = new Says();
            this.out = new Hears(link.out());
            if (point.after() == 0) {
                happen();
            }
        }

        private void happen() {
            if (!reached.compareAndSet(false, true)) {
                return;
            }
            action.run();
            if (point.failure() == Failure.ENDS || point.failure() == Failure.BREAKS) {
                cut.set(true);
                quietly(link.in());
                quietly(link.err());
                Thread.ofVirtual().start(() -> quietly(link.out()));
            }
        }

        private boolean stalls(Way way) {
            return reached.get() && point.failure() == Failure.STALLS && point.way() == way;
        }

        /// Lets through at most so many bytes, after a little while, once the line is slow.
        private int crawl(Way way, int wanted) throws IOException {
            if (!reached.get() || point.failure() != Failure.CRAWLS || point.way() != way) {
                return wanted;
            }
            try {
                closed.await(1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return Math.min(wanted, 200);
        }

        private void waitForClose() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            throw new IOException("closed");
        }

        private int severed() throws IOException {
            if (point.failure() == Failure.BREAKS) {
                throw new IOException("Connection reset");
            }
            return -1;
        }

        private static void quietly(AutoCloseable stream) {
            try {
                stream.close();
            } catch (Exception _) {
                // What is cut is cut.
            }
        }

        @Override
        public InputStream in() {
            return in;
        }

        @Override
        public OutputStream out() {
            return out;
        }

        @Override
        public InputStream err() {
            InputStream err = link.err();
            return new InputStream() {
                @Override
                public int read() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int n = err.read(into, offset, length);
                    return cut.get() ? -1 : n;
                }
            };
        }

        @Override
        public int awaitExit(Duration limit) throws FaultException {
            if (cut.get()) {
                throw new FaultException(new Fault.LinkLost(name(), "the line was cut"));
            }
            return link.awaitExit(limit);
        }

        @Override
        public void close() {
            closed.countDown();
            if (!cut.get()) {
                link.close();
            }
        }

        private final class Says extends InputStream {
            private long passed;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (stalls(Way.SAID)) {
                    waitForClose();
                }
                if (cut.get()) {
                    return severed();
                }
                boolean counts = point.way() == Way.SAID && passed < point.after();
                int most = counts ? (int) Math.min(length, point.after() - passed) : length;
                int n;
                try {
                    n = link.in().read(into, offset, crawl(Way.SAID, most));
                } catch (IOException e) {
                    if (cut.get()) {
                        return severed();
                    }
                    throw e;
                }
                passed += Math.max(n, 0);
                if (counts && passed == point.after()) {
                    happen();
                }
                return n;
            }

            @Override
            public int available() throws IOException {
                return cut.get() || stalls(Way.SAID) ? 0 : link.in().available();
            }
        }

        private final class Hears extends FilterOutputStream {
            private long passed;

            Hears(OutputStream out) {
                super(out);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                boolean counts = point.way() == Way.HEARD && passed < point.after();
                int most = counts ? (int) Math.min(length, point.after() - passed) : length;
                pass(from, offset, most);
                passed += most;
                if (counts && passed == point.after()) {
                    out.flush();
                    happen();
                    if (most < length) {
                        pass(from, offset + most, length - most);
                    }
                }
            }

            private void pass(byte[] from, int offset, int length) throws IOException {
                if (stalls(Way.HEARD)) {
                    waitForClose();
                }
                if (cut.get()) {
                    throw new IOException("Broken pipe");
                }
                int done = 0;
                while (done < length) {
                    int n = crawl(Way.HEARD, length - done);
                    out.write(from, offset + done, n);
                    done += n;
                }
            }

            @Override
            public void flush() throws IOException {
                if (stalls(Way.HEARD)) {
                    waitForClose();
                }
                if (!cut.get()) {
                    out.flush();
                }
            }

            @Override
            public void close() throws IOException {
                if (!cut.get() && !stalls(Way.HEARD)) {
                    out.close();
                }
            }
        }
    }
}
