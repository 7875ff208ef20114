package lockstep.cli;

import java.util.List;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.plan.PlanHeader;
import lockstep.plan.Reconciliation;
import lockstep.plan.Reconciliation.Beside;
import lockstep.plan.Reconciliation.Manner;
import lockstep.plan.SavedPlan;
import lockstep.run.Operations;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;

/// A plan that was agreed to when it was saved, held against the nodes as they are now.
final class Agreed {
    private final Operations cluster;
    private final Terminal terminal;
    private final int limit;
    private final Cancel cancel;
    private boolean clear;

    /// @param limit prints at most so many paths of each kind
    Agreed(Operations cluster, Terminal terminal, int limit, Cancel cancel) {
        this.cluster = cluster;
        this.terminal = terminal;
        this.limit = limit;
        this.cancel = cancel;
    }

    /// Scans as was scanned for the plan, and gives what was chosen in it, bound to what is there
    /// now.
    ///
    /// @throws FaultException `PlanOutdated` when something of it is not as it was, after it was
    ///     printed; `GuardTripped` when the plan is for something else; the fault of a node that
    ///     could not be scanned
    Plan of(SavedPlan saved) throws FaultException {
        PlanHeader header = saved.header();
        if (header.isRollback()) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            cluster.cluster().name(),
                            "The plan " + saved.name() + " is of a rollback, not of a sync.",
                            "Nothing was changed. lockstep rollback rolls back."));
        }
        header.check(cluster.cluster(), saved.name());
        terminal.say("As approved in " + saved.name() + ", sha256 " + saved.digest() + ".");
        List<String> targets = header.targetNames();
        Criterion criterion = header.isByContent() ? Criterion.CONTENT : Criterion.METADATA;
        Comparison found = Scanning.of(cluster, criterion, terminal, cancel);
        Targets.checkScanned(found, header.reference().node(), targets);
        Verdict verdict = found.drift().verdict();
        verdict.reasons().forEach(terminal::note);
        clear = Targets.areClear(found, verdict, targets);
        Plan plan = held(saved, cluster.plan(found, targets));
        if (Approval.chosen(plan) > 0) {
            new PlanLines(terminal, plan, Room.of(cluster, plan)).print(limit);
        } else {
            terminal.say("Nothing to do: nothing was chosen in it.");
        }
        return plan;
    }

    /// Whether each target was read in full.
    boolean isClear() {
        return clear;
    }

    private Plan held(SavedPlan saved, Plan fresh) throws FaultException {
        try {
            Reconciliation.Result result = Reconciliation.of(saved, fresh, Manner.UNTOUCHED);
            for (Beside beside : result.besides().subList(0, shown(result.besides().size()))) {
                terminal.note(
                        beside.node()
                                + ": "
                                + beside.row().path().visible()
                                + " differs since, and is left as it is.");
            }
            long more = result.beside() - shown(result.besides().size());
            if (more > 0) {
                terminal.note("... and " + Words.number(more) + " more that differ since");
            }
            return result.plan();
        } catch (FaultException e) {
            if (e.fault() instanceof Fault.PlanOutdated outdated) {
                new ChangeLines(terminal, outdated).print(limit);
            }
            throw e;
        }
    }

    private int shown(int besides) {
        return Math.min(limit, besides);
    }
}
