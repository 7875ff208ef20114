package lockstep.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.run.Left;
import lockstep.run.Operations;
import lockstep.run.Resumption;
import lockstep.snapshot.Kept;

/// A rollback that was interrupted, and is asked for once more: running it again finishes it, as it
/// was agreed to then.
final class BackAgain {
    private static final int MOST_RUNS = 50;

    private final Answer.Desk desk;
    private final boolean yes;

    /// @param yes whether it is agreed to beforehand
    BackAgain(Answer.Desk desk, boolean yes) {
        this.desk = desk;
        this.yes = yes;
    }

    /// The run that was to make whole trees of some of these nodes the same, and stopped in the
    /// middle of it; empty when none did.
    ///
    /// @param nodes that are asked for
    /// @param to what they are to go back to, as it was typed
    /// @param byName whether the nodes were named
    Optional<RunRecord> interrupted(List<String> nodes, String to, boolean byName)
            throws FaultException {
        Operations cluster = desk.cluster();
        for (RunRecord run : cluster.runs(MOST_RUNS)) {
            if (run.waits() && run.head().course().isRollback() && Left.of(run).isOpen()) {
                Map<String, String> goal = cluster.snapshots().goal(run.head().id());
                if (!goal.isEmpty()
                        && nodes.containsAll(goal.keySet())
                        && isThere(goal, nodes, to, byName)) {
                    return Optional.of(run);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isThere(Map<String, String> goal, List<String> nodes, String to, boolean byName)
            throws FaultException {
        Map<String, Kept> wanted = new Choosing(desk).named(nodes, to, byName);
        for (Map.Entry<String, String> node : goal.entrySet()) {
            Kept kept = wanted.get(node.getKey());
            if (kept == null || !kept.snapshot().name().equals(node.getValue())) {
                return false;
            }
        }
        return true;
    }

    /// Finishes it, if somebody agrees.
    ///
    /// @param limit names at most so many of the changes that stop it
    Optional<TerminalRun.End> finish(RunRecord run, int limit) throws FaultException {
        String id = run.head().id();
        Terminal told = desk.told();
        String what = Words.list(run.head().nodes()) + " to the same";
        told.say(
                "Run "
                        + id
                        + " rolls back "
                        + what
                        + " and was interrupted: it is finished as it was agreed to.");
        if (!yes && !desk.interrupt().asking(() -> agreed(told, what))) {
            told.note("Nothing was done. lockstep resume FILE finishes or undoes it, too.");
            return Optional.empty();
        }
        TerminalRun terminal = new TerminalRun(desk.cluster(), told, limit, desk.cancel());
        return Optional.of(
                terminal.run(
                        -1,
                        (events, control) ->
                                desk.cluster()
                                        .resume(id, new Resumption.Finish(), events, control)));
    }

    private static boolean agreed(Terminal told, String what) {
        return told.asks() && told.agreed("Go on with rolling back " + what + "?");
    }
}
