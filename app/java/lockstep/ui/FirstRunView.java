package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import lockstep.present.ConsoleModel;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The window without a cluster: what Lockstep is for, and four ways to begin.
final class FirstRunView extends VBox {
    FirstRunView(ConsoleModel model, Deeds deeds) {
        getStyleClass().add("first-run");
        setAlignment(Pos.CENTER);
        Label title = new Label(text("first.title"));
        title.getStyleClass().add("first-title");
        Label claim = new Label(text("first.claim"));
        claim.getStyleClass().add("first-claim");
        HBox ways =
                new HBox(
                        way("first.demo", Feather.PLAY_CIRCLE, deeds::openDemo),
                        way("first.open", Feather.FOLDER, deeds::openFile),
                        way("first.import", Feather.DOWNLOAD, deeds::importNodes),
                        way("first.new", Feather.PLUS_CIRCLE, deeds::newCluster));
        ways.getStyleClass().add("first-ways");
        ways.setAlignment(Pos.CENTER);
        ways.disableProperty().bind(model.openingProperty());
        Label opening = new Label(text("first.opening"));
        ProgressBar busy = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        busy.getStyleClass().add("small");
        VBox wait = new VBox(8, busy, opening);
        wait.setAlignment(Pos.CENTER);
        wait.visibleProperty().bind(model.openingProperty());
        VBox recent = RecentFiles.list(model, deeds);
        recent.disableProperty().bind(model.openingProperty());
        getChildren().addAll(title, claim, ways, recent, wait);
    }

    private static Node way(String key, Ikon icon, Runnable action) {
        Label name = new Label(text(key));
        name.getStyleClass().add("way-name");
        Label what = new Label(text(key + ".text"));
        what.setWrapText(true);
        what.getStyleClass().add("way-consequence");
        VBox content = new VBox(new FontIcon(icon), name, what);
        content.getStyleClass().add("first-way-content");
        Button way = new Button(null, content);
        way.setId(key.replace('.', '-'));
        way.getStyleClass().addAll("way", "first-way");
        way.setAccessibleText(name.getText() + ". " + what.getText());
        way.setOnAction(_ -> action.run());
        return way;
    }
}
