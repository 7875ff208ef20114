package lockstep.journal;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.state.Move;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.Turn;

/// The runs of a journal: how each began, what it did, and where it stands. What a program was in
/// the middle of when it was killed is told by the entries before, since each is written before
/// what it tells of begins.
///
/// Safe for use by many threads; raises what [Journal] does.
public final class Runs {
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int ID_LENGTH = 6;
    private static final int LONGEST_NOTE = 4_000;

    private final Pen pen;
    private final Presence presence;

    Runs(Pen pen, Presence presence) {
        this.pen = pen;
        this.presence = presence;
    }

    void close() {
        presence.close();
    }

    /// A name for a run that no other has, but for one in a thousand millions.
    public static String newId() {
        RandomGenerator random = new SecureRandom();
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /// A run begins, and this program works on it. Its author and its time are this journal's.
    public void begun(RunHead head) throws FaultException {
        Journal.Subject subject = new Journal.Subject(head.cluster(), "", "");
        presence.enter(head.id());
        pen.append(draft(subject, Entry.Kind.RUN, head.course().name(), head.text(), head.id()));
    }

    /// Locks are about to be taken under a name that nothing is written of yet: a run's before it
    /// begins, or that of work which is no run. Where this program is killed, the next one that
    /// asks here knows that nothing was begun.
    public void announce(String run) {
        presence.enter(run);
    }

    /// What was announced has ended without a word in the journal.
    public void retract(String run) {
        presence.leave(run, true);
    }

    /// What was announced has ended so, and may have left locks: whoever asks is told as of a
    /// program that was killed.
    public void abandon(String run) {
        presence.leave(run, false);
    }

    /// Whether something was announced here of which nothing was ever written, and its program is
    /// gone.
    public boolean wasNeverBegun(String run) throws FaultException {
        return presence.isThere(run).equals(Optional.of(false)) && find(run).isEmpty();
    }

    /// Whether a program on this machine has not let go of a run yet, as far as is known.
    public boolean isHeld(String run) {
        return presence.isThere(run).orElse(false);
    }

    /// This program does not work on a run any more, however it ended.
    public void letGo(String run) throws FaultException {
        boolean over = false;
        try {
            over = find(run).filter(r -> r.story().state() instanceof RunState.Running).isEmpty();
        } finally {
            presence.leave(run, over);
        }
    }

    /// A run as a whole turned, by the program that works on it.
    public void turned(RunHead head, Turn turn) throws FaultException {
        pen.append(draft(head, turn));
    }

    /// Takes up a run that waits: from now on this program works on it. Of two programs that try,
    /// one does.
    ///
    /// @return whether this one does; not when the run does not wait any more
    public boolean takeUp(RunHead head) throws FaultException {
        boolean[] entered = {false};
        boolean taken = false;
        try {
            taken =
                    turned(
                            head,
                            new Turn(Turn.Kind.RESUME, ""),
                            run -> {
                                entered[0] = run.waits() && presence.enter(head.id());
                                return entered[0];
                            });
            return taken;
        } finally {
            if (entered[0] && !taken) {
                presence.leave(head.id(), false);
            }
        }
    }

    /// Somebody knows that the program on another machine is gone that worked on a run: it waits
    /// from now on.
    ///
    /// @param who worked on it last, as `user@host`
    /// @return whether it does; not when that was somebody else, or here
    public boolean gone(RunHead head, String who) throws FaultException {
        String said = "its console on another machine is gone, says " + pen.author().who();
        return turned(
                head,
                new Turn(Turn.Kind.HALT, said),
                run -> run.hand() == RunRecord.Hand.ELSEWHERE && run.lastWho().equals(who));
    }

    /// Closes a run that waits, as it is.
    ///
    /// @return whether it does; not when the run does not wait any more
    public boolean close(RunHead head, String why) throws FaultException {
        return turned(head, new Turn(Turn.Kind.CLOSE, why), RunRecord::waits);
    }

    private boolean turned(RunHead head, Turn turn, Predicate<RunRecord> from)
            throws FaultException {
        return pen.append(draft(head, turn), () -> from.test(record(pen.table().story(head.id()))));
    }

    private Pen.Draft draft(RunHead head, Turn turn) {
        Journal.Subject subject = new Journal.Subject(head.cluster(), "", "");
        String what = turn.kind().name();
        return draft(subject, Entry.Kind.TURN, what, shown(turn.note()), head.id());
    }

    /// A node moved.
    public void moved(RunHead head, Journal.Subject node, Move move) throws FaultException {
        String what = move.kind() + " " + move.course() + " " + move.step();
        pen.append(draft(node, Entry.Kind.MOVE, what, shown(move.note()), head.id()));
    }

    /// What was done to a file, in a word, and its path made visible.
    public record FileOutcome(String what, String path) {}

    /// What was done to files of a node: all of it is written, or nothing.
    public void did(RunHead head, Journal.Subject node, List<FileOutcome> files)
            throws FaultException {
        List<Pen.Draft> drafts = new ArrayList<>();
        for (FileOutcome file : files) {
            drafts.add(draft(node, Entry.Kind.FILE, file.what(), shown(file.path()), head.id()));
        }
        pen.append(drafts);
    }

    /// A hook has ended.
    ///
    /// @param hook which one, for people
    /// @param end how, and the end of what it said
    public void hooked(RunHead head, Journal.Subject node, String hook, String end)
            throws FaultException {
        pen.append(draft(node, Entry.Kind.HOOK, shown(hook), shown(end), head.id()));
    }

    /// Work on a node has ended, for now or for good.
    public void result(RunHead head, Journal.Subject node, NodeResult result)
            throws FaultException {
        pen.append(draft(node, Entry.Kind.RESULT, "", result.text(), head.id()));
    }

    /// A person decided something.
    ///
    /// @param what in a word
    /// @param said what was typed, or why; may be empty
    public void chose(RunHead head, Journal.Subject node, String what, String said)
            throws FaultException {
        pen.append(draft(node, Entry.Kind.CHOICE, what, shown(said), head.id()));
    }

    /// All of a node was proven to be in a state, by content.
    public void proved(RunHead head, Journal.Subject node, State state) throws FaultException {
        pen.append(draft(node, Entry.Kind.PROVEN, state.digest(), state.hex(), head.id()));
    }

    /// The last runs of a cluster, the oldest first.
    public List<RunRecord> last(String cluster, int most) throws FaultException {
        return records(pen.read(table -> table.runs(cluster, most)));
    }

    /// The runs of a cluster that are not over, the oldest first.
    public List<RunRecord> open(String cluster) throws FaultException {
        return records(pen.read(table -> table.openRuns(cluster)));
    }

    /// One run; empty when there is none of that name.
    public Optional<RunRecord> find(String id) throws FaultException {
        return pen.read(
                table -> {
                    List<Entry> story = table.story(id);
                    return story.isEmpty() ? Optional.empty() : Optional.of(record(story));
                });
    }

    /// The last run that changed a node and left it in the middle of that; empty when there is
    /// none, or a later one has proven it. A run that only tried, or did a part, proves nothing.
    public Optional<RunRecord> unproven(String cluster, String node) throws FaultException {
        for (Entry beginning : pen.read(table -> table.runsOf(cluster, node))) {
            RunRecord run = pen.read(table -> record(table.story(beginning.run())));
            NodeStory story = run.story().nodes().get(node);
            if (run.hasProven(node)) {
                return Optional.empty();
            }
            if (story != null && story.changed() && !(story.state() instanceof NodeState.Done)) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    /// What was written of a run, the oldest first.
    public List<Entry> entries(String id, int most) throws FaultException {
        return pen.read(table -> table.ofRun(id, most));
    }

    /// What runs of a cluster did to a file, the last first.
    ///
    /// @param path made visible, as [#did] was given it
    public List<Entry> ofFile(String cluster, String path, int most) throws FaultException {
        return pen.read(table -> table.ofFile(cluster, shown(path), most));
    }

    private List<RunRecord> records(List<Entry> beginnings) throws FaultException {
        List<RunRecord> records = new ArrayList<>();
        for (Entry beginning : beginnings) {
            records.add(begunBy(beginning));
        }
        return records;
    }

    RunRecord begunBy(Entry beginning) throws FaultException {
        return pen.read(table -> record(table.story(beginning.run())));
    }

    private static String shown(String note) {
        return Visible.text(note, LONGEST_NOTE);
    }

    private Pen.Draft draft(
            Journal.Subject subject, Entry.Kind kind, String what, String text, String run) {
        String program = pen.author().program().text();
        return new Pen.Draft(subject, kind, what, text, "", program, run);
    }

    private RunRecord record(List<Entry> entries) {
        return new Replay(pen.author().program(), presence).of(entries);
    }
}
