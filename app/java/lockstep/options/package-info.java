/// rsync's command line, for two ends of which both may be remote: reads the arguments by rsync's
/// own rules, finds out who has to be told what, and hands a `Script` to the relay. Hides how
/// rsync spells things.
@NullMarked
package lockstep.options;

import org.jspecify.annotations.NullMarked;
