@NullMarked
package lockstep.ssh;

import org.jspecify.annotations.NullMarked;
