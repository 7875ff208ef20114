package lockstep.ui;

import static lockstep.present.Strings.text;

import java.time.InstantSource;
<<<<<<< HEAD
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
=======
>>>>>>> ui
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.ClusterModel;
import lockstep.present.InspectorModel;
import lockstep.present.NodeCard;
import lockstep.present.Problem;
import lockstep.present.RunModel;
import lockstep.present.ScanModel;
import lockstep.present.SyncModel;
<<<<<<< HEAD
import lockstep.present.Words;
import org.controlsfx.control.StatusBar;
=======
>>>>>>> ui
import org.jspecify.annotations.Nullable;

/// An opened cluster: what can be done above, the verdict, the nodes at the left, the matrix with
/// its inspector in the middle, warnings and tasks below.
final class ClusterView extends BorderPane {
    private static final int ROOMY_CARDS = 5;
    private static final PseudoClass FAILING = PseudoClass.getPseudoClass("failing");

    private final TopBar topBar;
    private final TabPane tabs = new TabPane();
    private final Tab run = new Tab(text("tab.run"));
    private final MatrixTable matrix;
    private final SyncModel syncs;

    ClusterView(ClusterModel cluster, Deeds deeds, Overlay overlay, InstantSource clock) {
        ScanModel scans = cluster.scans();
        topBar = new TopBar(cluster, deeds);
        setTop(new VBox(topBar, new VerdictBand(scans)));
        setLeft(cards(cluster, overlay));
        matrix = new MatrixTable(scans, scans.nodeNames(), rootName(cluster), clock);
        Tab drift = new Tab(text("tab.drift"), drift(cluster));
        drift.setId("tab-drift");
        drift.setClosable(false);
        tabs.getTabs().add(drift);
        tabs.getStyleClass().add("main-tabs");
        setCenter(tabs);
        run.setId("tab-run");
        run.setClosable(false);
        syncs = cluster.syncs();
        syncs.planProperty()
                .subscribe(
                        plan -> {
                            if (plan != null) {
                                PlanDialog.show(overlay, plan, syncs::run);
                            }
                        });
        syncs.runProperty().subscribe(this::show);
        setBottom(new TaskBar(cluster));
    }

    private static String rootName(ClusterModel cluster) {
        String root = cluster.cluster().node(cluster.cluster().reference()).root();
        return root.substring(root.lastIndexOf('/') + 1);
    }

    /// Where the text of the filter is typed.
    javafx.scene.control.TextField filterField() {
        return topBar.filterField();
    }

    void focusMatrix() {
        matrix.control().requestFocus();
    }

    /// Makes a plan, which is then shown for approval.
    void sync() {
        syncs.plan();
    }

    private void show(@Nullable RunModel now) {
        if (now != null) {
            run.setContent(new RunView(now));
            if (!tabs.getTabs().contains(run)) {
                tabs.getTabs().add(run);
            }
            tabs.getSelectionModel().select(run);
        }
    }

    private Node cards(ClusterModel cluster, Overlay overlay) {
        SwitchQuestions questions = new SwitchQuestions(cluster, overlay);
        NodeCardView.Actions actions =
                new NodeCardView.Actions() {
                    @Override
                    public void putBack(NodeCard card) {
                        questions.putBack(card);
                    }

                    @Override
                    public void takeOut(NodeCard card) {
                        questions.takeOut(card);
                    }

                    @Override
                    public void connectAgain(NodeCard card) {
                        cluster.connect(card);
                    }

                    @Override
                    public void explain(Problem problem) {
                        ProblemCard.show(overlay, problem);
                    }
                };
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

    private Node drift(ClusterModel cluster) {
        ScanModel scans = cluster.scans();
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
        SplitPane split = new SplitPane(upper, new InspectorView(inspector, scans));
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.68);
        return split;
    }
<<<<<<< HEAD

    private static Node statusBar(ClusterModel cluster) {
        StatusBar bar = new StatusBar();
        bar.setText("");
        Label warning = new Label();
        warning.setId("warning");
        warning.getStyleClass().add("status-warning");
        warning.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        warning.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () -> String.join(" · ", cluster.warnings()), cluster.warnings()));
        warning.visibleProperty().bind(Bindings.isNotEmpty(cluster.warnings()));
        Label task = new Label(text("status.scanning"));
        ProgressBar busy = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        busy.getStyleClass().add("small");
        task.setGraphic(busy);
        task.visibleProperty().bind(cluster.scans().scanningProperty());
        Label product = new Label(text("status.product"));
        product.getStyleClass().add("status-product");
        bar.getLeftItems().add(warning);
        bar.getRightItems().addAll(task, trafficLabel(cluster), product);
        return bar;
    }

    /// What customers behind the balancer see, where somebody counts it: failures stand out.
    private static Node trafficLabel(ClusterModel cluster) {
        Label label = new Label();
        label.setId("traffic");
        label.getStyleClass().add("status-traffic");
        cluster.trafficProperty()
                .subscribe(
                        traffic -> {
                            label.setVisible(traffic.isPresent());
                            traffic.ifPresent(t -> label.setText(Words.traffic(t)));
                            boolean failing = traffic.filter(t -> t.failed() > 0).isPresent();
                            label.pseudoClassStateChanged(FAILING, failing);
                        });
        return label;
    }
=======
>>>>>>> ui
}
