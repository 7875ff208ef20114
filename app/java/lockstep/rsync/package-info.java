/// Conversations with `rsync --server`: list a tree, preview and relay between two hosts. Hides
/// the protocol; what a scan calls identical is what a relay would leave alone.
@NullMarked
package lockstep.rsync;

import org.jspecify.annotations.NullMarked;
