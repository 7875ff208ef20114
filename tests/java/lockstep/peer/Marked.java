package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;

/// A host whose programs are known by a mark in their environment, which what they start inherits:
/// so they are found again when the one that started them is gone.
final class Marked implements Host {
    /// A receiver whose line has broken waits ten seconds for a word from its other half.
    private static final long SOON = 30;

    private final Host host;
    private final String mark = "LOCKSTEP_TEST_MARK=" + UUID.randomUUID();
    private final String program;

    /// Programs on this machine.
    ///
    /// @param directory where a small script may be put
    static Marked local(String name, Path directory) throws IOException {
        return new Marked(new LocalHost(name), directory);
    }

    Marked(Host host, Path directory) throws IOException {
        this.host = host;
        Path script = directory.resolve("mark-" + UUID.randomUUID());
        Files.writeString(script, "#!/bin/sh\nexport " + mark + "\nexec \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        program = script.toString();
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(argv);
        return host.run(words);
    }

    @Override
    public Link unixSocket(String path) throws FaultException {
        return host.unixSocket(path);
    }

    @Override
    public Link tcp(String address, int port) throws FaultException {
        return host.tcp(address, port);
    }

    /// What of it runs now.
    List<ProcessHandle> running() {
        List<ProcessHandle> found = new ArrayList<>();
        byte[] wanted = mark.getBytes(StandardCharsets.US_ASCII);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path one : all) {
                if (holds(one.resolve("environ"), wanted)) {
                    ProcessHandle.of(Long.parseLong(one.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private static boolean holds(Path environment, byte[] wanted) {
        try {
            String all = Files.readString(environment, StandardCharsets.ISO_8859_1);
            return all.contains(new String(wanted, StandardCharsets.US_ASCII));
        } catch (IOException _) {
            return false; // it has ended meanwhile
        }
    }

    /// The generator of a receiving rsync, or a sender: what was started.
    Optional<ProcessHandle> first() {
        return running().stream().filter(p -> !isChild(p)).findFirst();
    }

    /// The receiver of a receiving rsync: what the first one started.
    Optional<ProcessHandle> second() {
        return running().stream().filter(this::isChild).findFirst();
    }

    private boolean isChild(ProcessHandle process) {
        return process.parent()
                .map(
                        p ->
                                holds(
                                        Path.of("/proc", "" + p.pid(), "environ"),
                                        mark.getBytes(StandardCharsets.US_ASCII)))
                .orElse(false);
    }

    /// Everything has ended soon, processes and the threads that served them.
    void assertAllEnded() throws InterruptedException {
        for (ProcessHandle process : running()) {
            try {
                process.onExit().get(SOON, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                process.destroyForcibly();
                throw new AssertionError("still running on " + name() + ": " + process.info(), e);
            }
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(program)) {
                thread.join(TimeUnit.SECONDS.toMillis(SOON));
                assertThat(thread.isAlive()).as("%s lives", thread.getName()).isFalse();
            }
        }
    }
}
