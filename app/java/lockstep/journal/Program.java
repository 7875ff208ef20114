package lockstep.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A running Lockstep, told apart from all others, also from a later one with the same process id.
///
/// @param host the name of its machine
/// @param pid its process id there
/// @param began when it was started; to the second, where the system tells
public record Program(String host, long pid, Instant began) {
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /// This one.
    ///
    /// @param host the name of this machine
    public static Program here(String host) {
        ProcessHandle self = ProcessHandle.current();
        return new Program(host, self.pid(), self.info().startInstant().orElse(Instant.EPOCH));
    }

    /// Whether it still runs, seen from the machine that it ran on.
    boolean isAlive() {
        Optional<Instant> start = ProcessHandle.of(pid).flatMap(p -> p.info().startInstant());
        return start.isPresent()
                && Duration.between(start.get(), began).abs().compareTo(TOLERANCE) < 0;
    }

    String text() {
        return host + " " + pid + " " + began.toEpochMilli();
    }

    /// @param text of [#text]; empty for none
    static Optional<Program> of(String text) {
        String[] words = text.split(" ");
        return words.length == 3
                ? Optional.of(
                        new Program(
                                words[0],
                                Long.parseLong(words[1]),
                                Instant.ofEpochMilli(Long.parseLong(words[2]))))
                : Optional.empty();
    }
}
