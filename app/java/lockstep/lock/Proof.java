package lockstep.lock;

import java.util.regex.Pattern;

/// What is known of a node's files when its lock is given back. Where a run has left them unproven,
/// a mark stays on the node, so that other people's consoles know it too.
///
/// @param run of which it is known
public record Proof(Word word, String run) {
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,40}");

    /// It in a word.
    public enum Word {
        /// Nothing new: marks stay as they are.
        UNKNOWN,
        /// A run has proven it to be like the others: no mark stays.
        PROVEN,
        /// As it was before the run, which leaves no mark.
        AS_BEFORE,
        /// The run has changed it, and it is not proven.
        UNPROVEN
    }

    /// @param run any text; becomes part of a name
    public Proof {
        run = NAME.matcher(run).matches() ? run : "unknown";
    }
}
