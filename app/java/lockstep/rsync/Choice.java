package lockstep.rsync;

import java.util.Optional;
import java.util.Set;
import lockstep.tree.TreePath;

/// The paths that a relay is about, one by one.
///
/// @param paths exactly these may be in the source's list, and the directories above them
/// @param approved what was seen of both ends when they were chosen; empty when nobody has looked
public record Choice(Set<TreePath> paths, Optional<Approved> approved) {
    public Choice {
        paths = Set.copyOf(paths);
    }
}
