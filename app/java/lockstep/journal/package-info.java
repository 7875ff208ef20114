/// What was done, by whom and why, kept for good; hides that it is a database.
@NullMarked
package lockstep.journal;

import org.jspecify.annotations.NullMarked;
