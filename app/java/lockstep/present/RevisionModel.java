package lockstep.present;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import lockstep.fault.Visible;
import lockstep.fleet.Cluster;
import lockstep.fleet.Revision;
import lockstep.run.Operations;
import org.jspecify.annotations.Nullable;

/// Changing the file of the opened cluster, which is then opened again in its place and scanned as
/// it was before. Screen thread only; no method blocks.
public final class RevisionModel {
    private final Clusters clusters;
    private final Backstage backstage;
    private final ReadOnlyObjectProperty<@Nullable ClusterModel> opened;
    private final Consumer<Replacement> replace;
    private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper("");
    private boolean writing;

    /// What takes the place of the opened cluster.
    ///
    /// @param before what was open when it was asked for
    /// @param operations the same cluster, as its file is now
    record Replacement(ClusterModel before, Operations operations) {}

    RevisionModel(
            Clusters clusters,
            Backstage backstage,
            ReadOnlyObjectProperty<@Nullable ClusterModel> opened,
            Consumer<Replacement> replace) {
        this.clusters = clusters;
        this.backstage = backstage;
        this.opened = opened;
        this.replace = replace;
        ChangeListener<Boolean> run = (_, _, _) -> look();
        opened.subscribe(
                (before, now) -> {
                    running(before).ifPresent(running -> running.removeListener(run));
                    running(now).ifPresent(running -> running.addListener(run));
                    look();
                });
        look();
    }

    private static Optional<ObservableValue<Boolean>> running(@Nullable ClusterModel cluster) {
        return Optional.ofNullable(cluster).map(open -> open.syncs().runningProperty());
    }

    private void look() {
        ClusterModel open = opened.get();
        if (open == null || open.operations().file().isEmpty()) {
            obstacle.set(Strings.text("revision.fileless"));
        } else if (open.syncs().runningProperty().get()) {
            obstacle.set(Strings.text("revision.running"));
        } else {
            obstacle.set("");
        }
    }

    /// Why the file cannot be changed now; empty when it can.
    public ReadOnlyStringProperty obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    /// What the file is called, made visible; empty where there is none.
    public String fileName() {
        return Optional.ofNullable(opened.get())
                .flatMap(open -> open.operations().file())
                .map(file -> Visible.text(String.valueOf(file.getFileName())))
                .orElse("");
    }

    /// Works out how the file would change. Writes nothing.
    ///
    /// @param wanted a sound cluster
    public void prepare(Cluster wanted, Consumer<Revision> made, Consumer<Throwable> refused) {
        ClusterModel open = opened.get();
        if (open != null && obstacle.get().isEmpty()) {
            Operations operations = open.operations();
            backstage.work(
                    () ->
                            Revision.of(
                                    operations.file().orElseThrow(), operations.cluster(), wanted),
                    made,
                    refused);
        }
    }

    /// Writes the file and puts what it says in place of what is open.
    ///
    /// @param done told when that is open
    public void write(Revision revision, Runnable done, Consumer<Throwable> refused) {
        ClusterModel open = opened.get();
        if (open == null || writing || !obstacle.get().isEmpty()) {
            return;
        }
        writing = true;
        backstage.work(
                () -> {
                    revision.write();
                    return clusters.again(open.operations());
                },
                operations -> {
                    writing = false;
                    replace.accept(new Replacement(open, operations));
                    done.run();
                },
                thrown -> {
                    writing = false;
                    refused.accept(thrown);
                });
    }
}
