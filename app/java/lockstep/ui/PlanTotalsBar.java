package lockstep.ui;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import lockstep.plan.Plan;
import lockstep.present.PlanModel;
import lockstep.present.PlanTotals;
import lockstep.present.Strings;
import lockstep.present.Words;

/// The sums of what is chosen, in figures large enough to be read in passing.
final class PlanTotalsBar extends HBox {
    private static final PseudoClass NONE = PseudoClass.getPseudoClass("none");

    private final Map<Plan.Action, Label> counts = new EnumMap<>(Plan.Action.class);
    private final Label deletions = new Label();
    private final Label wire = new Label();

    PlanTotalsBar() {
        getStyleClass().add("plan-totals");
        for (Plan.Action action : Plan.Action.values()) {
            Label count = new Label();
            counts.put(action, count);
            String style = "plan-does-" + action.name().toLowerCase(Locale.ROOT);
            Label name = action == Plan.Action.DELETE ? deletions : new Label();
            name.setText(Strings.text("plan.total." + action));
            getChildren().add(total(count, name, style));
        }
        VBox bytes = total(wire, new Label(Strings.text("plan.total.wire")), "plan-does-wire");
        Tooltip.install(bytes, new Tooltip(Strings.text("plan.total.wire.hint")));
        bytes.setAccessibleHelp(Strings.text("plan.total.wire.hint"));
        getChildren().add(bytes);
    }

    void show(PlanModel model) {
        PlanTotals totals = model.totals();
        boolean unapproved = totals.deletions() > 0 && !model.deletionsApproved();
        deletions.setText(Strings.text("plan.total.DELETE" + (unapproved ? ".not" : "")));

        counts.forEach(
                (action, label) -> {
                    long count = totals.count(action);
                    label.setText(Words.number(count));
                    boolean none = count == 0 || unapproved && action == Plan.Action.DELETE;
                    label.getParent().pseudoClassStateChanged(NONE, none);
                });
        wire.setText(Strings.text("plan.total.wire.most", Words.bytes(totals.wireBytes())));
    }

    private static VBox total(Label figure, Label name, String style) {
        figure.getStyleClass().add("plan-total-figure");
        figure.setMinWidth(USE_PREF_SIZE);
        name.getStyleClass().add("plan-total-name");
        VBox box = new VBox(figure, name);
        box.getStyleClass().addAll("plan-total", style);
        return box;
    }
}
