package lockstep.cli;

import java.time.Clock;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.report.RollbackWords;
import lockstep.run.Rollback;
import org.jspecify.annotations.Nullable;

/// Whether a rollback may be carried out: asked for once on a terminal, else said on the command
/// line. Where the present is kept first nothing is lost by what is removed, so that needs no
/// number; without a snapshot it does.
final class BackApproval {
    private final Terminal terminal;
    private final boolean yes;
    private final @Nullable Long deletions;

    /// @param yes whether it is agreed to beforehand
    /// @param deletions how many are said to be removed; null when nothing was said
    BackApproval(Terminal terminal, boolean yes, @Nullable Long deletions) {
        this.terminal = terminal;
        this.yes = yes;
        this.deletions = deletions;
    }

    /// The rollback; empty when nobody agreed.
    ///
    /// @param kept whether what nodes hold now is kept first
    /// @throws FaultException `GuardTripped` when removals need their number and it was not given,
    ///     or another one was
    Optional<Rollback> of(Rollback preview, boolean kept, Clock clock) throws FaultException {
        long removed = preview.targets().stream().mapToLong(Rollback.Target::removed).sum();
        Long number = deletions;
        boolean needed = !kept && removed > 0;
        if (number == null ? needed && (yes || !terminal.asks()) : number != removed) {
            throw new FaultException(refused(preview, removed));
        }
        if (!yes && !terminal.asks()) {
            terminal.note("Nothing was changed: nobody is here to agree. --yes agrees beforehand.");
            return Optional.empty();
        }
        String sentence = RollbackWords.sentence(preview, clock);
        boolean agreed =
                yes
                        || (needed && number == null
                                ? typed(sentence, removed)
                                : terminal.agreed("Go on with " + sentence + "?"));
        if (agreed) {
            return Optional.of(preview);
        }
        terminal.note("Nothing was changed.");
        return Optional.empty();
    }

    private boolean typed(String sentence, long removed) {
        return terminal.ask(
                        "Go on with "
                                + sentence
                                + "? Nothing is kept of what is removed: type how many."
                                + " (Enter for none of it) ")
                .filter(answer -> answer.equals(Long.toString(removed)))
                .isPresent();
    }

    private static Fault refused(Rollback preview, long removed) {
        return new Fault.GuardTripped(
                Words.list(preview.nodes()),
                "Rolling back removes "
                        + Words.entries(removed)
                        + ", and that number was not given.",
                "Nothing was changed. Leave out --no-snapshot, so that they are kept first; or"
                        + " --delete="
                        + removed
                        + " approves just these.");
    }
}
