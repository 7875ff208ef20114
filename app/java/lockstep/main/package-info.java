/// The composition root: makes every part, hands each what it needs, and starts one of the faces.
@NullMarked
package lockstep.main;

import org.jspecify.annotations.NullMarked;
