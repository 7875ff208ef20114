package lockstep.peer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;

/// This machine with an rsync that never hears one letter of the client's capabilities, and so
/// answers as one that does not know it.
record LessAble(String name, String letter) implements Host {
    @Override
    public Link run(List<String> argv) throws FaultException {
        return new Deaf(new LocalHost(name).run(argv));
    }

    @Override
    public Link unixSocket(String path) throws FaultException {
        return new LocalHost(name).unixSocket(path);
    }

    @Override
    public Link tcp(String address, int port) throws FaultException {
        return new LocalHost(name).tcp(address, port);
    }

    private final class Deaf implements Link {
        private final Link link;
        private final OutputStream out;

        Deaf(Link link) {
            this.link = link;
            this.out =
                    new FilterOutputStream(link.out()) {
                        private boolean told;

                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            String text =
                                    new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
                            int at = told ? -1 : text.indexOf("\0-e.");
                            int place = at < 0 ? -1 : text.indexOf(letter, at);
                            byte[] changed = bytes;
                            if (place >= 0) {
                                told = true;
                                changed = bytes.clone();
                                changed[offset + place] = '_';
                            }
                            out.write(changed, offset, length);
                        }
                    };
        }

        @Override
        public InputStream in() {
            return link.in();
        }

        @Override
        public OutputStream out() {
            return out;
        }

        @Override
        public InputStream err() {
            return link.err();
        }

        @Override
        public int awaitExit(Duration limit) throws FaultException {
            return link.awaitExit(limit);
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
