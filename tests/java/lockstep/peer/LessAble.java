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

/// This machine with an rsync that never hears one letter of the client's capabilities, and so
/// answers as one that does not know it.
record LessAble(String name, String letter) implements Host {
    @Override
    public Link run(List<String> argv) throws FaultException {
        Link link = new LocalHost(name).run(argv);
        return new Diverted(link, deaf(link.out()));
    }

    @Override
    public Link unixSocket(String path) throws FaultException {
        return new LocalHost(name).unixSocket(path);
    }

    @Override
    public Link tcp(String address, int port) throws FaultException {
        return new LocalHost(name).tcp(address, port);
    }

    private OutputStream deaf(OutputStream hearing) {
        return new FilterOutputStream(hearing) {
            private boolean told;

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
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
}
