/// Snapshots of a node's tree, kept on the node beside it, made and brought back by the node's own
/// rsync. Hides how rsync is told to, what it prints, and how half a snapshot is known for one.
@NullMarked
package lockstep.snapshot;

import org.jspecify.annotations.NullMarked;
