package lockstep.preflight;

import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;

/// Everything that a preflight found, in a stable order: nodes in the order of their names in the
/// cluster file (the balancers last), of each the worst first.
public record Findings(List<Finding> all) {
    public Findings {
        all = List.copyOf(all);
    }

    /// Whether a run must not begin.
    public boolean blocks() {
        return count(Weight.BLOCKS) > 0;
    }

    public long count(Weight weight) {
        return all.stream().filter(finding -> finding.weight() == weight).count();
    }

    /// Those of one node or balancer.
    public List<Finding> of(String name) {
        return all.stream().filter(finding -> finding.node().equals(name)).toList();
    }

    /// For callers who must stop: the first that blocks, and how many more do.
    public Optional<Fault> fault() {
        long more = count(Weight.BLOCKS) - 1;
        return all.stream()
                .filter(finding -> finding.weight() == Weight.BLOCKS)
                .findFirst()
                .map(
                        first ->
                                new Fault.GuardTripped(
                                        first.node(), what(first, more), remedy(first)));
    }

    private static String what(Finding first, long more) {
        return more == 0
                ? first.what()
                : first.what()
                        + (more == 1 ? " One more finding blocks." : " " + more + " more block.");
    }

    private static String remedy(Finding first) {
        return first.remedy() + " Nothing was changed.";
    }

    /// One sentence over all of them.
    public String summary() {
        if (all.isEmpty()) {
            return "Nothing stands against a run.";
        }
        String counts =
                "%d blocking, %d warnings, %d notes"
                        .formatted(count(Weight.BLOCKS), count(Weight.WARNS), count(Weight.TELLS));
        return blocks()
                ? "A run must not begin: " + counts + "."
                : "A run can begin: " + counts + ".";
    }
}
