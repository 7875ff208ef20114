package lockstep.journal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lockstep.fault.Visible;
import lockstep.state.Course;
import lockstep.state.Move;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.RunStory;
import lockstep.state.Step;
import lockstep.state.Turn;
import org.jspecify.annotations.Nullable;

/// What the entries of a run make of it, for one run.
///
/// Entries that tell no story are this run's trouble and nobody else's: from the first of them on
/// nothing is believed but what is bad. A node of which they tell may be changed, and the run waits
/// for a person to close it.
final class Replay {
    private static final String GONE = "its program ended";

    private final Program here;
    private final Presence presence;
    private final Map<String, NodeResult> results = new TreeMap<>();

    /// Of which the entries tell after they have ceased to make sense: what a node may have been
    /// through.
    private final Map<String, NodeStory> doubtful = new HashMap<>();

    private RunStory story = RunStory.begun(Course.ROLLING, List.of());
    private @Nullable Program program;
    private @Nullable String damage;
    private @Nullable String closed;

    /// @param here the program that asks
    Replay(Program here, Presence presence) {
        this.here = here;
        this.presence = presence;
    }

    /// @param entries of a run's story, the oldest first; not empty
    RunRecord of(List<Entry> entries) {
        Entry first = entries.getFirst();
        RunHead head = head(first);
        story = RunStory.begun(head.course(), head.nodes());
        for (Entry entry : entries.subList(1, entries.size())) {
            try {
                if (damage == null) {
                    take(entry);
                    continue;
                }
            } catch (IllegalArgumentException | IllegalStateException e) {
                damage(entry, e);
            }
            doubt(entry);
        }
        Entry last = entries.getLast();
        RunRecord.Hand hand = hand(head.id());
        return new RunRecord(
                head,
                known(hand),
                results,
                hand,
                last.who(),
                last.at(),
                Optional.ofNullable(damage));
    }

    private RunHead head(Entry first) {
        try {
            program = program(first);
            return RunHead.of(first);
        } catch (IllegalArgumentException | IllegalStateException e) {
            damage(first, e);
            return RunHead.unread(first);
        }
    }

    private void damage(Entry entry, RuntimeException why) {
        damage =
                "what was written of it makes no sense from entry %d on (%s)"
                        .formatted(entry.number(), Visible.text(String.valueOf(why), 200));
        if (story.state() instanceof RunState.Over(String how)) {
            closed = how;
        }
    }

    private void take(Entry entry) {
        switch (entry.kind()) {
            case MOVE -> story = story.after(entry.node(), move(entry));
            case RESULT ->
                    results.merge(entry.node(), NodeResult.of(entry.text()), NodeResult::and);
            case TURN -> turn(entry, new Turn(Turn.Kind.valueOf(entry.what()), entry.text()));
            case OUT, BACK, ORDER, RUN, HOOK, FILE, CHOICE, SNAPSHOT, PROVEN, SCAN, UNKNOWN ->
                    throw new IllegalStateException("no part of a story: " + entry.kind());
        }
    }

    private void turn(Entry entry, Turn turn) {
        if (turn.kind() == Turn.Kind.RESUME) {
            // A program that was killed has not halted its run; who resumes it has seen that.
            story = story.broken(GONE);
            program = program(entry);
        }
        boolean byAnother = turn.kind() == Turn.Kind.HALT && !program(entry).equals(program);
        story = byAnother ? story.broken(turn.note()) : story.after(turn);
    }

    private void doubt(Entry entry) {
        if (entry.kind() == Entry.Kind.MOVE) {
            doubtful.merge(entry.node(), feared(entry), Replay::worse);
        } else if (entry.what().equals(Turn.Kind.CLOSE.name())) {
            closed = entry.text();
        } else if (entry.what().equals(Turn.Kind.RESUME.name())) {
            program = Program.of(entry.program()).orElse(null);
        }
    }

    /// The worst that a move may have done.
    private static NodeStory feared(Entry entry) {
        try {
            Move move = move(entry);
            boolean keeps = move.kind() == Move.Kind.END && move.step() == Step.SNAPSHOT;
            return feared(move.course(), move.step(), move.step().changesFiles(), keeps);
        } catch (IllegalArgumentException | IllegalStateException _) {
            return feared(Course.ROLLING, Step.SYNC, true, false);
        }
    }

    private static NodeStory feared(Course course, Step at, boolean changed, boolean kept) {
        return new NodeStory(new NodeState.Stuck(at, GONE), course, changed, kept);
    }

    private static NodeStory worse(NodeStory one, NodeStory other) {
        return new NodeStory(
                other.state(),
                other.course(),
                one.changed() || other.changed(),
                one.kept() || other.kept());
    }

    private RunRecord.Hand hand(String run) {
        Program at = program;
        boolean going = damage == null ? story.state() instanceof RunState.Running : closed == null;
        if (!going || at == null) {
            return RunRecord.Hand.NOBODYS;
        }
        if (at.equals(here)) {
            return presence.hasLeft(run) ? RunRecord.Hand.NOBODYS : RunRecord.Hand.OURS;
        }
        if (!at.isBeside(here)) {
            return RunRecord.Hand.ELSEWHERE;
        }
        boolean alive =
                presence.isThere(run)
                        .orElseGet(() -> at.part(here) == Absence.Part.OF_A_RUNNING_RUN);
        return alive ? RunRecord.Hand.ANOTHERS : RunRecord.Hand.NOBODYS;
    }

    private RunStory known(RunRecord.Hand hand) {
        boolean left = hand == RunRecord.Hand.NOBODYS;
        if (damage == null) {
            return left ? story.broken(GONE) : story;
        }
        Map<String, NodeStory> nodes = new LinkedHashMap<>();
        story.nodes().forEach((name, node) -> nodes.put(name, doubted(name, node, damage)));
        RunState state =
                closed != null
                        ? new RunState.Over(closed)
                        : left ? new RunState.Halted(damage) : new RunState.Running();
        return new RunStory(state, nodes);
    }

    /// In the middle of something, unless that was closed knowingly.
    private NodeStory doubted(String name, NodeStory before, String why) {
        NodeStory feared = doubtful.get(name);
        if (feared == null && !before.isOpen()) {
            return before;
        }
        NodeStory worst = feared == null ? before : worse(before, feared);
        Step at =
                feared != null && feared.state() instanceof NodeState.Stuck s ? s.at() : Step.SYNC;
        return new NodeStory(
                closed == null ? new NodeState.Stuck(at, why) : new NodeState.Left(closed),
                worst.course(),
                worst.changed(),
                worst.kept());
    }

    private static Program program(Entry entry) {
        return Program.of(entry.program())
                .orElseThrow(() -> new IllegalStateException("a run without a program"));
    }

    private static Move move(Entry entry) {
        String[] words = entry.what().split(" ");
        if (words.length != 3) {
            throw new IllegalStateException("no move: " + Visible.text(entry.what(), 100));
        }
        return new Move(
                Move.Kind.valueOf(words[0]),
                Course.valueOf(words[1]),
                Step.valueOf(words[2]),
                entry.text());
    }
}
