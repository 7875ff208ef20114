@NullMarked
package lockstep.statedir;

import org.jspecify.annotations.NullMarked;
