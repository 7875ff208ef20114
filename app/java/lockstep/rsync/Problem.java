package lockstep.rsync;

import java.util.Optional;
import lockstep.tree.TreePath;

/// Something that an rsync complained about: the path below the root where it names one, and its
/// own words, made visible.
public record Problem(String node, Optional<TreePath> path, String text) {}
