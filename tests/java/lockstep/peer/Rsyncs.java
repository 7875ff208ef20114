package lockstep.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lockstep.link.Host;
import lockstep.peer.OldRsync.Missing;

/// The rsyncs of different ages that tests run against each other: the installed one, the same
/// made to know as little as older ones did, and every `VERSION/rsync` in the directory that
/// `LOCKSTEP_RSYNCS` names or, without that, in `target/rsyncs`, where `tests/run` puts what it
/// can get.
public final class Rsyncs {
    private static final int OLDEST = 30;
    private static final String LETTERS = "iLsfxCIvu";
    private static final Pattern PROTOCOL = Pattern.compile("protocol version (\\d+)");
    private static final Pattern WITH_MODE_CHECK =
            Pattern.compile("rsync +version 3\\.(4\\.[3-9]|[5-9]|\\d\\d)");

    private Rsyncs() {}

    /// The installed one.
    static OldRsync here() {
        return OldRsync.built("here", Peer.program("rsync").toString());
    }

    /// The programs themselves: the installed one, and those that were found and will do.
    public static List<String> programs() throws IOException {
        List<String> programs = new ArrayList<>(List.of(here().program()));
        found(true).forEach(rsync -> programs.add(rsync.program()));
        return programs;
    }

    /// This machine with one of the programs.
    public static Host host(String program) {
        return OldRsync.built("here", program);
    }

    /// Source and target: the installed one and those that were found in all mixes, and each aged
    /// one with the installed one, in both directions, and with itself.
    static List<OldRsync[]> pairs() throws IOException {
        List<OldRsync> real = new ArrayList<>(List.of(here()));
        real.addAll(found(true));
        List<OldRsync[]> pairs = new ArrayList<>();
        for (OldRsync source : real) {
            real.forEach(target -> pairs.add(new OldRsync[] {source, target}));
        }
        for (OldRsync old : aged()) {
            pairs.add(new OldRsync[] {old, here()});
            pairs.add(new OldRsync[] {here(), old});
            pairs.add(new OldRsync[] {old, old});
        }
        return pairs;
    }

    /// Each one once.
    static List<OldRsync> each() throws IOException {
        List<OldRsync> each = new ArrayList<>(List.of(here()));
        each.addAll(aged());
        each.addAll(found(true));
        return each;
    }

    /// The installed one with the knowledge of older ones.
    private static List<OldRsync> aged() throws IOException {
        List<OldRsync> aged = new ArrayList<>();
        aged.add(aged("like 3.0.0", 30, "iL", Missing.UNKNOWN));
        aged.add(aged("like 3.0.9", 30, "iLsf", Missing.UNKNOWN));
        aged.add(aged("like 3.1.0", 31, "iLsf", Missing.KNOWN));
        aged.add(aged("like 3.1.3", 31, "iLsfxC", Missing.KNOWN));
        aged.add(aged("like 3.2.0", 31, "iLsfxCIv", Missing.KNOWN));
        if (WITH_MODE_CHECK.matcher(version(here().program())).find()) {
            aged.add(aged("like 3.4.3", 31, LETTERS, Missing.REFUSED));
        }
        return aged;
    }

    private static OldRsync aged(String name, int protocol, String known, Missing missing) {
        String unknown = LETTERS.replaceAll("[" + known + "]", "");
        return new OldRsync(name, here().program(), protocol, unknown, missing);
    }

    /// Those in the directory that will do, or those that are too old.
    static List<OldRsync> found(boolean willDo) throws IOException {
        Path directory =
                Path.of(
                        Optional.ofNullable(System.getenv("LOCKSTEP_RSYNCS"))
                                .orElse("target/rsyncs"));
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<OldRsync> found = new ArrayList<>();
        try (Stream<Path> versions = Files.list(directory)) {
            for (Path version : versions.sorted().toList()) {
                String program = version.resolve("rsync").toAbsolutePath().toString();
                if (Files.isExecutable(Path.of(program)) && protocol(program) >= OLDEST == willDo) {
                    found.add(OldRsync.built(version.getFileName().toString(), program));
                }
            }
        }
        return found;
    }

    private static int protocol(String program) throws IOException {
        Matcher protocol = PROTOCOL.matcher(version(program));
        return protocol.find() ? Integer.parseInt(protocol.group(1)) : 0;
    }

    static String version(String program) throws IOException {
        return Peer.run(program, "--version");
    }
}
