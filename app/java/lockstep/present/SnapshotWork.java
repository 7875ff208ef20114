package lockstep.present;

import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.run.SnapshotOperations.SnapshotEvents;

/// The one piece of work that is done on snapshots, and what came of the last one. Screen thread
/// only.
final class SnapshotWork {
    private final Backstage backstage;
    private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper told = new ReadOnlyStringWrapper("");
    private Cancel cancel = new Cancel();
    private boolean looking;

    SnapshotWork(Backstage backstage) {
        this.backstage = backstage;
    }

    ReadOnlyStringProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    ReadOnlyStringProperty toldProperty() {
        return told.getReadOnlyProperty();
    }

    void tell(String text) {
        told.set(text);
    }

    boolean isBusy() {
        return !busy.get().isEmpty();
    }

    void cancel() {
        cancel.set();
    }

    /// Stops a look, whose answer counts no more; any other work goes on.
    void cancelLook() {
        if (looking && isBusy()) {
            cancel.set();
            cancel = new Cancel();
            busy.set("");
        }
    }

    /// Does that, unless it is stopped by [#cancel]. It ends a look; beside any other work nothing
    /// happens.
    ///
    /// @param doing in words, until there is more to tell
    <T> void begin(String doing, Work<T> work, Consumer<T> shown, Consumer<Throwable> failed) {
        cancelLook();
        if (!isBusy()) {
            looking = false;
            start(doing, work, shown, failed);
        }
    }

    /// As [#begin], for what only reads: [#cancelLook] and whatever is begun later end it too.
    <T> void look(String doing, Work<T> work, Consumer<T> shown, Consumer<Throwable> failed) {
        cancelLook();
        if (!isBusy()) {
            looking = true;
            start(doing, work, shown, failed);
        }
    }

    private <T> void start(
            String doing, Work<T> work, Consumer<T> shown, Consumer<Throwable> failed) {
        Cancel mine = new Cancel();
        cancel = mine;
        busy.set(doing);
        told.set("");
        Consumer<String> progress =
                backstage.latest(
                        text -> {
                            if (isAt(mine)) {
                                busy.set(text);
                            }
                        });
        backstage.work(
                () -> work.with(new SnapshotWatch(progress), mine),
                result -> end(mine, () -> shown.accept(result)),
                thrown -> end(mine, () -> failed.accept(thrown)));
    }

    private boolean isAt(Cancel mine) {
        return cancel.equals(mine) && isBusy();
    }

    /// Only the answer of what was begun last counts.
    private void end(Cancel mine, Runnable answer) {
        if (cancel.equals(mine)) {
            busy.set("");
            answer.run();
        }
    }

    /// What is done behind the stage.
    interface Work<T> {
        T with(SnapshotEvents events, Cancel cancel) throws FaultException;
    }
}
