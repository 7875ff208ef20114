/// The use cases without a window, for terminals, hooks and cron. Hides the library that reads
/// arguments from everything but the commands themselves, and the terminal from the use cases.
@NullMarked
package lockstep.cli;

import org.jspecify.annotations.NullMarked;
