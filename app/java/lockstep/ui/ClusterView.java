package lockstep.ui;

import static lockstep.present.Strings.text;

import java.io.File;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import lockstep.plan.Plan;
import lockstep.present.ClusterModel;
import lockstep.present.HistoryModel;
import lockstep.present.InspectorModel;
import lockstep.present.NodeCard;
import lockstep.present.Preferences;
import lockstep.present.ReportsModel;
import lockstep.present.RunModel;
import lockstep.present.ScanModel;
import lockstep.present.SnapshotsModel;
import lockstep.present.SyncModel;
import lockstep.run.Operations.Criterion;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// An opened cluster: what can be done above, the verdict, the nodes at the left, the matrix with
/// its inspector in the middle, warnings and tasks below.
final class ClusterView extends BorderPane {
    private static final int ROOMY_CARDS = 5;

    /// Which part of the drift the matrix takes, above the inspector.
    private static final double MATRIX_LARGE = 0.68;
    private static final double MATRIX_SMALL = 0.3;

    private final TopBar topBar;
    private final VerdictBand verdict;
    private final TaskBar taskBar;
    private final TabPane tabs = new TabPane();
    private final Tab run = new Tab(text("tab.run"));
    private final Tab poolsTab = new Tab(text("tab.pools"));
    private final Tab snapshotsTab = new Tab(text("tab.snapshots"));
    private final SnapshotsModel snapshots;
    private final SnapshotsView shelves;
    private final Tab historyTab = new Tab(text("tab.history"));
    private final HistoryView history;
    private final MatrixTable matrix;
    private final SyncModel syncs;
    private final ScanModel scans;
    private final LeftDeeds deeds;
    private final ReportsModel reports;
    private final Overlay overlay;
    private ReportCard.Saving saving;
    private Function<String, Optional<Path>> exporting;
    private final LeftCard left;
    private final HeldCard held;

    ClusterView(ClusterModel cluster, Deeds deeds, Overlay overlay, InstantSource clock) {
        scans = cluster.scans();
        syncs = cluster.syncs();
        reports = cluster.reports();
        snapshots = cluster.snapshots();
        this.overlay = overlay;
        saving = ReportCard.choosing(overlay);
        exporting = name -> csv(overlay, name);
        this.deeds =
                new LeftDeeds(
                        syncs.left().leftProperty(),
                        syncs::resume,
                        run -> report(Optional.of(run)),
                        overlay);
        LeftQuestions questions = new LeftQuestions(syncs, overlay);
        left = new LeftCard(this.deeds, questions, cluster.cards());
        held = new HeldCard(this.deeds, questions);
        topBar = new TopBar(cluster, deeds);
        verdict = new VerdictBand(cluster, deeds);
        setTop(new VBox(topBar, verdict));
        CardActions actions =
                new CardActions(
                        cluster, new SwitchQuestions(cluster, overlay), overlay, this::rollBack);
        setLeft(cards(cluster, actions));
        matrix = new MatrixTable(scans, scans.nodeNames(), rootName(cluster), clock);
        Tab drift = lasting(new Tab(text("tab.drift")), "tab-drift", drift(cluster), _ -> {});
        shelves = new SnapshotsView(cluster, overlay, clock, rootName(cluster));
        history = new HistoryView(cluster.history(), overlay, run -> report(Optional.of(run)));
        HistoryModel past = cluster.history();
        lasting(snapshotsTab, "tab-snapshots", shelves, looked(snapshots::open, () -> {}));
        lasting(historyTab, "tab-history", history, looked(past::open, past::leave));
        PoolsView pools = new PoolsView(cluster, actions, words -> tell(words), deeds::editCluster);
        lasting(poolsTab, "tab-pools", pools, looked(pools::open, pools::leave));
        tabs.getTabs().addAll(drift, poolsTab, snapshotsTab, historyTab);
        tabs.getStyleClass().add("main-tabs");
        tabs.setAccessibleText(text("tabs.main"));
        setCenter(tabs);
        run.setId("tab-run");
        run.setClosable(false);
        syncs.planProperty()
                .subscribe(
                        plan -> {
                            if (plan != null) {
                                PlanDialog.show(overlay, plan, syncs::run);
                            }
                        });
        syncs.runProperty().subscribe(this::show);
        taskBar = new TaskBar(cluster);
        setBottom(taskBar);
        cluster.mishaps().brokenProperty().subscribe(this::broken);
        new MatrixMenu(matrix.control(), scans.matrix(), this::chosen, taskBar::tell)
                .offering(terminals(cluster).items("matrix", () -> selected(cluster)))
                .ignoring(line -> deeds.ignore(line.tree(), line.row()));
    }

