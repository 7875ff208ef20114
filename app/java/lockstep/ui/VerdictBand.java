package lockstep.ui;

import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.Headline;
import lockstep.present.ScanModel;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The verdict: a sign, the sentence in the largest text of the window, what it rests on, and how
/// old it is.
final class VerdictBand extends HBox {
    private final FontIcon icon = new FontIcon(Feather.CIRCLE);
    private final Label sentence = new Label();
    private final Label detail = new Label();

    VerdictBand(ScanModel scans) {
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
        ProgressBar busy = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        busy.getStyleClass().addAll("small", "verdict-busy");
        busy.visibleProperty().bind(scans.scanningProperty());
        VBox words = new VBox(sentence, detail);
        HBox.setHgrow(words, Priority.ALWAYS);
        VBox right = new VBox(age, busy);
        right.getStyleClass().add("verdict-right");
        getChildren().addAll(icon, words, right);
        scans.headlineProperty().subscribe(this::show);
    }

    private void show(Headline headline) {
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
            case DIFFERS -> Feather.ALERT_CIRCLE;
            case CANNOT_TELL -> Feather.HELP_CIRCLE;
        };
    }
}
