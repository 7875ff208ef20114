/// Real conversations with rsync, recorded, damaged and played back: only faults may come of it.
@NullMarked
package lockstep.fuzz;

import org.jspecify.annotations.NullMarked;
