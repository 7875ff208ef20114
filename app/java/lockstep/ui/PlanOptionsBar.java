package lockstep.ui;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import lockstep.present.PlanModel;
import lockstep.present.PlanOptions;
import lockstep.present.PlanOptions.Batches;
import lockstep.present.PlanOptions.Kind;
import lockstep.present.Strings;
import org.jspecify.annotations.Nullable;

/// How the plan is to be carried out.
final class PlanOptionsBar extends FlowPane {
    private static final List<Kind> POOLED = List.of(Kind.values());

    PlanOptionsBar(PlanModel model) {
        PlanOptions options = model.options();
        getStyleClass().add("plan-options");
        boolean pooled = model.isInPool();
        List<Kind> kinds =
                pooled ? POOLED : List.of(Kind.FILES_ONLY, Kind.AT_ONCE, Kind.STAGED_AT_ONCE);
        HBox kind = choice("plan.kind", "plan-kind", kinds, options.kindProperty());
        HBox batches =
                choice(
                        "plan.batches",
                        "plan-batches",
                        List.of(Batches.values()),
                        options.batchesProperty());
        TextField atOnce = field("plan-at-once", options.atOnceProperty(), 3);
        atOnce.setAccessibleText(Strings.text("plan.batches.SOME"));
        atOnce.visibleProperty().bind(options.batchesProperty().isEqualTo(Batches.SOME));
        atOnce.managedProperty().bind(atOnce.visibleProperty());
        batches.getChildren().add(atOnce);
        batches.disableProperty().bind(options.kindProperty().map(Kind::isAtOnce));
        CheckBox snapshot = tick("plan.snapshot", "plan-snapshot", options.snapshotProperty());
        CheckBox verify = tick("plan.verify", "plan-verify", options.verifyProperty());
        HBox wait = number("plan.wait", "plan-wait", options.waitMinutesProperty());
        options.kindProperty().subscribe(_ -> wait.setDisable(!options.drains()));
        HBox limit = number("plan.limit", "plan-limit", options.megabytesProperty());
        TextField why = field("plan-why", options.whyProperty(), 24);
        why.setPromptText(Strings.text("plan.why.prompt"));
        why.getStyleClass().remove("plan-number");
        getChildren()
                .addAll(kind, batches, wait, snapshot, verify, limit, labelled("plan.why", why));
    }

    private static CheckBox tick(String key, String id, BooleanProperty ticked) {
        CheckBox box = new CheckBox(Strings.text(key));
        box.setId(id);
        box.selectedProperty().bindBidirectional(ticked);
        return box;
    }

    static <T extends Enum<T>> HBox choice(
            String key, String id, List<T> values, ObjectProperty<T> chosen) {
        ChoiceBox<T> box = new ChoiceBox<>();
        box.setId(id);
        box.getItems().setAll(values);
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable T value) {
                        return value == null ? "" : Strings.text(key + "." + value);
                    }

                    @Override
                    public T fromString(String text) {
                        throw new UnsupportedOperationException(text);
                    }
                });
        box.valueProperty().bindBidirectional(chosen);
        return labelled(key, box);
    }

    static HBox labelled(String key, Control control) {
        Label label = new Label(Strings.text(key));
        label.setLabelFor(control);
        control.setAccessibleText(label.getText());
        HBox box = new HBox(label, control);
        box.getStyleClass().add("plan-option");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    static TextField field(String id, StringProperty typed, int columns) {
        TextField field = new TextField();
        field.setId(id);
        field.getStyleClass().add("plan-number");
        field.setPrefColumnCount(columns);
        field.textProperty().bindBidirectional(typed);
        return field;
    }

    private static HBox number(String key, String id, StringProperty typed) {
        TextField field = field(id, typed, 4);
        field.setPromptText(Strings.text("plan.limit.none"));
        HBox box = labelled(key, field);
        String unit = Strings.text(key + ".unit");
        field.setAccessibleText(Strings.text(key) + ", " + unit);
        box.getChildren().add(new Label(unit));
        return box;
    }
}
