package lockstep.ui;

import static lockstep.present.Strings.text;

import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import lockstep.fault.Visible;
import lockstep.present.ConsoleModel;
import lockstep.present.Preferences;
import org.kordamp.ikonli.feather.Feather;

/// The cluster files that were opened last, to be opened again.
final class RecentFiles {
    private static final int MOST = 5;

    private RecentFiles() {}

    /// A list for the window without a cluster: each is opened by a click, and can be forgotten.
    static VBox list(ConsoleModel model, Deeds deeds) {
        VBox list = new VBox();
        list.setId("recent");
        list.getStyleClass().add("recent");
        list.setAlignment(Pos.CENTER_LEFT);
        model.preferencesProperty()
                .subscribe(
                        now -> {
                            List<Node> rows =
                                    now.recent().stream()
                                            .limit(MOST)
                                            .map(file -> row(file, model, deeds))
                                            .toList();
                            list.getChildren().setAll(rows);
                            if (!rows.isEmpty()) {
                                list.getChildren().addFirst(new Label(text("first.recent")));
                            }
                        });
        return list;
    }

    private static Node row(Path file, ConsoleModel model, Deeds deeds) {
        Hyperlink open = new Hyperlink(name(file));
        open.getStyleClass().add("recent-name");
        open.setOnAction(_ -> deeds.openRecent(file));
        Label where = new Label(Visible.text(String.valueOf(file.getParent())));
        where.getStyleClass().add("recent-where");
        Button forget =
                TopBar.icon(
                        "forget",
                        Feather.X,
                        text("first.forget", name(file)),
                        () -> model.prefer(now -> now.forgetting(file)));
        forget.getStyleClass().add("small");
        HBox row = new HBox(open, where, forget);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("recent-row");
        return row;
    }

    /// The same as a menu.
    static void fill(Menu menu, Preferences now, Deeds deeds) {
        menu.getItems().setAll(now.recent().stream().map(file -> item(file, deeds)).toList());
        menu.setDisable(now.recent().isEmpty());
    }

    private static MenuItem item(Path file, Deeds deeds) {
        MenuItem item =
                new MenuItem(
                        text(
                                "menu.recent.file",
                                name(file),
                                Visible.text(String.valueOf(file.getParent()))));
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> deeds.openRecent(file));
        return item;
    }

    /// `shop` of `/home/ops/shop.toml`.
    private static String name(Path file) {
        String name = Visible.text(String.valueOf(file.getFileName()));
        return name.endsWith(".toml") ? name.substring(0, name.length() - 5) : name;
    }
}
