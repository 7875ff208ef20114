/// rsync's command line: what its options ask for, and what it prints. Hides the spelling of the
/// options and the form of the output.
@NullMarked
package lockstep.options;

import org.jspecify.annotations.NullMarked;
