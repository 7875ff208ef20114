/// Lockstep's own directory on a node: where it lies, who may look into it, and how a script comes
/// to work there. Hides the resolving of the root, `sudo`, and what happens to a script whose
/// console goes away.
@NullMarked
package lockstep.statedir;

import org.jspecify.annotations.NullMarked;
