package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.util.StringConverter;
import lockstep.present.ConsoleModel;
import lockstep.present.Preferences;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What the operator prefers on this workstation. A choice holds at once.
final class PreferencesCard {
    private final ConsoleModel model;
    private final GridPane grid = new GridPane(12, 10);

    private PreferencesCard(ConsoleModel model) {
        this.model = model;
    }

    static void show(Overlay overlay, ConsoleModel model) {
        PreferencesCard rows = new PreferencesCard(model);
        rows.choice(
                "colours", Preferences.Colours.values(), Preferences::colours, Preferences::with);
        rows.choice(
                "opening", Preferences.Opening.values(), Preferences::opening, Preferences::with);
        rows.choice(
                "notices", Preferences.Notices.values(), Preferences::notices, Preferences::with);
        QuestionCard card =
                new QuestionCard(Feather.SETTINGS, text("preferences.title")).with(rows.grid);
        card.offering(
                "preferences-close", text("problem.close"), () -> overlay.close(card), "accent");
        overlay.show(card);
    }

    private <E extends Enum<E>> void choice(
            String name,
            E[] values,
            Function<Preferences, E> now,
            BiFunction<Preferences, E, Preferences> with) {
        ChoiceBox<E> box = new ChoiceBox<>();
        box.setId("preferences-" + name);
        box.getItems().setAll(values);
        box.setValue(now.apply(model.preferencesProperty().get()));
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable E value) {
                        return value == null ? "" : text("preferences." + name + "." + value);
                    }

                    @Override
                    public E fromString(String text) {
                        throw new UnsupportedOperationException(text);
                    }
                });
        box.valueProperty()
                .subscribe((_, chosen) -> model.prefer(before -> with.apply(before, chosen)));
        Label label = new Label(text("preferences." + name));
        label.setLabelFor(box);
        grid.addRow(grid.getRowCount(), label, box);
    }
}
