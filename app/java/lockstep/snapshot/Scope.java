package lockstep.snapshot;

import java.util.Collection;
import java.util.Set;
import lockstep.tree.TreePath;

/// What of a tree is made as it is in a snapshot.
public sealed interface Scope {
    /// All that the rules do not leave out.
    record Whole() implements Scope {}

    /// Only these. A directory stands for itself, and not for what is in it.
    record Paths(Collection<TreePath> paths) implements Scope {
        public Paths {
            paths = Set.copyOf(paths);
        }
    }
}
