package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.journal.NodeResult;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.run.Report.Grade;
import lockstep.state.Course;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.RunStory;
import lockstep.state.Step;
import org.junit.jupiter.api.Test;

/// A report says of each node what is known, and never more.
class ReportTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final RunState OVER = new RunState.Over("so it ended");

    private static NodeResult result(boolean identical, String fault, String... remarks) {
        return new NodeResult(
                identical, 10, 20, 30, 1, Duration.ofSeconds(4), 5, 2, fault, List.of(remarks));
    }

    private static NodeStory story(NodeState state, boolean changed) {
        return new NodeStory(state, Course.ROLLING, changed, true);
    }

    private static Report report(
            RunState state, Map<String, NodeStory> stories, Map<String, NodeResult> results) {
        return report(RunOptions.rolling(Duration.ofMinutes(5)), state, stories, results);
    }

    private static Report report(
            RunOptions options,
            RunState state,
            Map<String, NodeStory> stories,
            Map<String, NodeResult> results) {
        RunHead head =
                new RunHead(
                        "k3f9qa",
                        NOON,
                        "ann@desk",
                        "shop",
                        options.course(),
                        "web1",
                        List.copyOf(stories.keySet()),
                        "sha256:00",
                        options.text(),
                        "");
        return Report.of(
                new RunRecord(
                        head,
                        new RunStory(state, stories),
                        results,
                        RunRecord.Hand.NOBODYS,
                        "ann@desk",
                        NOON.plusSeconds(90),
                        Optional.empty()));
    }

    @Test
    void onlyWhatWasProvenIsCalledIdentical() {
        NodeStory done = story(new NodeState.Done(), true);
        Report report = report(OVER, Map.of("web2", done), Map.of("web2", result(true, "")));
        assertThat(report.sentence())
                .isEqualTo("The one node is identical to web1, verified by content.");
        assertThat(report.settled()).isTrue();
        assertThat(report.took()).isEqualTo(Duration.ofSeconds(90));
        Report chosen = report(OVER, Map.of("web2", done), Map.of("web2", result(false, "")));
        assertThat(chosen.sentence()).contains("as approved, none of them identical");
        assertThat(chosen.nodes().getFirst().grade()).isEqualTo(Grade.AS_CHOSEN);
    }

    @Test
    void aNodeThatStoppedIsInDoubtAndTellsWhy() {
        NodeState stuck = new NodeState.Stuck(Step.VERIFY, "it still differs");
        Report report =
                report(
                        new RunState.Halted("web2: it still differs"),
                        Map.of("web2", story(stuck, true)),
                        Map.of("web2", result(false, "web2: it still differs", "differs: a/b")));
        Report.Node node = report.nodes().getFirst();
        assertThat(node.grade()).isEqualTo(Grade.IN_DOUBT);
        assertThat(node.outcome()).isEqualTo("stopped in verify, NOT identical");
        assertThat(node.troubles()).containsExactly("web2: it still differs", "differs: a/b");
        assertThat(report.sentence()).contains("NOT over, and waits for a person: 0 of 1");
        assertThat(report.settled()).isFalse();
    }

    /// What fails after the proof does not take the proof back; a person still has to see to it.
    @Test
    void aNodeThatStoppedAfterItsProofIsNotCalledDifferent() {
        NodeStory sick = story(new NodeState.Stuck(Step.HEALTH, "503"), true);
        RunState halted = new RunState.Halted("web2: 503");
        Report.Node node =
                report(halted, Map.of("web2", sick), Map.of("web2", result(false, "503")))
                        .nodes()
                        .getFirst();
        assertThat(node.outcome())
                .isEqualTo("stopped in health, its files were verified by content");
        assertThat(node.grade()).isEqualTo(Grade.IN_DOUBT);
        assertThat(Left.stands(sick)).isEqualTo("stopped in health, its files are done");
        NodeStory first = story(new NodeState.Stuck(Step.DRAIN, "refused"), true);
        assertThat(Left.stands(first)).isEqualTo("stopped in drain, may be half done");
    }

    @Test
    void whatAKilledProgramDidNotWriteIsUnknownAndNotNothing() {
        NodeState stuck = new NodeState.Stuck(Step.SYNC, "its program ended");
        Report report =
                report(
                        new RunState.Halted("its program ended"),
                        Map.of("web2", story(stuck, true)),
                        Map.of());
        Report.Node node = report.nodes().getFirst();
        assertThat(node.figures()).isEmpty();
        assertThat(node.begun()).isTrue();
        assertThat(node.troubles()).containsExactly("its program ended");
    }

    @Test
    void aNodeLeftToAPersonIsNeverSettled() {
        NodeStory left = story(new NodeState.Left("will look"), true);
        Report report = report(OVER, Map.of("web2", left), Map.of());
        assertThat(report.settled()).isFalse();
        assertThat(report.sentence()).contains("The one node is NOT identical: so it ended");
    }

    @Test
    void aNodeThatIsRolledBackIsHeldAgainstItsSnapshot() {
        RunOptions back = RunOptions.rolling(Duration.ofMinutes(5)).back();
        NodeState stuck = new NodeState.Stuck(Step.VERIFY, "it differs");
        NodeStory story = new NodeStory(stuck, back.course(), true, true);
        Report waits = report(back, new RunState.Halted("so"), Map.of("web2", story), Map.of());
        assertThat(waits.nodes().getFirst().outcome())
                .isEqualTo("stopped in verify, NOT as in the snapshot");
        NodeStory left = new NodeStory(new NodeState.Left("mine"), back.course(), true, true);
        Report over = report(back, OVER, Map.of("web2", left), Map.of());
        assertThat(over.nodes().getFirst().outcome())
                .isEqualTo("left as it is, NOT as in the snapshot");
        assertThat(over.sentence()).contains("The one node is NOT as in the snapshot: so it ended");
    }
}
