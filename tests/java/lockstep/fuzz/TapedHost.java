package lockstep.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;

/// This machine, with a tape running along for each of its programs.
final class TapedHost implements Host {
    private final LocalHost host;
    private final Map<Tape.Part, Tape> tapes = new ConcurrentHashMap<>();

    TapedHost(String name) {
        host = new LocalHost(name);
    }

    /// What its programs said, once they have ended.
    Map<Tape.Part, Tape> tapes() {
        if (tapes.isEmpty()) {
            throw new IllegalStateException("no program has ended");
        }
        return Map.copyOf(tapes);
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        return new TapedLink(host.run(argv), Tape.Part.of(argv));
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

        private final Tape.Part part;

        TapedLink(Link link, Tape.Part part) {
            this.link = link;
            this.part = part;
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
            tapes.put(part, recorder.tape(status));
            return status;
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
