/// That one console at a time works on a cluster. Hides how a lock is taken, handed on and broken
/// on a node by nothing but renaming a file.
@NullMarked
package lockstep.lock;

import org.jspecify.annotations.NullMarked;
