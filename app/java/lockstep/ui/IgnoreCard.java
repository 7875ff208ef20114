package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import lockstep.fleet.Rules;
import lockstep.present.IgnoreModel;
import lockstep.present.IgnoreModel.Effect;
import lockstep.present.IgnoreModel.Line;
import lockstep.present.Problem;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Asks how much of what was pointed at is to be left out, and shows what would go before it does.
final class IgnoreCard {
    private final IgnoreModel model;
    private final Overlay overlay;
    private final QuestionCard card;
    private final TextField rule = new TextField();
    private final Label sentence = new Label();
    private final Label warning = new Label(null, new FontIcon(Feather.ALERT_TRIANGLE));
    private final Label more = new Label();
    private final Label complaint = new Label();
    private final ListView<Line> lines = new ListView<>();

    private IgnoreCard(IgnoreModel model, Overlay overlay) {
        this.model = model;
        this.overlay = overlay;
        card = new QuestionCard(Feather.EYE_OFF, text("ignore.title", model.subject()));
    }

    static void show(IgnoreModel model, Overlay overlay) {
        new IgnoreCard(model, overlay).show();
    }

    private void show() {
        card.getStyleClass().add("ignore");
        rule.setId("ignore-rule");
        rule.setAccessibleText(text("ignore.rule"));
        rule.textProperty().bindBidirectional(model.ruleProperty());
        lines.setId("ignore-lines");
        lines.setAccessibleText(text("ignore.lines"));
        lines.setFixedCellSize(24);
        lines.setCellFactory(_ -> new LineCell());
        sentence.setId("ignore-sentence");
        sentence.getStyleClass().add("ignore-sentence");
        warning.setId("ignore-warning");
        warning.setWrapText(true);
        warning.getStyleClass().add("warning-words");
        more.getStyleClass().add("ignore-more");
        complaint.setId("ignore-complaint");
        complaint.setWrapText(true);
        complaint.getStyleClass().add("complaint");
        complaint
                .textProperty()
                .bind(
                        Bindings.createStringBinding(
                                this::wrong, model.problemProperty(), model.obstacleProperty()));
        for (Label label : new Label[] {warning, more, complaint}) {
            label.managedProperty().bind(label.textProperty().isNotEmpty());
            label.visibleProperty().bind(label.managedProperty());
        }
        Label caption = new Label(text("ignore.rule"));
        caption.setLabelFor(rule);
        card.with(choices())
                .with(new VBox(4, caption, rule))
                .with(new VBox(6, sentence, warning, lines, more))
                .with(complaint)
                .saying(text("ignore.then", model.fileName()))
                .offering("ignore-cancel", text("cancel"), () -> overlay.close(card))
                .offering("ignore-add", text("ignore.add"), this::add, "accent")
                .needing(model.obstacleProperty().isEmpty());
        model.effectProperty().subscribe(this::draw);
        overlay.showForm(card, () -> {});
    }

    private void add() {
        model.add(() -> overlay.close(card));
    }

    private VBox choices() {
        VBox box = new VBox(8);
        ToggleGroup group = new ToggleGroup();
        int number = 0;
        for (IgnoreModel.Choice choice : model.choices()) {
            RadioButton button = new RadioButton(choice.words());
            button.setId("ignore-choice-" + number++);
            button.setToggleGroup(group);
            button.setOnAction(_ -> rule.setText(choice.rule().text()));
            rule.textProperty()
                    .subscribe(text -> button.setSelected(text.equals(choice.rule().text())));
            box.getChildren().add(button);
        }
        return box;
    }

    private String wrong() {
        Problem problem = model.problemProperty().get();
        return problem == null
                ? model.obstacleProperty().get()
                : problem.where() + ": " + problem.what() + " " + problem.remedy();
    }

    private void draw(@Nullable Effect effect) {
        boolean looking = effect == null && Rules.problem(rule.getText()).isEmpty();
        sentence.setText(
                looking ? text("ignore.looking") : effect == null ? "" : effect.sentence());
        warning.setText(effect == null ? "" : effect.warning());
        more.setText(effect == null ? "" : effect.more());
        if (effect == null) {
            lines.getItems().clear();
        } else {
            lines.getItems().setAll(effect.lines());
        }
    }

    private static final class LineCell extends ListCell<Line> {
        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            Line shown = empty ? null : line;
            setText(
                    shown == null
                            ? null
                            : shown.why().isEmpty()
                                    ? text("ignore.line.same", shown.path())
                                    : text("ignore.line.differs", shown.path(), shown.why()));
            getStyleClass().remove("ignore-differs");
            if (shown != null && !shown.why().isEmpty()) {
                getStyleClass().add("ignore-differs");
            }
        }
    }
}
