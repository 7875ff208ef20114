@NullMarked
package lockstep.link;

import org.jspecify.annotations.NullMarked;
