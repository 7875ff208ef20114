package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.run.RunOptions;
import lockstep.state.Course;
import lockstep.state.Move;
import lockstep.state.RunStory;
import lockstep.state.Step;
import lockstep.state.Turn;

/// Runs that wait for a person.
public final class LeftRuns {
    private LeftRuns() {}

    /// A rolling run to `web2` and the others, killed while it synced `web2`, whose former files it
    /// keeps.
    public static RunRecord killedInSync(String... others) {
        return record(others, stuck(begun(others)).broken("the program is gone"));
    }

    /// The same, which had kept nothing.
    public static RunRecord killedUnkept(String... others) {
        RunStory story =
                moved(begun(others), Move.Kind.BEGIN, Step.SYNC).broken("the program is gone");
        return record(others, story);
    }

    /// Stopped by a person before it had begun `web2`, so that nothing is in the middle.
    public static RunRecord stoppedBetween(String... others) {
        return record(others, begun(others).after(new Turn(Turn.Kind.HALT, "it was stopped")));
    }

    /// The same as [#killedInSync], but what was written of it makes no sense.
    public static RunRecord damaged(String... others) {
        RunRecord whole = killedInSync(others);
        return new RunRecord(
                whole.head(),
                whole.story(),
                whole.results(),
                whole.hand(),
                whole.lastWho(),
                whole.lastAt(),
                Optional.of("it makes no sense from entry 5 on"));
    }

    /// Goes on somewhere else, where it syncs `web2`.
    public static RunRecord held(RunRecord.Hand hand, String... others) {
        RunRecord here = record(others, stuck(begun(others)));
        return new RunRecord(
                here.head(),
                here.story(),
                here.results(),
                hand,
                "eve@lap",
                here.lastAt(),
                Optional.empty());
    }

    /// The same run, so much later.
    public static RunRecord heardOf(RunRecord run, Duration later) {
        return new RunRecord(
                run.head(),
                run.story(),
                run.results(),
                run.hand(),
                run.lastWho(),
                run.lastAt().plus(later),
                run.damage());
    }

    /// The same as [#killedInSync], in all of its nodes.
    public static RunRecord killedEverywhere(String... others) {
        RunStory story = stuck(begun(others));
        for (String other : others) {
            story = moved(story, other, Move.Kind.BEGIN, Step.SYNC);
        }
        return record(others, story.broken("the program is gone"));
    }

    /// The same as [#killedInSync], by a version that knows options which this one does not.
    public static RunRecord ofAnotherVersion(String... others) {
        RunRecord ours = killedInSync(others);
        RunHead head = ours.head();
        return new RunRecord(
                new RunHead(
                        head.id(),
                        head.at(),
                        head.who(),
                        head.cluster(),
                        head.course(),
                        head.reference(),
                        head.nodes(),
                        head.plan(),
                        "gravity=off",
                        head.why()),
                ours.story(),
                ours.results(),
                ours.hand(),
                ours.lastWho(),
                ours.lastAt(),
                ours.damage());
    }

    private static RunStory begun(String... others) {
        return RunStory.begun(Course.ROLLING, nodes(others));
    }

    private static RunStory stuck(RunStory story) {
        RunStory kept = moved(story, Move.Kind.BEGIN, Step.SNAPSHOT);
        return moved(moved(kept, Move.Kind.END, Step.SNAPSHOT), Move.Kind.BEGIN, Step.SYNC);
    }

    private static RunStory moved(RunStory story, Move.Kind kind, Step step) {
        return moved(story, "web2", kind, step);
    }

    private static RunStory moved(RunStory story, String node, Move.Kind kind, Step step) {
        return story.after(node, new Move(kind, Course.ROLLING, step, ""));
    }

    private static List<String> nodes(String... others) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("web2"), java.util.Arrays.stream(others))
                .toList();
    }

    private static RunRecord record(String[] others, RunStory story) {
        Instant at = Shop.NOW.minusSeconds(3_600);
        RunHead head =
                new RunHead(
                        "k3f9qa",
                        at,
                        "ann@desk",
                        "shop",
                        Course.ROLLING,
                        "web1",
                        nodes(others),
                        "0f12",
                        RunOptions.rolling(java.time.Duration.ofMinutes(5)).text(),
                        "");
        return new RunRecord(
                head,
                story,
                Map.of(),
                RunRecord.Hand.NOBODYS,
                "ann@desk",
                at.plusSeconds(90),
                Optional.empty());
    }
}
