package lockstep.snapshot;

import java.util.Locale;
import java.util.Optional;

/// How a node keeps a snapshot.
public enum Method {
    /// Copies by rsync; what did not change are hard links to the snapshot before.
    LINKS,
    /// Each file shares its blocks with the live one until that is written.
    REFLINK,
    /// A snapshot of a subvolume of btrfs.
    BTRFS;

    /// What scripts call it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The one of that word.
    static Optional<Method> of(String word) {
        for (Method method : values()) {
            if (method.word().equals(word)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }
}
