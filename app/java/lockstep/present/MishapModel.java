package lockstep.present;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import lockstep.run.SnapshotOperations.Made;
import lockstep.run.SnapshotOperations.SnapshotEvents;
import lockstep.snapshot.About;
import org.jspecify.annotations.Nullable;

/// Breaks something on a node of a demonstration, so that there is something to find and to roll
/// back. A snapshot of the node is made first. Screen thread only; no method blocks.
public final class MishapModel {
    private final Operations operations;
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;
    private final Runnable snapshotMade;
    private final ReadOnlyObjectWrapper<@Nullable String> broken = new ReadOnlyObjectWrapper<>();
    private boolean busy;

    MishapModel(
            Operations operations,
            Backstage backstage,
            Consumer<Throwable> trouble,
            Runnable snapshotMade) {
        this.operations = operations;
        this.backstage = backstage;
        this.trouble = trouble;
        this.snapshotMade = snapshotMade;
    }

    /// Whether this is a demonstration.
    public boolean isPossible() {
        return operations.mischief().isPresent();
    }

    /// The node on which something was broken last; null before that, and while it is done.
    public ReadOnlyObjectProperty<@Nullable String> brokenProperty() {
        return broken.getReadOnlyProperty();
    }

    /// Breaks something; nothing happens while that is being done.
    public void on(String node) {
        Optional<Operations.Mischief> how = operations.mischief();
        if (busy || how.isEmpty()) {
            return;
        }
        busy = true;
        broken.set(null);
        backstage.work(
                () -> {
                    keep(node);
                    how.get().on(node);
                    return node;
                },
                done -> {
                    busy = false;
                    snapshotMade.run();
                    broken.set(done);
                },
                thrown -> {
                    busy = false;
                    trouble.accept(thrown);
                });
    }

    private void keep(String node) throws FaultException {
        SnapshotEvents nobody = new SnapshotEvents() {};
        Made made =
                operations
                        .snapshots()
                        .make(
                                List.of(node),
                                About.Reason.HAND,
                                Strings.text("mishap.snapshot"),
                                nobody,
                                new Cancel());
        for (Fault fault : made.failures().values()) {
            throw new FaultException(fault);
        }
    }
}