    /// Offers the cluster files that were opened before.
    void recent(ReadOnlyObjectProperty<Preferences> preferences) {
        topBar.recent(preferences);
    }

    private static String rootName(ClusterModel cluster) {
        String root = cluster.cluster().node(cluster.cluster().reference()).root();
        return root.substring(root.lastIndexOf('/') + 1);
    }

    /// Where the text of the filter is typed.
    javafx.scene.control.TextField filterField() {
        return historyTab.isSelected() ? history.filterField() : topBar.filterField();
    }

    /// Shows everything again that the filter left out, and goes to it.
    void leaveFilter() {
        if (historyTab.isSelected()) {
            history.filterField().setText("");
            history.focusLines();
        } else {
            scans.matrix().needleProperty().set("");
            focusMatrix();
        }
    }

    void focusMatrix() {
        matrix.control().requestFocus();
    }

    /// Makes a plan, which is then shown for approval. What a run has left comes first, and one
    /// that another console holds.
    void sync() {
        if (left.isVisible()) {
            tabs.getSelectionModel().selectFirst();
            left.point();
        }
        if (held.isVisible()) {
            tabs.getSelectionModel().selectFirst();
            held.point();
        }
        String obstacle = syncs.obstacleProperty().get();
        List<SyncModel.Source> sources = syncs.sources();
        if (!obstacle.isEmpty()) {
            taskBar.tell(obstacle);
            verdict.point();
        } else if (sources.isEmpty()) {
            syncs.plan();
        } else {
            SourceQuestion.ask(overlay, syncs, sources);
        }
    }

    /// What a demonstration has broken is nothing that the window knows of; it has to be found.
    private void broken(@Nullable String node) {
        if (node != null) {
            QuestionCard told =
                    new QuestionCard(Feather.ZAP, text("mishap.title", node))
                            .saying(text("mishap.text", node))
                            .saying(text("mishap.then", node));
            told.offering("mishap-close", text("problem.close"), () -> overlay.close(told))
                    .offering(
                            "mishap-scan",
                            text("mishap.scan"),
                            () -> {
                                overlay.close(told);
                                tabs.getSelectionModel().selectFirst();
                                scans.scan(Criterion.CONTENT);
                            },
                            "accent");
            overlay.show(told);
        }
    }

    /// Shows what came of a run, and of the last ones.
    ///
    /// @param run the newest when empty
    void report(Optional<String> run) {
        reports.read(run, found -> ReportCard.show(reports, found, overlay, saving));
    }

    /// Asks in another way where reports are to be saved.
    void saveBy(ReportCard.Saving other) {
        saving = other;
    }

    /// What happened.
    HistoryView history() {
        return history;
    }

    /// Asks in another way where the matrix is to be exported.
    void exportBy(Function<String, Optional<Path>> other) {
        exporting = other;
    }

    private Optional<Path> chosen(String name) {
        return exporting.apply(name);
    }

