/// Paths as bytes, entries, and a node's [lockstep.tree.Listing]: columns, sorted by rsync's rule.
/// Hides how a million entries fit in memory. Pure: no input, no output, no threads.
@NullMarked
package lockstep.tree;

import org.jspecify.annotations.NullMarked;
