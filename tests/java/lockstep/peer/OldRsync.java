package lockstep.peer;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;

/// This machine with another rsync than its own: one that was built from older sources, or a real
/// one that is made to know less. For the second, its arguments are changed on their way: it gets
/// `--protocol`, and the letters that it should not know are taken from those it is offered.
///
/// @param name of the host, and what the version is called
/// @param program its path
/// @param protocol the newest that it may speak; 0 for its own
/// @param unknown letters of the client's that it never sees
/// @param missing what it makes of `--delete-missing-args`
record OldRsync(String name, String program, int protocol, String unknown, Missing missing)
        implements Host {
    private static final String DELETE_MISSING = "--delete-missing-args";

    /// How an rsync takes the option for deleting what was chosen and is missing.
    enum Missing {
        KNOWN,
        /// As before 3.1.0: an unknown option ends it with status 1.
        UNKNOWN,
        /// As in 3.4.3 and some packages: a target ends with status 2 at the list that comes of it.
        REFUSED
    }

    /// The program as it is.
    static OldRsync built(String name, String program) {
        return new OldRsync(name, program, 0, "", Missing.KNOWN);
    }

    /// The installed one, never offered these letters.
    static OldRsync without(String name, String letters) {
        return new OldRsync(name, "rsync", 0, letters, Missing.KNOWN);
    }

    OldRsync called(String other) {
        return new OldRsync(other, program, protocol, unknown, missing);
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        List<String> words =
                argv.stream().map(word -> word.equals("rsync") ? program : word).toList();
        Link link = new LocalHost(name).run(words);
        return new Diverted(link, new Words(link.out(), argv.contains("--sender")));
    }

    @Override
    public Link unixSocket(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Link tcp(String address, int port) {
        throw new UnsupportedOperationException();
    }

    /// The words, each ended by NUL, as the program shall see them.
    private byte[] edited(byte[] words, boolean sender) {
        StringBuilder out = new StringBuilder();
        for (String word : new String(words, StandardCharsets.ISO_8859_1).split("\0")) {
            boolean letters = word.startsWith("-e.");
            if (word.equals(DELETE_MISSING) && missing == Missing.UNKNOWN) {
                out.append("--no-such-option\0");
            } else if (!word.equals(DELETE_MISSING) || missing == Missing.KNOWN || sender) {
                out.append(letters ? without(word) : word).append('\0');
            }
            if (letters && protocol > 0) {
                out.append("--protocol=").append(protocol).append('\0');
            }
        }
        return out.append('\0').toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String without(String word) {
        int from = "-e.".length();
        StringBuilder offered = new StringBuilder(word.substring(0, from));
        word.substring(from)
                .chars()
                .filter(letter -> unknown.indexOf(letter) < 0)
                .forEach(letter -> offered.append((char) letter));
        return offered.toString();
    }

    /// Holds the words back until they are whole: they end with an empty one.
    private final class Words extends FilterOutputStream {
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private final boolean sender;
        private boolean told;

        Words(OutputStream out, boolean sender) {
            super(out);
            this.sender = sender;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int at = offset;
            while (!told && at < offset + length) {
                hold(bytes[at++]);
            }
            out.write(bytes, at, offset + length - at);
        }

        private void hold(byte b) throws IOException {
            held.write(b);
            byte[] words = held.toByteArray();
            int n = words.length;
            if (n > 1 && words[n - 1] == 0 && words[n - 2] == 0) {
                told = true;
                out.write(edited(words, sender));
            }
        }
    }
}
