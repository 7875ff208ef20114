package lockstep.ui;

import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import lockstep.present.PlanModel;
import lockstep.present.PlanOptions;
import lockstep.present.Strings;

/// How the plan is to be carried out.
final class PlanOptionsBar extends FlowPane {
    PlanOptionsBar(PlanModel model) {
        PlanOptions options = model.options();
        getStyleClass().add("plan-options");
        CheckBox rolling =
                new CheckBox(Strings.text(model.isInPool() ? "plan.rolling" : "plan.rolling.none"));
        rolling.setId("plan-rolling");
        rolling.setDisable(!model.isInPool());
        rolling.selectedProperty().bindBidirectional(options.rollingProperty());
        CheckBox verify = new CheckBox(Strings.text("plan.verify"));
        verify.setId("plan-verify");
        verify.selectedProperty().bindBidirectional(options.verifyProperty());
        HBox wait = number("plan.wait", "plan-wait", options.waitMinutesProperty());
        wait.disableProperty().bind(options.rollingProperty().not());
        HBox limit = number("plan.limit", "plan-limit", options.megabytesProperty());
        getChildren().addAll(rolling, wait, verify, limit);
    }

    private static HBox number(String key, String id, StringProperty typed) {
        TextField field = new TextField();
        field.setId(id);
        field.getStyleClass().add("plan-number");
        field.setPrefColumnCount(4);
        field.textProperty().bindBidirectional(typed);
        field.setPromptText(Strings.text("plan.limit.none"));
        Label label = new Label(Strings.text(key));
        label.setLabelFor(field);
        String unit = Strings.text(key + ".unit");
        field.setAccessibleText(label.getText() + ", " + unit);
        HBox box = new HBox(label, field, new Label(unit));
        box.getStyleClass().add("plan-option");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }
}
