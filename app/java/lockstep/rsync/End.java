package lockstep.rsync;

import java.util.List;
import java.util.Optional;
import lockstep.link.Host;

/// One end of a conversation: which program runs where, and what it is told.
///
/// @param host where it runs
/// @param program the words before `--server`: `rsync`, or a program that starts it
/// @param options its options as words, without the capabilities and the seed, which are settled
///     between both ends
/// @param paths what it works on, read as rsync's own arguments; the target has one
/// @param root the directory that texts may name paths below, for messages; empty where the paths
///     are a command line's, and the program's own words and status are to be told
public record End(
        Host host,
        List<String> program,
        List<String> options,
        List<String> paths,
        Optional<String> root) {
    public End {
        program = List.copyOf(program);
        options = List.copyOf(options);
        paths = List.copyOf(paths);
        for (String path : paths) {
            if (path.startsWith("-") || path.indexOf('\0') >= 0 || path.isEmpty()) {
                throw new IllegalArgumentException("a path that cannot be told: " + path);
            }
        }
    }

    /// The host's name, for messages.
    public String name() {
        return host.name();
    }
}
