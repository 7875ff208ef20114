@NullMarked
package lockstep.snapshot;

import org.jspecify.annotations.NullMarked;
