package lockstep.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lockstep.fault.FaultException;
import lockstep.journal.Journal;
import lockstep.journal.NodeResult;
import lockstep.journal.RunHead;
import lockstep.journal.Runs;
import lockstep.state.Course;
import lockstep.state.Move;
import lockstep.state.NodeStory;
import lockstep.state.RunStory;
import lockstep.state.Step;
import lockstep.state.Turn;

/// What is written of a run that goes on, and what that makes its story. A move is written first
/// and counts only then: what cannot be written is not begun. Safe for use by many threads.
final class RunLog {
    private final Optional<Runs> runs;
    private final RunHead head;
    private final Function<String, Journal.Subject> subjects;
    private RunStory story;

    /// @param runs where it is written; empty for nowhere
    private RunLog(
            Optional<Runs> runs,
            RunHead head,
            Function<String, Journal.Subject> subjects,
            RunStory story) {
        this.runs = runs;
        this.head = head;
        this.subjects = subjects;
        this.story = story;
    }

    /// A run begins.
    static RunLog begun(
            Optional<Runs> runs, RunHead head, Function<String, Journal.Subject> subjects)
            throws FaultException {
        if (runs.isPresent()) {
            runs.get().begun(head);
        }
        RunStory story = RunStory.begun(head.course(), head.nodes());
        return new RunLog(runs, head, subjects, story);
    }

    /// A run goes on that nobody worked on, and that this program has taken up.
    ///
    /// @param left as it was before
    static RunLog resumed(
            Runs runs, RunHead head, Function<String, Journal.Subject> subjects, RunStory left) {
        RunStory story = left.after(new Turn(Turn.Kind.RESUME, ""));
        return new RunLog(Optional.of(runs), head, subjects, story);
    }

    RunHead head() {
        return head;
    }

    synchronized RunStory story() {
        return story;
    }

    NodeStory story(String node) {
        return story().node(node);
    }

    synchronized void move(String node, Move move) throws FaultException {
        RunStory next = story.after(node, move);
        if (runs.isPresent()) {
            runs.get().moved(head, subjects.apply(node), move);
        }
        story = next;
    }

    void move(String node, Move.Kind kind, Step step, String note) throws FaultException {
        move(node, new Move(kind, course(node), step, note));
    }

    private Course course(String node) {
        return story(node).course();
    }

    synchronized void turn(Turn.Kind kind, String note) throws FaultException {
        Turn turn = new Turn(kind, note);
        RunStory next = story.after(turn);
        if (runs.isPresent()) {
            runs.get().turned(head, turn);
        }
        story = next;
    }

    void files(String node, List<Runs.FileOutcome> files) throws FaultException {
        if (runs.isPresent() && !files.isEmpty()) {
            runs.get().did(head, subjects.apply(node), files);
        }
    }

    void hooked(Hooks.Ended hook) throws FaultException {
        if (runs.isPresent()) {
            runs.get().hooked(head, subjects.apply(hook.where()), hook.hook(), hook.end());
        }
    }

    void result(String node, NodeResult result) throws FaultException {
        if (runs.isPresent()) {
            runs.get().result(head, subjects.apply(node), result);
        }
    }

    void chose(String node, String what, String said) throws FaultException {
        if (runs.isPresent()) {
            runs.get().chose(head, subjects.apply(node), what, said);
        }
    }
}
