package lockstep.plan;

import java.util.ArrayList;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.rsync.Changes;

/// Holds an approved plan that was saved against a plan made just now, and gives of the second what
/// the first approved: bound to what both ends hold now, which for every approved path is what they
/// held then.
///
/// What differs now and did not then was approved by nobody: it is left out and told. That holds
/// for a path; a directory goes with all that is in it, so what has appeared in one that was to go
/// stands against it.
public final class Reconciliation {
    private Reconciliation() {}

    /// How much may have happened since.
    public enum Manner {
        /// Nothing, to any approved path on either end.
        UNTOUCHED,
        /// Part of the plan itself, in a run that came to no end: rows may be done, or done in
        /// part, and what a killed receiver left behind is to be deleted. Of the reference
        /// everything is as it was.
        BEGUN
    }

    /// @param plan the plan of now with what remains of the approved rows chosen
    /// @param done approved rows that are done already
    /// @param besides paths that differ now and did not then, and are left out; the first of them
    /// @param beside how many there are
    public record Result(Plan plan, long done, List<Beside> besides, long beside) {
        public Result {
            besides = List.copyOf(besides);
        }
    }

    /// A row that nobody approved.
    public record Beside(String node, Plan.Row row) {}

    /// @param fresh made like the saved plan: the same reference, rules and way to compare; for all
    ///     its targets, maybe more, which get lost
    /// @throws FaultException `PlanOutdated` when what was approved cannot be done as approved;
    ///     `GuardTripped` when the two are not alike; `FileInvalid` of the file
    public static Result of(SavedPlan saved, Plan fresh, Manner manner) throws FaultException {
        PlanHeader header = saved.header();
        Changes changes = new Changes();
        List<TargetReconciliation> targets = new ArrayList<>();
        for (String node : header.targetNames()) {
            Plan.Target target = target(fresh, node, header);
            targets.add(new TargetReconciliation(fresh.reference(), target, manner, changes));
        }
        saved.rows((target, row) -> targets.get(target).take(row));
        List<Plan.Target> remaining = new ArrayList<>();
        List<Beside> besides = new ArrayList<>();
        long beside = 0;
        long done = 0;
        for (TargetReconciliation target : targets) {
            remaining.add(target.remaining());
            besides.addAll(target.besides());
            beside += target.beside();
            done += target.done();
        }
        Fault outdated = changes.fault(Fault.PlanOutdated.Reach.NOTHING_WRITTEN).orElse(null);
        if (outdated != null) {
            throw new FaultException(outdated);
        }
        return new Result(fresh.with(remaining), done, besides, beside);
    }

    private static Plan.Target target(Plan fresh, String node, PlanHeader header)
            throws FaultException {
        Plan.Target target =
                fresh.targets().stream()
                        .filter(t -> t.node().equals(node))
                        .findFirst()
                        .orElseThrow(() -> unlike(node, "It was not compared"));
        if (!fresh.reference().equals(header.reference().node())) {
            throw unlike(fresh.reference(), "It is not the plan's reference");
        }
        String digest = target.seen().isByContent() ? target.seen().target().digestName() : "";
        if (!digest.equals(header.digest())) {
            throw unlike(
                    node,
                    "It was compared %s, and for the plan %s"
                            .formatted(way(digest), way(header.digest())));
        }
        return target;
    }

    private static String way(String digest) {
        return digest.isEmpty() ? "by size and time" : "by " + digest;
    }

    private static FaultException unlike(String where, String what) {
        return new FaultException(
                new Fault.GuardTripped(
                        where,
                        what + ", so the saved plan cannot be held against it.",
                        "Nothing was changed. Make the plan again."));
    }
}
