/// Models without a window.
@NullMarked
package lockstep.present;

import org.jspecify.annotations.NullMarked;
