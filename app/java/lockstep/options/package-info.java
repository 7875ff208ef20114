/// rsync's command line, for two ends of which both may be remote: what its options ask for,
/// which end has to be told what, and what is printed. Hides the spelling of the options and the
/// form of the output.
@NullMarked
package lockstep.options;

import org.jspecify.annotations.NullMarked;
