@NullMarked
package lockstep.terminal;

import org.jspecify.annotations.NullMarked;
