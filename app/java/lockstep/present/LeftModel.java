package lockstep.present;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.run.Left;
import lockstep.run.Operations;
import org.jspecify.annotations.Nullable;

/// The run that waits for a person, if one does. Screen thread only; no method blocks.
public final class LeftModel {
    private static final int MOST_RUNS = 100;

    private final Operations operations;
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;
    private final ReadOnlyObjectWrapper<@Nullable Left> left = new ReadOnlyObjectWrapper<>();
    private int looks;

    LeftModel(Operations operations, Backstage backstage, Consumer<Throwable> trouble) {
        this.operations = operations;
        this.backstage = backstage;
        this.trouble = trouble;
    }

    /// What it has left; null when no run waits, while one goes on, and before the journal was
    /// read.
    public ReadOnlyObjectProperty<@Nullable Left> leftProperty() {
        return left.getReadOnlyProperty();
    }

    /// Reads the journal. What an earlier reading brings later counts no more.
    void look() {
        int look = ++looks;
        backstage.work(
                this::waiting,
                found -> {
                    if (look == looks) {
                        left.set(found.orElse(null));
                    }
                },
                trouble);
    }

    private Optional<Left> waiting() throws FaultException {
        List<RunRecord> runs = operations.runs(MOST_RUNS);
        return runs.reversed().stream().filter(RunRecord::waits).findFirst().map(Left::of);
    }

    /// A run begins: nothing waits.
    void hide() {
        looks++;
        left.set(null);
    }

    /// Why no plan can be made; empty when one can.
    Optional<FaultException> refusal() {
        Left now = left.get();
        return now == null || !now.isOpen()
                ? Optional.empty()
                : Optional.of(
                        new FaultException(
                                new Fault.GuardTripped(
                                        operations.cluster().name(),
                                        LeftWords.title(now),
                                        Strings.text("left.refusal"))));
    }
}
