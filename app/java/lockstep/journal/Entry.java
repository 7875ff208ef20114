package lockstep.journal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// One line of the journal.
///
/// @param number from 1, without a gap
/// @param cluster its name; empty where there is none
/// @param word its kind as it is written; see [#kind]
/// @param node its name, or that of a balancer; empty for a run as a whole
/// @param address of the node; empty where there is none
/// @param what was done: a way out, a command, a move
/// @param text why, or what was answered; may be empty
/// @param until when it was meant to end, as an instant in text; may be empty
/// @param program that did it as a part of a run; may be empty
/// @param run that it is a part of; may be empty
public record Entry(
        long number,
        Instant at,
        String who,
        String cluster,
        String word,
        String node,
        String address,
        String what,
        String text,
        String until,
        String program,
        String run) {
    /// What an entry tells of.
    public enum Kind {
        /// A node was told to leave its pools.
        OUT,
        /// A node was told to come back.
        BACK,
        /// Something was said to a balancer to change it, and this came back.
        ORDER,
        /// A run began.
        RUN,
        /// A run as a whole turned.
        TURN,
        /// A node moved in a run.
        MOVE,
        /// A hook has ended.
        HOOK,
        /// Something was done to a file.
        FILE,
        /// What a run came to on a node.
        RESULT,
        /// A person decided something, knowing what it means.
        CHOICE,
        /// Something became of a snapshot: it was made, checked, pinned, removed.
        SNAPSHOT,
        /// All of a node was proven to be in a state.
        PROVEN,
        /// All nodes were compared.
        SCAN,
        /// Something that only a later version knows. This one never writes it.
        UNKNOWN;

        private static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equals(word))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }

    /// What it tells of, as far as this version knows.
    public Kind kind() {
        return Kind.of(word);
    }

    /// The fields in a fixed order; what the chain of digests is made of. An entry of no run has
    /// the fields that there were before there were runs.
    List<String> fields() {
        Stream<String> always =
                Stream.of(
                        Long.toString(number),
                        at.toString(),
                        who,
                        cluster,
                        word,
                        node,
                        address,
                        what,
                        text,
                        until,
                        program);
        return Stream.concat(always, Stream.of(run).filter(of -> !of.isEmpty())).toList();
    }
}
