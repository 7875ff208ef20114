package lockstep.ui;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import lockstep.plan.Plan;
import lockstep.present.PlanGroup;
import lockstep.present.PlanLine;
import lockstep.present.PlanWords;
import lockstep.present.Strings;
import lockstep.present.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A line of the plan: the arrow that can be flipped off, and what it is about. Built once, then
/// only filled.
final class PlanCell extends ListCell<PlanLine> {
    private record Text(String name, String why, String figure) {}

    /// What a click can ask for.
    ///
    /// @param move a node so many places later in the order
    record Clicks(
            Consumer<PlanLine> flip,
            Consumer<PlanGroup> fold,
            ObjIntConsumer<PlanLine.Node> move) {}

    private static final PseudoClass OFF = PseudoClass.getPseudoClass("off");
    private static final PseudoClass PARTLY = PseudoClass.getPseudoClass("partly");
    private static final double INDENT = 30;

    private final FontIcon arrow = new FontIcon(Feather.ARROW_RIGHT);
    private final StackPane flip = new StackPane(arrow);
    private final FontIcon chevron = new FontIcon(Feather.CHEVRON_DOWN);
    private final StackPane fold = new StackPane(chevron);
    private final Label name = new Label();
    private final Label why = new Label();
    private final Label figure = new Label();
    private final HBox order = new HBox();
    private final HBox line = new HBox(fold, flip, name, why, order, figure);

    PlanCell(Clicks clicks) {
        getStyleClass().add("plan-cell");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        flip.getStyleClass().add("plan-arrow");
        fold.getStyleClass().add("plan-fold");
        name.getStyleClass().add("plan-name");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        why.getStyleClass().add("plan-why");
        figure.getStyleClass().add("plan-figure");
        order.getStyleClass().add("plan-order");
        order.setAlignment(Pos.CENTER);
        order.getChildren()
                .addAll(
                        mover(Feather.CHEVRON_UP, "plan.order.earlier", -1, clicks),
                        mover(Feather.CHEVRON_DOWN, "plan.order.later", 1, clicks));
        line.getStyleClass().add("plan-line");
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinWidth(0);
        line.setPrefWidth(0);
        flip.setOnMouseClicked(
                e -> {
                    if (e.getButton() == MouseButton.PRIMARY && getItem() != null) {
                        clicks.flip().accept(getItem());
                        e.consume();
                    }
                });
        setOnMouseClicked(
                e -> {
                    if (getItem() instanceof PlanLine.Action a && e.getY() >= 0) {
                        clicks.fold().accept(a.group());
                    }
                });
    }

    private Button mover(Ikon icon, String key, int places, Clicks clicks) {
        Button button = new Button(null, new FontIcon(icon));
        button.getStyleClass().addAll("flat", "small", "button-icon", "plan-mover");
        button.setFocusTraversable(false);
        button.setAccessibleText(Strings.text(key));
        button.setTooltip(new Tooltip(Strings.text(key)));
        button.setOnAction(
                _ -> {
                    if (getItem() instanceof PlanLine.Node node) {
                        clicks.move().accept(node, places);
                    }
                });
        return button;
    }

    private boolean isOneOfMany() {
        return getListView().getItems().stream().filter(PlanLine.Node.class::isInstance).count()
                > 1;
    }

    @Override
    protected void updateItem(@Nullable PlanLine item, boolean empty) {
        super.updateItem(item, empty);
        if (item == null || empty) {
            setGraphic(null);
            setAccessibleText(null);
            mark("none", "none");
            return;
        }
        setGraphic(line);
        fold.setManaged(item instanceof PlanLine.Action);
        fold.setVisible(item instanceof PlanLine.Action);
        order.setVisible(item instanceof PlanLine.Node && isOneOfMany());
        order.setManaged(order.isVisible());
        setAccessibleText(PlanWords.spoken(item));
        switch (item) {
            case PlanLine.Node n -> node(n);
            case PlanLine.Action a -> action(a.group());
            case PlanLine.Row r -> row(r.group().row(r.position()));
        }
        chosen(item);
    }

    private void node(PlanLine.Node node) {
        fill(new Text(node.name(), "", PlanWords.tally(node)), 0);
        mark("node", "none");
    }

    private void action(PlanGroup group) {
        fill(new Text(PlanWords.action(group.action()), "", PlanWords.tally(group)), 0);
        chevron.setIconCode(group.isOpen() ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT);
        mark("action", group.action().name().toLowerCase(Locale.ROOT));
    }

    private void row(Plan.Row row) {
        boolean sized = row.action() != Plan.Action.ATTRIBUTES;
        String size = sized ? Words.bytes(row.bytes()) : "";
        fill(new Text(row.path().visible(), row.reason(), size), 2 * INDENT);
        mark("row", row.action().name().toLowerCase(Locale.ROOT));
    }

    private void fill(Text text, double indent) {
        name.setText(text.name());
        why.setText(text.why());
        figure.setText(text.figure());
        HBox.setMargin(flip, new Insets(0, 0, 0, indent));
    }

    private void chosen(PlanLine item) {
        PlanLine.Chosen chosen = item.chosen();
        pseudoClassStateChanged(OFF, chosen == PlanLine.Chosen.NONE);
        pseudoClassStateChanged(PARTLY, chosen == PlanLine.Chosen.SOME);
        arrow.setIconCode(
                switch (chosen) {
                    case ALL -> on(item);
                    case SOME -> Feather.MINUS;
                    case NONE -> Feather.SLASH;
                });
    }

    private static Ikon on(PlanLine item) {
        boolean deletes =
                switch (item) {
                    case PlanLine.Node _ -> false;
                    case PlanLine.Action a -> a.group().action() == Plan.Action.DELETE;
                    case PlanLine.Row r -> r.group().action() == Plan.Action.DELETE;
                };
        return deletes ? Feather.X : Feather.ARROW_RIGHT;
    }

    /// The kind of line and its action are the third and fourth style class.
    private void mark(String kind, String action) {
        getStyleClass().removeIf(c -> c.startsWith("plan-is-") || c.startsWith("plan-does-"));
        getStyleClass().addAll("plan-is-" + kind, "plan-does-" + action);
    }
}
