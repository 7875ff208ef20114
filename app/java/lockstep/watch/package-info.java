/// How a node tells that something changed below its root.
@NullMarked
package lockstep.watch;

import org.jspecify.annotations.NullMarked;
