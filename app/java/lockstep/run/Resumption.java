package lockstep.run;

import java.util.List;

/// What becomes of a run that was not finished.
public sealed interface Resumption {
    /// What is left of it is done, as it was approved.
    record Finish() implements Resumption {}

    /// Nodes are made what they were before the run, the last one first.
    ///
    /// @param nodes these; all that the run has begun when empty
    record Undo(List<String> nodes) implements Resumption {
        public Undo {
            nodes = List.copyOf(nodes);
        }
    }

    /// Nothing more is done: a person takes over what is in the middle of something, as it is.
    ///
    /// @param why in the operator's words
    /// @param unseen nodes that are left without taking their locks, because they cannot be reached
    ///     or are gone: whatever is there stays
    record Leave(String why, List<String> unseen) implements Resumption {
        public Leave {
            unseen = List.copyOf(unseen);
        }

        /// Each of them is looked at.
        public Leave(String why) {
            this(why, List.of());
        }
    }
}
