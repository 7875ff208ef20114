package lockstep.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.plan.Caution;
import lockstep.plan.ChangeGuard;
import lockstep.plan.DeletionGuard;
import lockstep.plan.Guards;
import lockstep.plan.Plan;
import lockstep.plan.Plan.Action;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// What of a plan may be carried out: asked for on a terminal, else said on the command line.
/// Deletions are approved on their own. Many of them, and changes to much of a node, are approved
/// only by their number.
final class Approval {
    private final Terminal terminal;
    private final Said said;

    /// What was said on the command line.
    ///
    /// @param yes the plan is agreed to
    /// @param deletions null when nothing was said of them, negative when they are agreed to
    ///     without a number, else how many there are
    /// @param changes how many entries are created, updated and deleted; null when nothing was said
    record Said(boolean yes, @Nullable Long deletions, @Nullable Long changes) {}

    Approval(Terminal terminal, Said said) {
        this.terminal = terminal;
        this.said = said;
    }

    /// The plan with what was approved chosen; empty when nobody agreed to anything.
    ///
    /// @throws FaultException `GuardTripped` when deletions or changes need their number and it was
    ///     not given, or another one was
    Optional<Plan> of(Plan plan) throws FaultException {
        long deletions = plan.count(Action.DELETE);
        Plan approved = deletions > 0 && !deletes(plan, deletions) ? withoutDeletions(plan) : plan;
        if (chosen(approved) == 0) {
            return Optional.of(approved);
        }
        if (!said.yes() && !terminal.asks()) {
            terminal.note("Nothing was changed: nobody is here to agree. --yes agrees beforehand.");
            return Optional.empty();
        }
        if (changes(approved) && (said.yes() || terminal.agreed(question(approved)))) {
            return Optional.of(approved);
        }
        terminal.note("Nothing was changed.");
        return Optional.empty();
    }

    /// Whether so many changes are meant.
    private boolean changes(Plan plan) throws FaultException {
        long count = chosen(plan) - plan.count(Action.ATTRIBUTES);
        Long number = said.changes();
        boolean guarded = Guards.trips(plan, Guards.Subject.CHANGES);
        if (number == null ? guarded && said.yes() : number != count) {
            throw new FaultException(tooMany(plan, count, number));
        }
        return number != null
                || !guarded
                || typed(
                        (isDoubted(plan)
                                        ? "The reference holds next to nothing."
                                        : "This changes much of a node.")
                                + " How many entries are created, updated and deleted in all?"
                                + " (Enter for none of it) ",
                        count);
    }

    /// Whether the reference may not be mounted.
    private static boolean isDoubted(Plan plan) {
        return Caution.of(plan).stream().anyMatch(c -> c.kind() == Caution.Kind.REFERENCE_SMALL);
    }

    private static Fault tooMany(Plan plan, long count, @Nullable Long said) {
        ChangeGuard guard = ChangeGuard.DEFAULT;
        return new Fault.GuardTripped(
                plan.reference(),
                said != null
                        ? "The plan changes %s, not %d.".formatted(Words.entries(count), said)
                        : isDoubted(plan)
                                ? "The plan changes %s to be like a reference that holds next to nothing."
                                        .formatted(Words.entries(count))
                                : "The plan changes %s: more than %,d, or more than %d %% of a node."
                                        .formatted(
                                                Words.entries(count),
                                                guard.count(),
                                                guard.percent()),
                "Nothing was changed. Check that reference and roots are the right ones; if they"
                        + " are, --changes="
                        + count
                        + " approves just these.");
    }

    private boolean deletes(Plan plan, long count) throws FaultException {
        Long number = said.deletions();
        boolean guarded = Guards.trips(plan, Guards.Subject.DELETIONS);
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
        return guarded
                ? typed(
                        "So many deletions need their number typed. Delete how many? (Enter for"
                                + " none) ",
                        count)
                : terminal.agreed("Delete " + Words.entries(count) + "?");
    }

    private boolean typed(String question, long count) {
        return terminal.ask(question)
                .filter(answer -> answer.equals(Long.toString(count)))
                .isPresent();
    }

    private static Fault refused(Plan plan, long count, long said) {
        DeletionGuard guard = DeletionGuard.DEFAULT;
        return new Fault.GuardTripped(
                plan.reference(),
                said >= 0
                        ? "The plan deletes %s, not %d.".formatted(Words.entries(count), said)
                        : "The plan deletes %s: more than %d, or more than %d %% of a node."
                                .formatted(Words.entries(count), guard.count(), guard.percent()),
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
