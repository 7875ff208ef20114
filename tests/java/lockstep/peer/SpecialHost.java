package lockstep.peer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;

/// This machine, but for what programs are started with and what reaches them.
///
/// @param argv what to run instead
/// @param out where what a program reads goes instead
record SpecialHost(UnaryOperator<List<String>> argv, UnaryOperator<OutputStream> out)
        implements Host {
    private static final Host HERE = new LocalHost("here");

    /// The same command, with the directory of `program` first on its path.
    static List<String> finding(Path program, List<String> argv) {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("env", "PATH=" + program.getParent() + ":" + System.getenv("PATH")));
        all.addAll(argv);
        return all;
    }

    /// Only the first half of each block gets through.
    static OutputStream halfOf(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                out.write(from, offset, length / 2);
            }
        };
    }

    @Override
    public String name() {
        return HERE.name();
    }

    @Override
    public Link run(List<String> words) throws FaultException {
        return new Bent(HERE.run(argv.apply(words)), out);
    }

    @Override
    public Link unixSocket(String path) throws FaultException {
        return HERE.unixSocket(path);
    }

    @Override
    public Link tcp(String address, int port) throws FaultException {
        return HERE.tcp(address, port);
    }

    private record Bent(Link link, UnaryOperator<OutputStream> bend) implements Link {
        @Override
        public InputStream in() {
            return link.in();
        }

        @Override
        public OutputStream out() {
            return bend.apply(link.out());
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
