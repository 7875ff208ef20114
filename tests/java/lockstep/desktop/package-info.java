@NullMarked
package lockstep.desktop;

import org.jspecify.annotations.NullMarked;
