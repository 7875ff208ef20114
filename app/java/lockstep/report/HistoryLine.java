package lockstep.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lockstep.journal.History.Event;
import lockstep.journal.History.Topic;

/// One thing that happened to a cluster, as people read it: the same in the window, in a file and
/// on the terminal. All texts are harmless to show.
///
/// @param event of which it tells; the newest where it is several that belong together
/// @param kind in a word or two
/// @param nodes that it was about; empty for all
/// @param result in words
/// @param why in the operator's words; may be empty
/// @param took empty where that means nothing
/// @param sent bytes of content; empty where nothing could be sent
/// @param saved bytes of content that nodes had already; likewise
public record HistoryLine(
        Event event,
        String kind,
        List<String> nodes,
        String result,
        Outcome outcome,
        String why,
        Optional<Duration> took,
        OptionalLong sent,
        OptionalLong saved) {
    public HistoryLine {
        nodes = List.copyOf(nodes);
    }

    /// How it came out, in one word.
    public enum Outcome {
        /// As it should.
        GOOD,
        /// Nothing failed, and nodes are not alike.
        DIFFERS,
        /// Something failed, or a person has to see to it.
        FAILED,
        /// It goes on.
        UNDER_WAY,
        /// It only happened.
        PLAIN
    }

    public Topic topic() {
        return event.topic();
    }

    public Instant at() {
        return event.entry().at();
    }

    public String who() {
        return ReportWords.shown(event.entry().who());
    }

    /// The name of the run; empty for anything else.
    public String run() {
        return event.run().map(run -> run.head().id()).orElse("");
    }
}
