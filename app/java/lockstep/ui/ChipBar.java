package lockstep.ui;

import static lockstep.present.Strings.text;

import atlantafx.base.controls.Spacer;
import java.util.EnumMap;
import java.util.Map;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import lockstep.drift.Sign;
import lockstep.present.MatrixCell;
import lockstep.present.MatrixModel;
import lockstep.present.MatrixView;
import lockstep.present.Strings;
import lockstep.present.Words;
import org.jspecify.annotations.Nullable;

/// The chips above the matrix: one for each kind of difference, with its count; each shows or
/// hides the rows that differ in that way.
final class ChipBar extends HBox {
    private final Map<Sign, ToggleButton> chips = new EnumMap<>(Sign.class);
    private final Label matches = new Label();

    /// How much place there is for each chip.
    enum Room {
        /// Sign, word and count.
        ROOMY("chips.kind"),
        /// Sign and count; the word is in the tooltip.
        COMPACT("chips.kind.short");

        private final String key;

        Room(String key) {
            this.key = key;
        }
    }

    private final Room room;

    ChipBar(MatrixModel model) {
        this(model, Room.ROOMY);
    }

    ChipBar(MatrixModel model, Room room) {
        this.room = room;
        matches.setMinWidth(USE_PREF_SIZE);
        getStyleClass().add("chips");
        ToggleButton only = new ToggleButton(text("chips.differences"));
        only.setId("chip-differences");
        only.setMinWidth(USE_PREF_SIZE);
        only.getStyleClass().addAll("small", "chip");
        only.selectedProperty().bindBidirectional(model.differencesOnlyProperty());
        getChildren().add(only);
        for (Sign sign : Sign.differences()) {
            ToggleButton chip = new ToggleButton();
            chip.setId("chip-" + sign);
            chip.setMinWidth(USE_PREF_SIZE);
            if (room == Room.COMPACT) {
                chip.setTooltip(new Tooltip(MatrixCell.word(sign)));
            }
            chip.getStyleClass().addAll("small", "chip", "chip-" + MatrixCell.tone(sign).name());
            chip.setSelected(model.shows(sign));
            chip.setOnAction(_ -> model.toggle(sign));
            chips.put(sign, chip);
            getChildren().add(chip);
        }
        matches.getStyleClass().add("chips-matches");
        getChildren().addAll(new Spacer(), ticked(model), matches);
        model.viewProperty().subscribe(this::show);
    }

    private static HBox ticked(MatrixModel model) {
        Label count = new Label();
        Hyperlink none = new Hyperlink(text("chips.untick"));
        none.setOnAction(_ -> model.untickAll());
        HBox box = new HBox(count, none);
        box.getStyleClass().add("chips-ticked");
        model.tickedCountProperty()
                .subscribe(
                        n -> {
                            count.setText(Strings.count("chips.ticked", n.intValue()));
                            box.setVisible(n.intValue() > 0);
                        });
        return box;
    }

    private void show(@Nullable MatrixView view) {
        chips.forEach(
                (sign, chip) -> {
                    int count = view == null ? 0 : view.count(sign);
                    chip.setText(
                            text(
                                    room.key,
                                    sign.symbol(),
                                    MatrixCell.word(sign),
                                    Words.number(count)));
                    chip.setAccessibleText(MatrixCell.word(sign) + " " + Words.number(count));
                    chip.setVisible(count > 0);
                    chip.setManaged(count > 0);
                });
        matches.setText(view == null ? "" : Strings.count("chips.matches", view.matches()));
    }
}
