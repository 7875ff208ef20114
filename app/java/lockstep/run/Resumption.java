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
    record Leave(String why) implements Resumption {}
}
