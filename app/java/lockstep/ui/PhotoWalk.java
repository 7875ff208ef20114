package lockstep.ui;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.TabPane;
import javafx.scene.control.TreeTableView;
import javafx.stage.Stage;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.pool.Leave;
import lockstep.pool.Way;
import lockstep.present.ClusterModel;
import lockstep.present.Clusters;
import lockstep.present.ConsoleModel;
import lockstep.present.NodeCard;
import lockstep.present.PlanModel;
import lockstep.present.PoolModel.Departure;
import lockstep.present.Preferences;
import lockstep.present.PreferencesModel;
import lockstep.present.RunModel;
import lockstep.run.Operations.Criterion;

/// A walk through the real window at its main job on a demo cluster, with a photograph of every
/// screen: beginning, opened, scanned, planned, running, done, identical, drained.
public final class PhotoWalk {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ConsoleModel model;
    private final Stage stage = new Stage();
    private final Photographer camera;

    private PhotoWalk(Clusters clusters, Path directory) {
        InstantSource clock = InstantSource.system();
        Theme theme = new Theme();
        model =
                new ConsoleModel(
                        clusters,
                        clock,
                        Platform::runLater,
                        PreferencesModel.unkept(Preferences.standard()));
        new ConsoleWindow(model, theme, clock).show(stage);
        camera = new Photographer(stage.getScene(), theme, directory);
    }

    /// Starts the toolkit, walks, and ends the toolkit; so at most once in a process, and not where
    /// a window is open.
    ///
    /// @param clusters whose demo is walked through
    /// @param directory where the photographs go; made when it is not there
    /// @return the files, in the order in which they were taken
    /// @throws FaultException `GuardTripped` where no toolkit starts or the disk refuses;
    ///     `TimedOut` naming what did not come
    public static List<Path> through(Clusters clusters, Path directory) throws FaultException {
        try {
            Platform.setImplicitExit(false);
            Platform.startup(() -> {});
        } catch (UnsupportedOperationException e) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            "photographs",
                            "The window's toolkit does not start: " + e.getMessage() + ".",
                            "Start Java with -Dglass.platform=Headless -Dprism.order=sw."),
                    e);
        }
        PhotoWalk walk = Photographer.on(() -> new PhotoWalk(clusters, directory));
        try {
            walk.walk();
            return walk.camera.taken();
        } finally {
            walk.leave();
        }
    }

    private void walk() throws FaultException {
        camera.take("1-begin");
        camera.run(model::openDemo);
        camera.await("the demo cluster", () -> model.clusterProperty().get() != null);
        ClusterModel cluster = Objects.requireNonNull(model.clusterProperty().get());
        camera.await("the nodes", () -> cluster.cards().stream().allMatch(PhotoWalk::isKnown));
        camera.take("2-opened");
        scan(cluster);
        camera.run(this::selectSomething);
        camera.take("3-drift");
        sync(cluster);
        scan(cluster);
        camera.run(() -> tabs().getSelectionModel().selectFirst());
        camera.take("7-identical");
        NodeCard last = cluster.cards().getLast();
        Leave leave = Leave.by(Way.DRAIN, Leave.Floor.KEPT);
        Departure drain = new Departure(leave, Optional.empty());
        camera.run(() -> cluster.pools().takeOut(last, drain));
        camera.await("the drain", () -> !last.poolProperty().get().isIn());
        camera.take("8-drained");
    }

    private static boolean isKnown(NodeCard card) {
        return card.connectionProperty().get() instanceof NodeCard.Connection.Connected
                && card.poolProperty().get().isIn();
    }

    private void scan(ClusterModel cluster) throws FaultException {
        camera.await("the scan before", () -> !cluster.scans().scanningProperty().get());
        camera.run(() -> cluster.scans().scan(Criterion.CONTENT));
        camera.await("the scan", () -> !cluster.scans().scanningProperty().get());
    }

    private void sync(ClusterModel cluster) throws FaultException {
        camera.run(cluster.syncs()::plan);
        camera.await("the plan", () -> cluster.syncs().planProperty().get() != null);
        PlanModel plan = Objects.requireNonNull(cluster.syncs().planProperty().get());
        camera.run(() -> plan.deletionsTickedProperty().set(true));
        camera.await("the checks", () -> plan.obstacle() == PlanModel.Obstacle.NONE);
        camera.take("4-plan");
        camera.run(() -> find(Button.class, "#plan-approve").fire());
        camera.await("the run", () -> isUnderWay(cluster));
        camera.take("5-run");
        camera.await("the end of the run", () -> !cluster.syncs().runningProperty().get());
        camera.take("6-run-ended");
    }

    /// Far enough to have something to show: a node is done, or content has been sent.
    private static boolean isUnderWay(ClusterModel cluster) {
        RunModel run = cluster.syncs().runProperty().get();
        return run != null
                && (!cluster.syncs().runningProperty().get() || run.now().traffic().sent() > 0);
    }

    /// A row in the middle, so that the inspector has something to show.
    private void selectSomething() {
        TreeTableView<?> matrix = find(TreeTableView.class, "#matrix");
        for (int row = 0; row < matrix.getExpandedItemCount(); row++) {
            if (matrix.getTreeItem(row).isLeaf()) {
                matrix.getSelectionModel().select(row);
                return;
            }
        }
    }

    private TabPane tabs() {
        return find(TabPane.class, ".main-tabs");
    }

    private <T> T find(Class<T> type, String selector) {
        Predicate<Object> fits = type::isInstance;
        return stage.getScene().getRoot().lookupAll(selector).stream()
                .filter(fits)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is " + selector));
    }

    /// The demo cluster ends with the model.
    private void leave() throws FaultException {
        camera.run(
                () -> {
                    model.close();
                    stage.hide();
                });
        try {
            var _ = model.awaitReleased(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Platform.exit();
    }
}
