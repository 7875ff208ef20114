/// The report of a run in the words and forms that leave the program: one text for the terminal,
/// the clipboard and a file. Hides how a page stays harmless whatever a node or a person is called.
@NullMarked
package lockstep.report;

import org.jspecify.annotations.NullMarked;
