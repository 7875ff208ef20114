@NullMarked
package lockstep.picture;

import org.jspecify.annotations.NullMarked;
