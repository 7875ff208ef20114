package lockstep.rsync;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.Fault;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;

/// The source is not as it was when its paths were chosen. Found in its list, which is held back
/// from the target until all of it was judged.
final class Outdated extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param lacking whether the source lacks it now, or has it
    Outdated(TreePath path, boolean lacking) {
        super(path.visible() + (lacking ? " is gone from it" : " has appeared on it"));
    }

    /// Holds an entry against what the source was known to lack. A path that it lacks comes
    /// without a mode.
    static void refuse(EntryReader entry, Optional<Set<TreePath>> gone) throws IOException {
        if (gone.isEmpty() || entry.implied) {
            return;
        }
        TreePath path;
        try {
            path = TreePath.checked(entry.path, 0, entry.length);
        } catch (MalformedTree e) {
            throw new Broken(e.reason());
        }
        boolean lacking = entry.facts.mode == 0;
        if (lacking != gone.get().contains(path)) {
            throw new Outdated(path, lacking);
        }
    }

    /// The fault, told of the source.
    Fault fault(String source) {
        return new Fault.GuardTripped(
                source,
                "It has changed since the plan was made: " + getMessage() + ".",
                "Nothing was changed on the target. Scan again and look at the new plan.");
    }
}
