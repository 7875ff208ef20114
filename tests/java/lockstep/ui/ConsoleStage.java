package lockstep.ui;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableView;
import lockstep.fleet.Cluster;
import lockstep.present.ClusterModel;
import lockstep.present.Clusters;
import lockstep.present.ConsoleModel;
import lockstep.present.FakeOperations;
import lockstep.present.NodeCard;
import lockstep.present.Quiet;
import lockstep.present.Shop;
import lockstep.run.Operations;

/// The real console window over a cluster in memory.
final class ConsoleStage implements AutoCloseable {
    private final StageHand hand;
    private final ConsoleModel model;

    private final ConsoleWindow window;
    private final AtomicReference<Instant> now;

    private ConsoleStage(
            StageHand hand,
            ConsoleModel model,
            ConsoleWindow window,
            AtomicReference<Instant> now) {
        this.hand = hand;
        this.model = model;
        this.window = window;
        this.now = now;
    }

    /// So much time passes.
    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /// Shows the window without a cluster; all three ways lead to `operations`.
    static ConsoleStage empty(FakeOperations operations) {
        return empty(only(operations));
    }

    /// Shows the window without a cluster.
    static ConsoleStage empty(Clusters clusters) {
        ConsoleModel[] made = new ConsoleModel[1];
        ConsoleWindow[] window = new ConsoleWindow[1];
        AtomicReference<Instant> now = new AtomicReference<>(Shop.NOW);
        StageHand hand =
                StageHand.show(
                        theme -> {
                            InstantSource clock = now::get;
                            made[0] =
                                    new ConsoleModel(
                                            clusters,
                                            clock,
                                            Platform::runLater,
                                            Quiet.preferences());
                            window[0] = new ConsoleWindow(made[0], theme, clock);
                            return window[0].root();
                        });
        return new ConsoleStage(hand, made[0], window[0], now);
    }

    /// Shows the window with the cluster opened.
    static ConsoleStage open(FakeOperations operations) {
        return open(only(operations), Path.of("shop.toml"));
    }

    /// Shows the window with a cluster of that file opened.
    static ConsoleStage open(Clusters clusters, Path file) {
        ConsoleStage stage = empty(clusters);
        StageHand.run(() -> stage.model.open(file));
        stage.hand.await("the cluster", () -> stage.model.clusterProperty().get() != null);
        stage.hand.awaitNode("#matrix");
        return stage;
    }

    private static Clusters only(FakeOperations operations) {
        return new Clusters() {
            @Override
            public Operations demo() {
                return operations;
            }

            @Override
            public Operations open(Path file) {
                return operations;
            }

            @Override
            public Operations create(Path file, Cluster cluster) {
                return operations;
            }
        };
    }

    StageHand hand() {
        return hand;
    }

    Overlay overlay() {
        return window.overlay();
    }

    /// What shows the opened cluster; call on the JavaFX thread.
    ClusterView view() {
        return Objects.requireNonNull(window.view());
    }

    /// As the window manager does; call on the JavaFX thread.
    void closeWindow() {
        window.close();
    }

    ConsoleModel model() {
        return model;
    }

    /// The opened cluster; call on the JavaFX thread.
    ClusterModel cluster() {
        return Objects.requireNonNull(model.clusterProperty().get());
    }

    /// Presses the keys of a scan by content and waits until the matrix shows its result.
    void scan() {
        hand.press("Shift+F5");
        hand.await(
                "the matrix",
                () ->
                        !cluster().scans().scanningProperty().get()
                                && cluster().scans().matrix().viewProperty().get() != null);
        hand.pulses(5);
    }

    /// Presses the keys of a sync and waits until its plan can be agreed to.
    void plan() {
        hand.press("Ctrl+Enter");
        hand.awaitNode("#plan");
        Node approve = hand.find("#plan-approve");
        hand.await("the checks", () -> !approve.isDisabled());
    }

    /// The verdict as it stands on the screen.
    String sentence() {
        return ((Label) hand.find("#verdict-sentence")).getText();
    }

    /// Whether the pools were looked at and the node is in; call on the JavaFX thread.
    boolean isIn(String node) {
        return card(node).poolProperty().get().isIn();
    }

    /// The node's card; call on the JavaFX thread.
    NodeCard card(String node) {
        return cluster().cards().stream()
                .filter(c -> c.name().equals(node))
                .findFirst()
                .orElseThrow();
    }

    /// How many rows the matrix holds.
    int rows() {
        return StageHand.onFx(this::shownRows);
    }

    private int shownRows() {
        var found = (TreeTableView<?>) hand.stage().getScene().lookup("#matrix");
        return found.getExpandedItemCount();
    }

    /// What the row with that name shows for each node.
    List<String> signs(String name) {
        TreeTableCell<?, ?> cell = row(name);
        return StageHand.onFx(
                () ->
                        cell.getTableRow().getChildrenUnmodifiable().stream()
                                .filter(c -> c.getStyleClass().contains("sign-cell"))
                                .map(c -> ((TreeTableCell<?, ?>) c).getText())
                                .toList());
    }

    /// Clicks the row with that name.
    void select(String name) {
        hand.click(row(name));
    }

    /// The cell that shows that name, scrolled into view.
    TreeTableCell<?, ?> row(String name) {
        TreeTableView<?> table = (TreeTableView<?>) hand.find("#matrix");
        StageHand.run(
                () -> {
                    table.scrollTo(0);
                    for (int i = 0; i < table.getExpandedItemCount(); i++) {
                        if (shows(table.getTreeItem(i), name)) {
                            table.scrollTo(Math.max(0, i - 3));
                        }
                    }
                });
        hand.pulses(3);
        return hand.find(TreeTableCell.class, c -> name.equals(c.getText()));
    }

    private static boolean shows(TreeItem<?> item, String name) {
        return item.getValue() instanceof MatrixRows.Line line
                && line.tree().visibleName(line.row()).equals(name);
    }

    @Override
    public void close() {
        StageHand.run(model::close);
        hand.close();
    }
}
