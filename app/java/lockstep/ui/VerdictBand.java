package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.Locale;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.ClusterModel;
import lockstep.present.Headline;
import lockstep.present.ScanModel;
import lockstep.present.WatchModel;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The verdict: a sign, the sentence in the largest text of the window, what it rests on, and how
/// old it is.
final class VerdictBand extends HBox {
    private final FontIcon icon = new FontIcon(Feather.CIRCLE);
    private final Label sentence = new Label();
    private final Label detail = new Label();

    private final Button next = new Button();
    private final ScanModel scans;
    private final Deeds deeds;

    VerdictBand(ClusterModel cluster, Deeds deeds) {
        this.deeds = deeds;
        scans = cluster.scans();
        getStyleClass().add("verdict");
        setId("verdict");
        sentence.setId("verdict-sentence");
        sentence.getStyleClass().add("verdict-sentence");
        sentence.setWrapText(true);
        detail.getStyleClass().add("verdict-detail");
        Label age = new Label();
        age.getStyleClass().add("verdict-age");
        age.textProperty().bind(scans.ageProperty());
        age.setMinWidth(USE_PREF_SIZE);
        icon.getStyleClass().add("verdict-icon");
        ProgressBar busy = Busy.bar(text("busy"));
        busy.getStyleClass().add("verdict-busy");
        busy.visibleProperty().bind(scans.scanningProperty());
        VBox words = new VBox(sentence, detail);
        HBox.setHgrow(words, Priority.ALWAYS);
        VBox right = new VBox(age, watched(cluster.watch()), busy);
        right.getStyleClass().add("verdict-right");
        next.setId("verdict-next");
        next.getStyleClass().addAll("accent", "verdict-next");
        next.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(icon, words, next, right);
        scans.headlineProperty().subscribe(this::show);
        ReadOnlyBooleanProperty running = cluster.syncs().runningProperty();
        next.visibleProperty().bind(running.not().and(next.textProperty().isNotEmpty()));
        next.managedProperty().bind(next.visibleProperty());
    }

    /// What watching comes to, and of each node when one points at it.
    private static Label watched(WatchModel watch) {
        FontIcon eye = new FontIcon(Feather.EYE);
        Label line = new Label(null, eye);
        line.setId("verdict-watch");
        line.getStyleClass().add("verdict-age");
        line.textProperty().bind(watch.lineProperty());
        line.visibleProperty().bind(watch.lineProperty().isNotEmpty());
        line.managedProperty().bind(line.visibleProperty());
        line.setMinWidth(USE_PREF_SIZE);
        Tooltip each = new Tooltip();
        each.textProperty().bind(watch.hintProperty());
        line.setTooltip(each);
        line.accessibleHelpProperty().bind(watch.hintProperty());
        return line;
    }

    /// What an operator would do next.
    private void offer(Headline headline) {
        switch (headline.tone()) {
            case UNSCANNED -> offer("next.scan", () -> scans.scan(Criterion.METADATA));
            case SCANNING -> next.setText("");
            case DIFFERS -> offer("next.sync", deeds::sync);
            case CANNOT_TELL, STALE -> offer("next.again", this::again);
            case IDENTICAL -> {
                Comparison now = scans.comparisonProperty().get();
                if (now == null || now.criterion() == Criterion.CONTENT) {
                    next.setText("");
                } else {
                    offer("next.content", () -> scans.scan(Criterion.CONTENT));
                }
            }
        }
    }

    private void offer(String key, Runnable deed) {
        next.setText(text(key));
        next.setOnAction(_ -> deed.run());
    }

    private void again() {
        Comparison now = scans.comparisonProperty().get();
        scans.scan(now == null ? Criterion.METADATA : now.criterion());
    }

    /// Draws attention to what can be done.
    void point() {
        next.requestFocus();
    }

    private void show(Headline headline) {
        offer(headline);
        icon.setIconCode(icon(headline.tone()));
        sentence.setText(headline.sentence());
        detail.setText(headline.detail());
        String tone = "verdict-" + headline.tone().name().toLowerCase(Locale.ROOT);
        if (getStyleClass().size() > 1) {
            getStyleClass().removeLast();
        }
        getStyleClass().add(tone.replace('_', '-'));
    }

    private static Ikon icon(Headline.Tone tone) {
        return switch (tone) {
            case UNSCANNED -> Feather.CIRCLE;
            case SCANNING -> Feather.LOADER;
            case IDENTICAL -> Feather.CHECK_CIRCLE;
            case STALE -> Feather.CLOCK;
            case DIFFERS -> Feather.ALERT_CIRCLE;
            case CANNOT_TELL -> Feather.HELP_CIRCLE;
        };
    }
}
