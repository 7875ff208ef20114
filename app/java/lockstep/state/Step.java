package lockstep.state;

import java.util.Locale;

/// What a run does to a node, one at a time. Which of them, and in which order, a [Course] says.
public enum Step {
    /// Whether everything is there that the run needs. Changes nothing.
    PREFLIGHT,
    /// The new tree is made beside the old one.
    STAGE,
    /// The node leaves its pools.
    DRAIN,
    /// Those who use it come to their end.
    ZERO_SESSIONS,
    /// What it holds is kept.
    SNAPSHOT,
    /// The approved rows are carried out.
    SYNC,
    /// The staged tree takes the place of the old one.
    SWITCH,
    /// What was kept is put back.
    RESTORE,
    /// It is compared by content with what it is to be.
    VERIFY,
    /// Its application answers as it should.
    HEALTH,
    /// It is told to come back into its pools.
    READY,
    /// It is up everywhere, and its users are answered.
    SETTLE;

    /// Its name in words, as a cluster file has it.
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Whether the files of the node may be others once it has begun.
    public boolean changesFiles() {
        return this == SYNC || this == SWITCH || this == RESTORE;
    }
}
