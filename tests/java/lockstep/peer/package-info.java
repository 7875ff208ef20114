/// Tests against real programs, and what starts those privately: on free ports of 127.0.0.1, with
/// files in a temporary directory, ended by process id.
@NullMarked
package lockstep.peer;

import org.jspecify.annotations.NullMarked;
