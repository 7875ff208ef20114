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

    void cancel() {
        cancel.set();
    }

    /// Does that, unless it is stopped by [#cancel] or by whatever is begun after it.
    ///
    /// @param doing in words, until there is more to tell
    <T> void begin(String doing, Work<T> work, Consumer<T> shown, Consumer<Throwable> failed) {
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
                result -> {
                    end(mine);
                    shown.accept(result);
                },
                thrown -> {
                    end(mine);
                    failed.accept(thrown);
                });
    }

    private boolean isAt(Cancel mine) {
        return cancel.equals(mine) && !busy.get().isEmpty();
    }

    private void end(Cancel mine) {
        if (cancel.equals(mine)) {
            busy.set("");
        }
    }

    /// What is done behind the stage.
    interface Work<T> {
        T with(SnapshotEvents events, Cancel cancel) throws FaultException;
    }
}