    private static Optional<Path> csv(Overlay overlay, String name) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(text("matrix.export.title"));
        chooser.setInitialFileName(name);
        Window window = overlay.node().getScene().getWindow();
        return Optional.ofNullable(chooser.showSaveDialog(window)).map(File::toPath);
    }

    private void show(@Nullable RunModel now) {
        if (now != null) {
            run.setContent(
                    new RunView(now, now.isRollback() ? lookAgain() : scanAgain(now.plan()), deeds)
                            .leadingTo(() -> tabs.getSelectionModel().selectFirst()));
            if (!tabs.getTabs().contains(run)) {
                tabs.getTabs().add(1, run);
            }
            tabs.getSelectionModel().select(run);
        }
    }

    /// A tab that is always there, and is told when it is looked at.
    private static Tab lasting(Tab tab, String id, Node content, Consumer<Boolean> looked) {
        tab.setId(id);
        tab.setClosable(false);
        tab.setContent(content);
        tab.selectedProperty().subscribe(looked);
        return tab;
    }

    private static Consumer<Boolean> looked(Runnable opened, Runnable left) {
        return selected -> (selected ? opened : left).run();
    }

    /// Shows what rolling back what a run changed last would do.
    void rollBack() {
        tabs.getSelectionModel().select(snapshotsTab);
        shelves.point();
        snapshots.offerLast();
    }

    private void rollBack(NodeCard card) {
        tabs.getSelectionModel().select(snapshotsTab);
        shelves.point();
        snapshots.offer(card.name());
    }

    private void tell(String words) {
        taskBar.tell(words);
    }

    /// What was approved no longer holds, so it is looked at once more.
    private ChangesView.ScanAgain lookAgain() {
        return new ChangesView.ScanAgain(
                () -> {
                    tabs.getSelectionModel().select(snapshotsTab);
                    snapshots.preview();
                },
                snapshots.busyProperty().isNotEmpty().or(syncs.runningProperty()));
    }

    /// As the plan was made, so that the next one holds what this one held. Busy until the scan
    /// that follows every run is over, which would swallow this one.
    private ChangesView.ScanAgain scanAgain(Optional<Plan> plan) {
        return new ChangesView.ScanAgain(
                () -> {
                    tabs.getSelectionModel().selectFirst();
                    scans.scan(
                            plan.stream().anyMatch(Plan::isByContent)
                                    ? Criterion.CONTENT
                                    : Criterion.METADATA);
                },
                scans.scanningProperty().or(syncs.runningProperty()));
    }

    private static Node cards(ClusterModel cluster, NodeCardView.Actions actions) {
        VBox column = new VBox();
        column.getStyleClass().add("cards");
        boolean few = cluster.cards().size() <= ROOMY_CARDS;
        if (!few) {
            column.getStyleClass().add("cards-compact");
        }
        NodeCardView.Room room = few ? NodeCardView.Room.ROOMY : NodeCardView.Room.COMPACT;
        for (NodeCard card : cluster.cards()) {
            column.getChildren().add(new NodeCardView(card, room, actions));
        }
        ScrollPane scroll = new ScrollPane(column);
        scroll.getStyleClass().add("cards-scroll");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }

    private TerminalMenu terminals(ClusterModel cluster) {
        return new TerminalMenu(
                cluster.terminals(), scans.nodeNames(), overlay, words -> taskBar.tell(words));
    }

    private static Optional<InspectorModel.Subject> selected(ClusterModel cluster) {
        return Optional.ofNullable(cluster.inspector().subjectProperty().get());
    }

    private Node drift(ClusterModel cluster) {
        InspectorModel inspector = cluster.inspector();
        matrix.onSelected(
                line ->
                        inspector
                                .subjectProperty()
                                .set(
                                        line == null
                                                ? null
                                                : new InspectorModel.Subject(
                                                        line.tree(), line.row())));
        VBox upper = new VBox(new ChipBar(scans.matrix()), matrix.control());
        VBox.setVgrow(matrix.control(), Priority.ALWAYS);
        InspectorView inspected =
                new InspectorView(
                        inspector,
                        terminals(cluster).items("inspector", () -> selected(cluster)),
                        run -> report(Optional.of(run)));
        SplitPane split = new SplitPane(upper, inspected);
        split.setOrientation(Orientation.VERTICAL);
        inspected
                .tallProperty()
                .subscribe(
                        tall -> {
                            split.setDividerPositions(tall ? MATRIX_SMALL : MATRIX_LARGE);
                            Platform.runLater(() -> showSelected(split));
                        });
        VBox.setVgrow(split, Priority.ALWAYS);
        VBox all = new VBox(left, held, split);
        all.addEventFilter(KeyEvent.KEY_PRESSED, inspected::pressed);
        return all;
    }

    /// The matrix has to know its new height before it can tell what is in view.
    private void showSelected(SplitPane split) {
        split.applyCss();
        split.layout();
        matrix.showSelected();
    }
}
