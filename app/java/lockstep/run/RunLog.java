package lockstep.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lockstep.fault.FaultException;
import lockstep.journal.Journal;
import lockstep.journal.NodeResult;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.journal.Runs;
import lockstep.journal.State;
import lockstep.state.Course;
import lockstep.state.Move;
import lockstep.state.NodeStory;
import lockstep.state.RunStory;
import lockstep.state.Step;
import lockstep.state.Turn;

/// What is written of a run that goes on, and what that makes its story. A move is written first
/// and counts only then: what cannot be written is not begun. Safe for use by many threads.
final class RunLog {
    private static final int MOST_AT_ONCE = 1_000;

    private Optional<Runs> runs;
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

    /// The locks of this run are not ours any more: where another program has taken it up, the
    /// story is that one's, and nothing more is written here. So also when that cannot be read.
    synchronized void standBack() {
        try {
            boolean ours =
                    runs.isPresent()
                            && runs.get().find(head.id()).stream()
                                    .anyMatch(run -> run.hand() == RunRecord.Hand.OURS);
            runs = ours ? runs : Optional.empty();
        } catch (FaultException _) {
            runs = Optional.empty();
        }
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

    /// In parts, so that others who write need not wait for a million rows.
    void files(String node, List<Runs.FileOutcome> files) throws FaultException {
        for (int from = 0; from < files.size(); from += MOST_AT_ONCE) {
            List<Runs.FileOutcome> part =
                    files.subList(from, Math.min(files.size(), from + MOST_AT_ONCE));
            write(into -> into.did(head, subjects.apply(node), part));
        }
    }

    void hooked(Hooks.Ended hook) throws FaultException {
        write(into -> into.hooked(head, subjects.apply(hook.where()), hook.hook(), hook.end()));
    }

    void result(String node, NodeResult result) throws FaultException {
        write(into -> into.result(head, subjects.apply(node), result));
    }

    void proved(String node, State state) throws FaultException {
        write(into -> into.proved(head, subjects.apply(node), state));
    }

    void chose(String node, String what, String said) throws FaultException {
        write(into -> into.chose(head, subjects.apply(node), what, said));
    }

    private interface Writing {
        void into(Runs runs) throws FaultException;
    }

    private void write(Writing writing) throws FaultException {
        Optional<Runs> into = writable();
        if (into.isPresent()) {
            writing.into(into.get());
        }
    }

    private synchronized Optional<Runs> writable() {
        return runs;
    }
}
