package lockstep.ui;

import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lockstep.present.PlanModel;
import lockstep.present.PlanModel.Obstacle;
import lockstep.present.PlanWords;
import lockstep.present.Strings;
import org.jspecify.annotations.Nullable;

/// The plan, for approval: totals, every row with its arrow, deletions on their own, options, and
/// a button that says what it will do. Ctrl+Enter approves, Esc leaves.
public final class PlanDialog extends VBox {
    private static final KeyCombination APPROVE = KeyCombination.valueOf("Shortcut+Enter");
    private static final double WIDTH = 1_120;
    private static final double HEIGHT = 800;
    private static final double MARGIN = 64;

    private final PlanModel model;
    private final Consumer<PlanModel.Approved> approved;
    private final Runnable left;
    private final PlanTotalsBar totals = new PlanTotalsBar();
    private final PlanList list;
    private final DeletionsPane deletions;
    private final ChangesPane changes;
    private final Label obstacle = new Label();
    private final Button approve = new Button();

    /// @param approved given what was agreed to, once
    /// @param left called when the operator leaves without agreeing
    public PlanDialog(PlanModel model, Consumer<PlanModel.Approved> approved, Runnable left) {
        this.model = model;
        this.approved = approved;
        this.left = left;
        getStylesheets().add(RunView.sheet());
        getStyleClass().add("plan");
        setId("plan");
        list = new PlanList(model);
        deletions = new DeletionsPane(model);
        changes = new ChangesPane(model);
        setVgrow(list.control(), Priority.ALWAYS);
        getChildren().addAll(head(), list.control());
        model.checks().map(ChecksPane::new).ifPresent(getChildren()::add);
        getChildren().addAll(deletions, changes, new PlanOptionsBar(model), buttons());
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        model.revisionProperty().subscribe(_ -> show());
        sceneProperty().subscribe(this::fit);
    }

    /// Shows a plan above the window; the card goes when it was answered.
    static void show(Overlay overlay, PlanModel model, Consumer<PlanModel.Approved> approved) {
        PlanDialog[] card = new PlanDialog[1];
        card[0] =
                new PlanDialog(
                        model,
                        agreed -> {
                            overlay.close(card[0]);
                            approved.accept(agreed);
                        },
                        () -> {
                            overlay.close(card[0]);
                            model.leave();
                        });
        overlay.showForm(card[0], model::leave);
        card[0].list.control().requestFocus();
    }

    private HBox head() {
        Label title = new Label(Strings.text("plan.title", model.reference()));
        title.getStyleClass().add("plan-title");
        title.setMinWidth(USE_PREF_SIZE);
        TextField filter = new TextField();
        filter.setId("plan-filter");
        filter.setPromptText(Strings.text("plan.filter"));
        filter.setAccessibleText(Strings.text("plan.filter"));
        filter.textProperty().bindBidirectional(model.filterProperty());
        filter.setPrefColumnCount(16);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        VBox words = new VBox(title, filter);
        words.getStyleClass().add("plan-words");
        HBox head = new HBox(words, space, totals);
        head.setAlignment(Pos.TOP_LEFT);
        return head;
    }

    private HBox buttons() {
        obstacle.setId("plan-obstacle");
        obstacle.getStyleClass().add("plan-obstacle");
        obstacle.setWrapText(true);
        obstacle.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(obstacle, Priority.ALWAYS);
        Button cancel = new Button(Strings.text("plan.cancel"));
        cancel.setId("plan-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(_ -> left.run());
        approve.setId("plan-approve");
        approve.getStyleClass().addAll("accent", "plan-approve");
        approve.setMinWidth(USE_PREF_SIZE);
        approve.setOnAction(_ -> approve());
        HBox buttons = new HBox(obstacle, cancel, approve);
        buttons.getStyleClass().add("plan-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        return buttons;
    }

    private void show() {
        totals.show(model);
        deletions.show();
        changes.show();
        String why = PlanWords.obstacle(model);
        obstacle.setText(why);
        approve.setText(PlanWords.confirm(model));
        approve.setDisable(!why.isEmpty());
        approve.setAccessibleHelp(why);
    }

    private void pressed(KeyEvent e) {
        if (APPROVE.match(e)) {
            e.consume();
            approve();
        } else if (e.getCode() == KeyCode.ESCAPE) {
            e.consume();
            left.run();
        }
    }

    private void approve() {
        if (model.obstacle() == Obstacle.NONE) {
            approved.accept(model.approved());
        }
    }

    private void fit(@Nullable Scene scene) {
        prefWidthProperty().unbind();
        prefHeightProperty().unbind();
        if (scene != null) {
            prefWidthProperty().bind(atMost(WIDTH, scene.widthProperty()));
            prefHeightProperty().bind(atMost(HEIGHT, scene.heightProperty()));
        }
    }

    private static javafx.beans.value.ObservableNumberValue atMost(
            double most, javafx.beans.value.ObservableNumberValue room) {
        return Bindings.min(most, Bindings.subtract(room, MARGIN));
    }
}
