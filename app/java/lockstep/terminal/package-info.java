/// The operator's own terminal on this workstation; hides which one it is and how it is told what
/// to run.
@NullMarked
package lockstep.terminal;

import org.jspecify.annotations.NullMarked;
