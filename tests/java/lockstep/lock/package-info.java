@NullMarked
package lockstep.lock;

import org.jspecify.annotations.NullMarked;
