package lockstep.journal;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.RunStory;

/// A run as the journal knows it.
///
/// @param story with what a program that is gone was in the middle of as stuck
/// @param results what came of its nodes, by their names; of those that a killed program worked on
///     nothing is known
/// @param hand who works on it
/// @param lastWho who worked on it last
/// @param lastAt when something was last written of it
/// @param damage why what was written of it is not understood; empty when it is. Then it can only
///     be left: what its nodes may have been through is what there is to fear
public record RunRecord(
        RunHead head,
        RunStory story,
        Map<String, NodeResult> results,
        Hand hand,
        String lastWho,
        Instant lastAt,
        Optional<String> damage) {
    public RunRecord {
        results = Map.copyOf(results);
    }

    /// Who works on a run.
    public enum Hand {
        /// Nobody: it is over, or it waits for a person.
        NOBODYS,
        /// This program.
        OURS,
        /// Another program on this machine.
        ANOTHERS,
        /// A program on another machine, of which nothing is known here.
        ELSEWHERE
    }

    /// Whether it has proven a node to be like its reference: it is done, and all of it was
    /// verified by content. The reference is proven with the last of the others.
    public boolean hasProven(String node) {
        return node.equals(head.reference())
                ? !head.nodes().isEmpty() && head.nodes().stream().allMatch(this::isIdentical)
                : isIdentical(node);
    }

    private boolean isIdentical(String node) {
        NodeStory done = story.nodes().get(node);
        NodeResult result = results.get(node);
        return done != null
                && done.state() instanceof NodeState.Done
                && result != null
                && result.identical();
    }

    /// Whether there is something to finish or to undo, and nobody does it.
    public boolean waits() {
        return hand == Hand.NOBODYS && story.state() instanceof RunState.Halted;
    }
}
