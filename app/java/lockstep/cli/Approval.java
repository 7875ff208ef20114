package lockstep.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.plan.DeletionGuard;
import lockstep.plan.Plan;
import lockstep.plan.Plan.Action;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// What of a plan may be carried out: asked for on a terminal, else said on the command line.
/// Deletions are approved on their own, and many of them only by their number.
final class Approval {
    private static final DeletionGuard GUARD = DeletionGuard.DEFAULT;

    private final Terminal terminal;
    private final DriftTree drift;
    private final Said said;

    /// What was said on the command line.
    ///
    /// @param yes the plan is agreed to
    /// @param deletions null when nothing was said of them, negative when they are agreed to
    ///     without a number, else how many there are
    record Said(boolean yes, @Nullable Long deletions) {}

    Approval(Terminal terminal, DriftTree drift, Said said) {
        this.terminal = terminal;
        this.drift = drift;
        this.said = said;
    }

    /// The plan with what was approved chosen; empty when nobody agreed to anything.
    ///
    /// @throws FaultException `GuardTripped` when the deletions need their number and it was not
    ///     given, or another one was
    Optional<Plan> of(Plan plan) throws FaultException {
        long deletions = plan.count(Action.DELETE);
        Plan approved = deletions > 0 && !deletes(plan, deletions) ? withoutDeletions(plan) : plan;
        if (chosen(approved) == 0) {
            return Optional.of(approved);
        }
        if (said.yes()) {
            return Optional.of(approved);
        }
        if (!terminal.asks()) {
            terminal.note("Nothing was changed: nobody is here to agree. --yes agrees beforehand.");
            return Optional.empty();
        }
        if (terminal.agreed(question(approved))) {
            return Optional.of(approved);
        }
        terminal.note("Nothing was changed.");
        return Optional.empty();
    }

    private boolean deletes(Plan plan, long count) throws FaultException {
        Long number = said.deletions();
        boolean guarded = plan.targets().stream().anyMatch(this::isGuarded);
        if (number != null) {
            if (number >= 0 ? number != count : guarded) {
                throw new FaultException(refused(plan, count, number));
            }
            return true;
        }
        if (said.yes() || !terminal.asks()) {
            terminal.note(
                    Words.entries(count)
                            + " that "
                            + plan.reference()
                            + " does not have will stay: --delete approves deletions.");
            return false;
        }
        return guarded ? typed(count) : terminal.agreed("Delete " + Words.entries(count) + "?");
    }

    private boolean typed(long count) {
        return terminal.ask(
                        "So many deletions need their number typed. Delete how many? (Enter for"
                                + " none) ")
                .filter(answer -> answer.equals(Long.toString(count)))
                .isPresent();
    }

    private boolean isGuarded(Plan.Target target) {
        long deletions = target.rows().stream().filter(r -> r.action() == Action.DELETE).count();
        Listing listing = drift.listing(drift.nodeNames().indexOf(target.node()));
        long entries = listing == null ? 0 : listing.size() - 1;
        return GUARD.trips(deletions, entries);
    }

    private static Fault refused(Plan plan, long count, long said) {
        return new Fault.GuardTripped(
                plan.reference(),
                said >= 0
                        ? "The plan deletes %s, not %d.".formatted(Words.entries(count), said)
                        : "The plan deletes %s: more than %d, or more than %d %% of a node."
                                .formatted(Words.entries(count), GUARD.count(), GUARD.percent()),
                "Nothing was changed. Check that the reference is complete; if it is,"
                        + " --delete="
                        + count
                        + " approves just these.");
    }

    private static Plan withoutDeletions(Plan plan) {
        return plan.with(plan.targets().stream().map(Approval::withoutDeletions).toList());
    }

    /// A directory that would give way to something else stays as well while anything in it does.
    private static Plan.Target withoutDeletions(Plan.Target target) {
        Set<TreePath> above = new HashSet<>();
        for (Plan.Row row : target.rows()) {
            TreePath path = row.path();
            while (row.action() == Action.DELETE && !path.isRoot()) {
                path = path.parent();
                above.add(path);
            }
        }
        return target.with(
                target.rows().stream()
                        .map(row -> deletes(row, above) ? row.choose(false) : row)
                        .toList());
    }

    private static boolean deletes(Plan.Row row, Set<TreePath> above) {
        return switch (row.action()) {
            case DELETE -> true;
            case UPDATE -> above.contains(row.path());
            case CREATE, ATTRIBUTES -> false;
        };
    }

    /// Rows that would be carried out.
    static long chosen(Plan plan) {
        return plan.targets().stream()
                .flatMap(t -> t.rows().stream())
                .filter(Plan.Row::chosen)
                .count();
    }

    private static String question(Plan plan) {
        List<String> nodes =
                plan.targets().stream()
                        .filter(t -> t.rows().stream().anyMatch(Plan.Row::chosen))
                        .map(Plan.Target::node)
                        .toList();
        long deletions = plan.count(Action.DELETE);
        String copies = "Sync " + Words.entries(chosen(plan) - deletions) + " to ";
        return copies
                + String.join(", then ", nodes)
                + (deletions > 0 ? ", and delete " + Words.entries(deletions) : "")
                + "?";
    }
}
