package lockstep.present;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.run.Operations;
import lockstep.run.Operations.Criterion;
import org.jspecify.annotations.Nullable;

/// The whole window: at most one opened cluster, and what went wrong last.
///
/// Screen thread only; no method blocks.
public final class ConsoleModel implements AutoCloseable {
    private final Clusters clusters;
    private final PreferencesModel preferences;
    private final InstantSource clock;
    private final Backstage backstage;
    private final ReadOnlyObjectWrapper<@Nullable ClusterModel> cluster =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper opening = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private final RevisionModel revisions;
    private boolean closed;

    /// @param screen runs what it is given, in order, on the thread that shows
    public ConsoleModel(
            Clusters clusters, InstantSource clock, Executor screen, PreferencesModel preferences) {
        this.clusters = clusters;
        this.clock = clock;
        this.backstage = new Backstage(screen);
        this.preferences = preferences;
        revisions =
                new RevisionModel(
                        clusters, backstage, cluster.getReadOnlyProperty(), this::replace);
    }

    /// Changing the file of the opened cluster.
    public RevisionModel revisions() {
        return revisions;
    }

    /// Editing the opened cluster; empty where none is open.
    public Optional<EditorModel> editing() {
        return Optional.ofNullable(cluster.get())
                .map(ClusterModel::operations)
                .flatMap(
                        open ->
                                open.file()
                                        .map(
                                                _ ->
                                                        new EditorModel(
                                                                open.cluster(),
                                                                open.file(),
                                                                clusters,
                                                                backstage)));
    }

    /// Editing a cluster that is to be written into a new file.
    ///
    /// @param start may be unsound
    public EditorModel editor(Cluster start) {
        return new EditorModel(start, Optional.empty(), clusters, backstage);
    }

    /// Looking for nodes in what other programs are told.
    public ImportModel importing() {
        return new ImportModel(clusters, backstage);
    }

    /// Leaving out a row of the last scan; empty where no cluster is open.
    public Optional<IgnoreModel> ignoring(DriftTree tree, int row) {
        return Optional.ofNullable(cluster.get())
                .map(open -> new IgnoreModel(tree, row, open.cluster(), revisions, backstage));
    }

    /// What the operator has chosen for this workstation.
    public ReadOnlyObjectProperty<Preferences> preferencesProperty() {
        return preferences.nowProperty();
    }

    /// Chooses something for this workstation, from now on.
    public void prefer(UnaryOperator<Preferences> how) {
        preferences.change(how, backstage, this::report);
    }

    /// The opened cluster; null when there is none.
    public ReadOnlyObjectProperty<@Nullable ClusterModel> clusterProperty() {
        return cluster.getReadOnlyProperty();
    }

    /// Whether a cluster is being opened.
    public ReadOnlyBooleanProperty openingProperty() {
        return opening.getReadOnlyProperty();
    }

    /// What went wrong last and was not yet put away.
    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Puts the problem away.
    public void dismissProblem() {
        problem.set(null);
    }

    /// Shows what went wrong, unless the operator merely cancelled.
    public void report(Throwable thrown) {
        if (!(thrown instanceof FaultException e && e.fault() instanceof Fault.Cancelled)) {
            problem.set(Problem.of(thrown));
        }
    }

    /// Opens the demo cluster and scans it by content: that is what it is there to show.
    public void openDemo() {
        open(clusters::demo, opened -> opened.scans().scan(Criterion.CONTENT));
    }

    /// Opens a cluster file, and scans as the operator prefers.
    public void open(Path file) {
        open(() -> clusters.open(file), opened -> begin(opened, file));
    }

    /// Writes a new cluster file and opens it.
    public void create(Path file, Cluster made) {
        open(() -> clusters.create(file, made), opened -> begin(opened, file));
    }

    private void begin(ClusterModel opened, Path file) {
        prefer(now -> now.opened(file));
        switch (preferences.now().opening()) {
            case NOTHING -> {}
            case METADATA -> opened.scans().scan(Criterion.METADATA);
            case CONTENT -> opened.scans().scan(Criterion.CONTENT);
        }
        opened.watch().watch(preferences.now().watching(file));
    }

    /// Watches the opened cluster in this way from now on, also when it is opened again. Nothing
    /// happens where none is open.
    public void watch(Watching how) {
        ClusterModel open = cluster.get();
        if (open != null) {
            open.watch().watch(how);
            open.operations().file().ifPresent(file -> prefer(now -> now.watching(file, how)));
        }
    }

    private void open(Callable<Operations> way, Consumer<ClusterModel> first) {
        if (opening.get() || closed) {
            return;
        }
        opening.set(true);
        problem.set(null);
        backstage.work(way, operations -> opened(operations, first), this::notOpened);
    }

    private void opened(Operations operations, Consumer<ClusterModel> first) {
        opening.set(false);
        if (closed) {
            backstage.release(operations);
            return;
        }
        closeCluster();
        ClusterModel opened = new ClusterModel(operations, clock, backstage, this::report);
        cluster.set(opened);
        first.accept(opened);
    }

    /// The cluster that was open is so no more where the operator has left it meanwhile.
    private void replace(RevisionModel.Replacement now) {
        if (closed || cluster.get() != now.before()) {
            backstage.release(now.operations());
            return;
        }
        ClusterModel opened = new ClusterModel(now.operations(), clock, backstage, this::report);
        opened.scans().goOnFrom(now.before().scans());
        opened.watch().watch(now.before().watch().watchingProperty().get());
        closeCluster();
        cluster.set(opened);
    }

    private void notOpened(Throwable thrown) {
        opening.set(false);
        report(thrown);
    }

    /// Closes the opened cluster, if any; its connections end behind the stage.
    public void closeCluster() {
        ClusterModel open = cluster.get();
        if (open != null) {
            cluster.set(null);
            open.close();
        }
    }

    /// Closes the opened cluster and starts nothing any more; a run is asked to stop. Comes back at
    /// once; whoever ends the process waits with [#awaitReleased] first.
    @Override
    public void close() {
        closed = true;
        closeCluster();
        backstage.retire();
    }

    /// The run that goes on; empty when none does.
    public Optional<RunModel> running() {
        return Optional.ofNullable(cluster.get())
                .map(ClusterModel::syncs)
                .filter(syncs -> syncs.runningProperty().get())
                .map(syncs -> syncs.runProperty().get());
    }

    /// Waits until a run has come to a safe stop and the connections of every cluster are closed.
    /// Blocks, so not for the screen's thread. False when it took longer than the limit.
    public boolean awaitReleased(Duration limit) throws InterruptedException {
        return backstage.awaitReleased(limit);
    }
}
