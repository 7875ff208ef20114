/// N listings into one immutable [lockstep.drift.DriftTree]. Pure: no input, no output, no JavaFX.
@NullMarked
package lockstep.drift;

import org.jspecify.annotations.NullMarked;
