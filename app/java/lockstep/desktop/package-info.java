/// What the operator's desktop has: a terminal, notifications. Hides which programs those are and
/// how they are told.
@NullMarked
package lockstep.desktop;

import org.jspecify.annotations.NullMarked;
