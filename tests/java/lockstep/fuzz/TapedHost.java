package lockstep.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;
import org.jspecify.annotations.Nullable;

/// This machine, with a tape running along.
final class TapedHost implements Host {
    private final LocalHost host;
    private final AtomicReference<@Nullable Tape> tape = new AtomicReference<>();

    TapedHost(String name) {
        host = new LocalHost(name);
    }

    /// What the program said, once it has ended.
    Tape tape() {
        Tape done = tape.get();
        if (done == null) {
            throw new IllegalStateException("the program has not ended");
        }
        return done;
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        return new TapedLink(host.run(argv));
    }

    @Override
    public Link unixSocket(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Link tcp(String address, int port) {
        throw new UnsupportedOperationException();
    }

    private final class TapedLink implements Link {
        private final Link link;
        private final Heard heard;
        private final Tape.Recorder recorder = new Tape.Recorder();

        TapedLink(Link link) {
            this.link = link;
            this.heard = new Heard(link.out());
        }

        @Override
        public InputStream in() {
            InputStream in = link.in();
            return new InputStream() {
                @Override
                public int read() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int n = in.read(into, offset, length);
                    if (n > 0) {
                        recorder.add(Arrays.copyOfRange(into, offset, offset + n), heard.count());
                    }
                    return n;
                }

                @Override
                public int available() throws IOException {
                    return in.available();
                }
            };
        }

        @Override
        public OutputStream out() {
            return heard;
        }

        @Override
        public InputStream err() {
            return link.err();
        }

        @Override
        public int awaitExit(Duration limit) throws FaultException {
            int status = link.awaitExit(limit);
            tape.set(recorder.tape(status));
            return status;
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
