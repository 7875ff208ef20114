package lockstep.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A running Lockstep, told apart from all others, also from a later one with the same process id.
///
/// @param host the name of its machine
/// @param pid its process id there
/// @param began when it was started; to the second, where the system tells
/// @param machine stands for the machine, whatever it is called; empty where it has no such name
public record Program(String host, long pid, Instant began, String machine) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /// On a machine that has only the name of its host.
    public Program(String host, long pid, Instant began) {
        this(host, pid, began, "");
    }

    /// This one.
    ///
    /// @param host the name of this machine
    public static Program here(String host) {
        ProcessHandle self = ProcessHandle.current();
        Instant began = self.info().startInstant().orElse(Instant.EPOCH);
        return new Program(host, self.pid(), began, machineId());
    }

    /// A digest, since the id itself is to be kept on its machine.
    private static String machineId() {
        try {
            String id = Files.readString(Path.of("/etc/machine-id")).strip();
            return ID.matcher(id).matches()
                    ? HexFormat.of().formatHex(Chain.digest("lockstep " + id)).substring(0, 16)
                    : "";
        } catch (IOException _) {
            return "";
        }
    }

    /// Whether both run on the same machine, also when it was given another name.
    boolean isBeside(Program other) {
        return machine.isEmpty() || other.machine.isEmpty()
                ? host.equals(other.host)
                : machine.equals(other.machine);
    }

    /// What has become of its run.
    ///
    /// @param here the program that asks
    Absence.Part part(Program here) {
        if (!isBeside(here)) {
            return Absence.Part.OF_A_RUN_ELSEWHERE;
        }
        return isAlive() ? Absence.Part.OF_A_RUNNING_RUN : Absence.Part.OF_A_BROKEN_RUN;
    }

    private boolean isAlive() {
        Optional<Instant> start = ProcessHandle.of(pid).flatMap(p -> p.info().startInstant());
        return start.isPresent()
                && Duration.between(start.get(), began).abs().compareTo(TOLERANCE) < 0;
    }

    String text() {
        return (host + " " + pid + " " + began.toEpochMilli() + " " + machine).strip();
    }

    /// @param text of [#text]; empty for none
    static Optional<Program> of(String text) {
        String[] words = text.split(" ");
        return words.length == 3 || words.length == 4
                ? Optional.of(
                        new Program(
                                words[0],
                                Long.parseLong(words[1]),
                                Instant.ofEpochMilli(Long.parseLong(words[2])),
                                words.length == 4 ? words[3] : ""))
                : Optional.empty();
    }
}
