package lockstep.peer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;

/// This machine, on which rsync is never offered the capability `v`: as one before 3.2, it then
/// answers without names of digests and compressions.
record Unlettered(LocalHost host) implements Host {
    @Override
    public String name() {
        return host.name();
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        Link link = host.run(argv);
        return new Diverted(link, new Words(link.out()));
    }

    @Override
    public Link unixSocket(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Link tcp(String address, int port) {
        throw new UnsupportedOperationException();
    }

    /// What goes out first are rsync's words, all at once.
    private static final class Words extends FilterOutputStream {
        private boolean begun;

        Words(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (begun) {
                out.write(bytes, offset, length);
                return;
            }
            begun = true;
            String words = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
            String fewer = words.replaceFirst("(-e\\.[A-Za-z]*)v", "$1");
            out.write(fewer.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
