package lockstep.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the SSH configuration is and how long things may take.
///
/// @param config an OpenSSH client configuration read instead of the user's and the system's;
///     `null` is theirs
/// @param home what `~` means; holds `.ssh` with the default keys
/// @param limits the waits
/// @param compress whether connections are compressed even where the configuration does not say so
/// @param words further options of `ssh`, each an argument of its own, which win over the
///     configuration; only what [Settings] understands has an effect
public record SshOptions(
        @Nullable Path config, Path home, Limits limits, boolean compress, List<String> words) {
    public SshOptions {
        words = List.copyOf(words);
    }

    public SshOptions(@Nullable Path config, Path home, Limits limits, boolean compress) {
        this(config, home, limits, compress, List.of());
    }

    /// The user's own configuration and the usual limits.
    public static SshOptions standard() {
        return new SshOptions(
                null, Path.of(System.getProperty("user.home")), Limits.standard(), false);
    }

    /// These options with another configuration file.
    public SshOptions withConfig(Path file) {
        return new SshOptions(file, home, limits, compress, words);
    }

    /// These options with other limits.
    public SshOptions withLimits(Limits other) {
        return new SshOptions(config, home, other, compress, words);
    }

    /// These options with others of `ssh` on top.
    public SshOptions withWords(List<String> others) {
        return new SshOptions(config, home, limits, compress, others);
    }

    /// These options with connections compressed, or as the configuration says.
    public SshOptions withCompression(boolean wished) {
        return new SshOptions(config, home, limits, wished, words);
    }

    /// The words for a host on the way: as for `ssh`, only the configuration file holds there too.
    List<String> wordsForJumps() {
        int at = words.lastIndexOf("-F");
        return at < 0 ? List.of() : words.subList(at, at + 2);
    }

    /// How long each wait may take. `ConnectTimeout`, `ServerAliveInterval` and
    /// `ServerAliveCountMax` of the SSH configuration win where they are set.
    ///
    /// @param connect for the line and the key exchange, each
    /// @param answer for each answer of a server to a login or a channel
    /// @param person for each answer of a person
    /// @param alive between two looks at whether the server still speaks
    /// @param silences so many looks in a row without a byte from it, and the connection is given
    ///     up
    public record Limits(
            Duration connect, Duration answer, Duration person, Duration alive, int silences) {
        static Limits standard() {
            return new Limits(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(10),
                    3);
        }
    }
}
