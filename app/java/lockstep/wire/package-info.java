/// rsync's integers, strings, indices and frames, each with a limit. Hides how bytes are packed
/// and multiplexed; knows nothing of files. Formats: rsync(5) of openrsync for the old ones,
/// observation of rsync 3.0 to 3.5 for the rest.
@NullMarked
package lockstep.wire;

import org.jspecify.annotations.NullMarked;
