package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lockstep.drift.Sign;
import lockstep.present.MatrixCell;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What the keys do and what the signs mean, on one card that needs no scrolling.
final class HelpCard {
    /// Each with the last part of its text's key.
    private record Key(String keys, String what) {}

    private static final List<Key> KEYS =
            List.of(
                    new Key("F5", "scan"),
                    new Key("Shift+F5", "content"),
                    new Key("Shortcut+Enter", "sync"),
                    new Key("Shortcut+Z", "back"),
                    new Key("Shortcut+F", "filter"),
                    new Key("Space", "tick"),
                    new Key("Enter", "open-row"),
                    new Key("Left", "fold"),
                    new Key("F7", "difference"),
                    new Key("Shortcut+P", "pause"),
                    new Key("Shortcut+O", "open"),
                    new Key("Shortcut+Comma", "preferences"),
                    new Key("Shortcut+L", "theme"),
                    new Key("F1", "help"),
                    new Key("Esc", "leave"));

    private static final List<Sign> SIGNS =
            List.of(
                    Sign.SAME,
                    Sign.CONTENT,
                    Sign.MISSING,
                    Sign.EXTRA,
                    Sign.MODE,
                    Sign.OWNER,
                    Sign.TIME,
                    Sign.TARGET,
                    Sign.KIND,
                    Sign.UNREADABLE);

    private HelpCard() {}

    static void show(Overlay overlay) {
        QuestionCard card = new QuestionCard(Feather.HELP_CIRCLE, text("help.title"));
        card.getStyleClass().add("help");
        HBox columns = new HBox(keys(), signs());
        columns.getStyleClass().add("help-columns");
        card.with(columns)
                .offering("help-close", text("problem.close"), () -> overlay.close(card), "accent");
        overlay.show(card);
    }

    private static Node keys() {
        GridPane grid = grid("help-keys");
        for (Key key : KEYS) {
            Label keys = new Label(KeyCombination.valueOf(key.keys()).getDisplayText());
            keys.getStyleClass().add("help-key");
            keys.setMinWidth(Region.USE_PREF_SIZE);
            grid.addRow(grid.getRowCount(), keys, words(text("help.key." + key.what())));
        }
        return new VBox(heading("help.keys"), grid, heading("help.places"), places());
    }

    private static Node signs() {
        GridPane grid = grid("help-signs");
        for (Sign sign : SIGNS) {
            Label cell = new Label(sign.symbol());
            cell.getStyleClass().add("sign-cell");
            String tone = MatrixCell.tone(sign).name().toLowerCase(Locale.ROOT);
            cell.pseudoClassStateChanged(PseudoClass.getPseudoClass(tone), true);
            grid.addRow(grid.getRowCount(), cell, words(text("help.sign." + sign.name())));
        }
        row(grid, Feather.STAR, "reference-star", "help.star");
        row(grid, Feather.CHECK_SQUARE, "help-tick", "help.ticked");
        return new VBox(heading("help.signs"), grid);
    }

    /// What is where.
    private static Node places() {
        GridPane grid = grid("help-places");
        for (String tab : List.of("drift", "pools", "snapshots", "history")) {
            Label name = new Label(text("tab." + tab));
            name.getStyleClass().add("help-key");
            name.setMinWidth(Region.USE_PREF_SIZE);
            grid.addRow(grid.getRowCount(), name, words(text("help.place." + tab)));
        }
        return grid;
    }

    private static void row(GridPane grid, Ikon icon, String style, String key) {
        FontIcon drawn = new FontIcon(icon);
        drawn.getStyleClass().add(style);
        GridPane.setHalignment(drawn, HPos.CENTER);
        grid.addRow(grid.getRowCount(), drawn, words(text(key)));
    }

    private static GridPane grid(String id) {
        GridPane grid = new GridPane();
        grid.setId(id);
        grid.getStyleClass().add("help-grid");
        return grid;
    }

    private static Label heading(String key) {
        Label heading = new Label(text(key));
        heading.getStyleClass().add("help-heading");
        return heading;
    }

    private static Label words(String text) {
        return new Label(text);
    }
}
