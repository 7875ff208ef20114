package lockstep.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lockstep.drift.DriftTree;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.plan.Deletions;
import lockstep.plan.Plan;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.ScanEvents;
import lockstep.tree.TreePath;

/// Proves a target against the reference as both are now. Only what the operator left
/// out of the plan, and what lies below that, may still differ.
final class Verification {
    private static final int MOST_PATHS = 20;

    private final String model;
    private final String node;
    private final Set<TreePath> leftOut = new HashSet<>();
    private final List<String> remarks = new ArrayList<>();
    private boolean identical;

    /// @param model what the node is to be like, in words
    /// @param rows as they were approved
    Verification(String model, String node, List<Plan.Row> rows) {
        this.model = model;
        this.node = node;
        Set<TreePath> chosen = Deletions.chosen(rows);
        for (Plan.Row row : rows) {
            if (!chosen.contains(row.path())) {
                leftOut.add(row.path());
            }
        }
    }

    /// Whether everything is identical, and not only what was chosen.
    boolean identical() {
        return identical;
    }

    /// What the operator should know beyond the note: the paths that differ, or how many were
    /// left.
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /// @param drift of two columns, the model first
    /// @return what was found, in words
    /// @throws FaultException `GuardTripped` when something else still differs or cannot be told
    String verify(DriftTree drift, Criterion criterion) throws FaultException {
        String by = criterion == Criterion.CONTENT ? "by content" : "by size and time";
        Verdict verdict = drift.verdict();
        if (verdict.kind() == Verdict.Kind.IDENTICAL) {
            identical = true;
            return "identical " + by + ", " + drift.rows() + " entries";
        }
        List<TreePath> wrong = new ArrayList<>();
        int left = 0;
        for (int row = 0; row < drift.rows(); row++) {
            if (drift.differs(row, 1)) {
                TreePath path = drift.path(row);
                if (mayDiffer(path)) {
                    left++;
                } else {
                    wrong.add(path);
                }
            }
        }
        if (!wrong.isEmpty() || !verdict.reasons().isEmpty()) {
            throw new FaultException(different(wrong, verdict));
        }
        remarks.add(
                left + (left == 1 ? " difference was" : " differences were") + " left as chosen");
        return "what was chosen is identical " + by;
    }

    private boolean mayDiffer(TreePath path) {
        for (TreePath p = path; !p.isRoot(); p = p.parent()) {
            if (leftOut.contains(p)) {
                return true;
            }
        }
        return leftOut.contains(TreePath.ROOT) && path.isRoot();
    }

    private Fault different(List<TreePath> wrong, Verdict verdict) {
        wrong.stream().limit(MOST_PATHS).forEach(p -> remarks.add("differs: " + p.visible()));
        verdict.reasons().stream().limit(MOST_PATHS).forEach(remarks::add);
        String first = wrong.isEmpty() ? verdict.reasons().getFirst() : wrong.getFirst().visible();
        String more = wrong.size() > 1 ? " and " + (wrong.size() - 1) + " more" : "";
        return new Fault.GuardTripped(
                node,
                "Afterwards it still differs from " + model + ": " + first + more + ".",
                "Files may have changed while they were sent. See that none does, and resume the run:"
                        + " finish or undo it.");
    }

    /// A verification has no screen of its own.
    static final class Silent implements ScanEvents {
        @Override
        public void progress(String node, long entries, long bytes) {}

        @Override
        public void finished(String node) {}
    }
}
