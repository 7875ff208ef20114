package lockstep.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.link.Host;
import lockstep.link.Link;

/// A host whose programs are tapes. A piece is said when as much was heard as when it was
/// recorded, or when that takes too long, after which the rest is said without waiting.
final class PlayedHost implements Host {
    private final String name;
    private final Map<Tape.Part, Tape> tapes;
    private final Duration patience;
    private int open;

    PlayedHost(String name, Map<Tape.Part, Tape> tapes, Duration patience) {
        this.name = name;
        this.tapes = tapes;
        this.patience = patience;
    }

    /// Links that were opened and not closed within that time: one that was being opened when the
    /// conversation ended is closed a moment later.
    synchronized int open(Duration within) throws InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        while (open > 0 && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
        return open;
    }

    private synchronized void opened() {
        open++;
    }

    private synchronized void closed() {
        open--;
        notifyAll();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Link run(List<String> argv) {
        Tape any = tapes.values().iterator().next();
        Tape tape = tapes.getOrDefault(Tape.Part.of(argv), any);
        opened();
        return new PlayedLink(tape);
    }

    @Override
    public Link unixSocket(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Link tcp(String address, int port) {
        throw new UnsupportedOperationException();
    }

    private final class PlayedLink implements Link {
        private final Tape tape;
        private final Heard heard = new Heard(OutputStream.nullOutputStream());
        private final AtomicBoolean closed = new AtomicBoolean();

        PlayedLink(Tape tape) {
            this.tape = tape;
        }

        @Override
        public InputStream in() {
            return new Player();
        }

        @Override
        public OutputStream out() {
            return heard;
        }

        @Override
        public InputStream err() {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public int awaitExit(Duration limit) {
            return tape.status();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                closed();
                heard.release();
            }
        }

        private final class Player extends InputStream {
            private int piece;
            private int at;
            private boolean hasty;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                while (piece < tape.pieces().size()
                        && at == tape.pieces().get(piece).bytes().length) {
                    piece++;
                    at = 0;
                }
                if (piece == tape.pieces().size()) {
                    return -1;
                }
                Tape.Piece now = tape.pieces().get(piece);
                if (!hasty && !heard.await(now.after(), patience)) {
                    hasty = true;
                }
                if (closed.get()) {
                    throw new IOException("closed");
                }
                int n = Math.min(length, now.bytes().length - at);
                System.arraycopy(now.bytes(), at, into, offset, n);
                at += n;
                return n;
            }
        }
    }
}
