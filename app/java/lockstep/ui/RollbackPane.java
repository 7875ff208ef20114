package lockstep.ui;

import static lockstep.present.Strings.text;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.PlanOptions.Batches;
import lockstep.present.PlanOptions.Kind;
import lockstep.present.RollbackModel;
import lockstep.present.SnapshotWords;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What rolling back would change, how it is to be done, and the one button that does it.
final class RollbackPane extends VBox {
    private static final double KIND_WIDTH = 310;
    private static final double TYPED_WIDTH = 90;

    private final RollbackModel model;
    private final InstantSource clock;
    private final Button back = new Button();
    private final Label totals = new Label();
    private final Label obstacle = new Label();
    private final TextField typed = new TextField();

    /// @param rootName what the root's row is called
    /// @param running while a run goes on
    /// @param agreed given what was agreed to
    RollbackPane(
            RollbackModel model,
            String rootName,
            InstantSource clock,
            ObservableBooleanValue running,
            Consumer<RollbackModel.Approved> agreed) {
        this.model = model;
        this.clock = clock;
        getStyleClass().add("rollback");
        setId("rollback");
        MatrixTable matrix =
                new MatrixTable(
                        model.matrix(),
                        new MatrixTable.Columns(
                                "rollback-matrix",
                                text("snap.matrix"),
                                text("snap.same"),
                                List.of(
                                        SnapshotWords.when(model.choice(), clock.instant()),
                                        model.nodeProperty().get())),
                        rootName,
                        clock);
        model.nodeProperty().subscribe(node -> matrix.name(1, text("snap.now", node)));
        matrix.control().setMinHeight(90);
        VBox.setVgrow(matrix.control(), Priority.ALWAYS);
        totals.getStyleClass().add("rollback-totals");
        totals.setId("rollback-totals");
        HBox head = new HBox(nodes(), new ChipBar(model.matrix(), ChipBar.Room.COMPACT));
        HBox.setHgrow(head.getChildren().getLast(), Priority.ALWAYS);
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, matrix.control(), options(), foot(agreed, running));
        model.revisionProperty().subscribe(_ -> show());
    }

    private HBox nodes() {
        ChoiceBox<String> box = new ChoiceBox<>();
        box.setId("rollback-node");
        box.getItems().setAll(model.nodes());
        box.setValue(model.nodeProperty().get());
        box.setAccessibleText(text("snap.on"));
        model.nodeProperty().subscribe(node -> box.setValue(node));
        box.valueProperty()
                .subscribe(
                        (_, node) -> {
                            if (node != null) {
                                model.show(node);
                            }
                        });
        HBox place = new HBox(box);
        place.getStyleClass().add("rollback-nodes");
        place.setAlignment(Pos.CENTER_LEFT);
        boolean several = model.nodes().size() > 1;
        place.setVisible(several);
        place.setManaged(several);
        return place;
    }

    private FlowPane options() {
        FlowPane bar = new FlowPane();
        bar.getStyleClass().addAll("rollback-options");
        CheckBox keep = new CheckBox(text("snap.keep"));
        keep.setId("rollback-keep");
        keep.selectedProperty().bindBidirectional(model.options().snapshotProperty());
        bar.getChildren().add(keep);
        List<Kind> kinds =
                model.isInPool()
                        ? List.of(Kind.values())
                        : List.of(Kind.FILES_ONLY, Kind.AT_ONCE, Kind.STAGED_AT_ONCE);
        HBox kind =
                PlanOptionsBar.choice(
                        "plan.kind", "rollback-kind", kinds, model.options().kindProperty());
        if (kind.getChildren().getLast() instanceof Control box) {
            box.setPrefWidth(KIND_WIDTH);
        }
        bar.getChildren().add(kind);
        if (model.nodes().size() > 1) {
            HBox batches =
                    PlanOptionsBar.choice(
                            "plan.batches",
                            "rollback-batches",
                            List.of(Batches.ONE_BY_ONE, Batches.ONE_THEN_REST),
                            model.options().batchesProperty());
            batches.disableProperty().bind(model.options().kindProperty().map(Kind::isAtOnce));
            bar.getChildren().add(batches);
        }
        TextField why = PlanOptionsBar.field("rollback-why", model.options().whyProperty(), 20);
        why.setPromptText(text("plan.why.prompt"));
        why.getStyleClass().remove("plan-number");
        bar.getChildren().add(PlanOptionsBar.labelled("plan.why", why));
        return bar;
    }

    private HBox foot(Consumer<RollbackModel.Approved> agreed, ObservableBooleanValue running) {
        back.setId("roll-back");
        back.getStyleClass().addAll("accent", "roll-back");
        back.setGraphic(new FontIcon(Feather.ROTATE_CCW));
        back.setMinWidth(USE_PREF_SIZE);
        back.setDefaultButton(false);
        back.setOnAction(
                _ -> {
                    if (model.obstacle() == RollbackModel.Obstacle.NONE && !running.get()) {
                        agreed.accept(model.approved());
                    }
                });
        SimpleBooleanProperty blocked = new SimpleBooleanProperty();
        model.revisionProperty()
                .subscribe(_ -> blocked.set(model.obstacle() != RollbackModel.Obstacle.NONE));
        back.disableProperty().bind(blocked.or(running(running)));
        obstacle.setId("rollback-obstacle");
        obstacle.getStyleClass().add("plan-obstacle");
        LeftCard.whole(obstacle);
        typed.setMinWidth(TYPED_WIDTH);
        typed.setPrefWidth(TYPED_WIDTH);
        typed.setId("rollback-typed");
        typed.setAccessibleText(text("snap.typed"));
        typed.textProperty().bindBidirectional(model.typedProperty());
        LeftCard.whole(totals);
        VBox words = new VBox(totals, obstacle);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox foot = new HBox(words, typed, back);
        foot.getStyleClass().add("rollback-foot");
        foot.setAlignment(Pos.CENTER_RIGHT);
        return foot;
    }

    private static javafx.beans.binding.BooleanBinding running(ObservableBooleanValue running) {
        return javafx.beans.binding.Bindings.createBooleanBinding(running::get, running);
    }

    /// Gives the focus to the button, or to what has to be typed first.
    void point() {
        if (back.isDisabled()) {
            requestFocus();
        } else {
            back.requestFocus();
        }
    }

    private void show() {
        back.setText(SnapshotWords.confirm(model, clock.instant()));
        String each = SnapshotWords.totals(model);
        boolean ticks = each.isEmpty() && model.differs() && model.matrix().ticked().isEmpty();
        totals.setText(ticks ? text("snap.hint.ticks") : each);
        String why = SnapshotWords.obstacle(model);
        obstacle.setText(why);
        obstacle.setVisible(!why.isEmpty());
        obstacle.setManaged(!why.isEmpty());
        boolean tells = why.isEmpty() && !totals.getText().isEmpty();
        totals.setVisible(tells);
        totals.setManaged(tells);
        typed.setVisible(model.asksForRemovals());
        typed.setManaged(model.asksForRemovals());
    }
}
