package lockstep.snapshot;

import lockstep.tree.TreePath;

/// What a restore tells, on its own thread.
public interface RestoreEvents {
    /// Something is made as it was, or removed.
    default void mended(Difference difference) {}

    /// Something was replaced or removed that the snapshot of the present does not have so: it was
    /// written after that was made. It is kept in the directory `late` of that snapshot.
    default void late(TreePath path) {}
}
