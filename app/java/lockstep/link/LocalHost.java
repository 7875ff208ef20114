package lockstep.link;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// This machine. Programs run as the user that runs Lockstep, in its working directory, with
/// `LC_ALL=C` so that their messages are the ones that the rest of the program knows.
public final class LocalHost implements Host {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private final String name;

    public LocalHost(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        Arguments.check(name, argv);
        ProcessBuilder builder = new ProcessBuilder(portable(argv));
        builder.environment().put("LC_ALL", "C");
        try {
            return new ProcessLink(name, Path.of(argv.getFirst()).toString(), builder.start());
        } catch (IOException e) {
            return notStarted(argv.getFirst(), e);
        }
    }

    /// Java hands arguments over in the character set of the environment, which may be ASCII; a
    /// shell makes the bytes that are meant.
    private static List<String> portable(List<String> argv) {
        if (argv.stream().allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode)) {
            return argv;
        }
        return List.of("/bin/sh", "-c", ShellWords.asciiLine(argv));
    }

    /// What a shell would say of a program that it cannot start.
    private Link notStarted(String program, IOException why) throws FaultException {
        List<Path> found = candidates(program).filter(Files::isRegularFile).toList();
        if (found.isEmpty()) {
            return new Stillborn(NOT_FOUND, program + ": not found\n");
        }
        if (found.stream().noneMatch(Files::isExecutable)) {
            return new Stillborn(NOT_EXECUTABLE, program + ": permission denied\n");
        }
        throw lost(why);
    }

    private static Stream<Path> candidates(String program) {
        try {
            if (program.contains("/")) {
                return Stream.of(Path.of(program));
            }
            String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
            return Stream.of(path.split(File.pathSeparator)).map(p -> Path.of(p, program));
        } catch (InvalidPathException _) {
            return Stream.empty();
        }
    }

    @Override
    public Link unixSocket(String path) throws FaultException {
        SocketChannel channel = null;
        try {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            connect(channel, address);
            return new SocketLink(name, channel);
        } catch (IOException | InvalidPathException e) {
            throw abandoned(channel, e);
        }
    }

    /// A Unix socket whose backlog is full blocks without a limit of its own.
    private static void connect(SocketChannel channel, UnixDomainSocketAddress address)
            throws IOException {
        try (Deadline deadline = Deadline.after(CONNECT, () -> closeQuietly(channel))) {
            channel.connect(address);
            if (deadline.passed()) {
                throw new IOException("no answer within " + CONNECT.toSeconds() + " s");
            }
        }
    }

    @Override
    public Link tcp(String address, int port) throws FaultException {
        SocketChannel channel = null;
        try {
            InetSocketAddress target = new InetSocketAddress(address, port);
            if (target.isUnresolved()) {
                throw new IOException(address + " is not known");
            }
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(target, Math.toIntExact(CONNECT.toMillis()));
            return new SocketLink(name, channel);
        } catch (IOException | IllegalArgumentException e) {
            throw abandoned(channel, e);
        }
    }

    private FaultException abandoned(
            @org.jspecify.annotations.Nullable SocketChannel channel, Exception why) {
        if (channel != null) {
            closeQuietly(channel);
        }
        return lost(why);
    }

    private FaultException lost(Exception why) {
        String reason = why.getMessage() == null ? why.toString() : why.getMessage();
        return new FaultException(new Fault.LinkLost(name, Visible.text(reason, 400)), why);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It never was of use.
        }
    }

    /// A program that could not be started, as a shell reports it.
    private record Stillborn(int status, String message) implements Link {
        @Override
        public InputStream in() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream out() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream err() {
            return new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int awaitExit(Duration limit) {
            return status;
        }

        @Override
        public void close() {}
    }
}
