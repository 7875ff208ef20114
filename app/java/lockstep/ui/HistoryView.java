package lockstep.ui;

import static lockstep.present.Strings.text;

import atlantafx.base.controls.Spacer;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import lockstep.present.HistoryModel;
import lockstep.present.HistoryModel.Form;
import lockstep.present.HistoryModel.Span;
import lockstep.present.Problem;
import lockstep.report.HistoryLine;
import lockstep.run.Trend;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What happened to the cluster: which part of it above, then how far the nodes were apart and what
/// runs sent, and below a row each.
final class HistoryView extends VBox {
    private final HistoryModel model;
    private final Overlay overlay;
    private final Consumer<String> report;
    private final HistoryBar bar;
    private final HistoryTable table;
    private final DriftTrend drift = new DriftTrend();
    private final BytesTrend bytes = new BytesTrend();
    private final HBox charts = new HBox(drift.card(), bytes.card());
    private final Label failed = new Label(null, new FontIcon(Feather.ALERT_TRIANGLE));
    private final Label said = new Label();
    private final Label count = new Label();
    private final Hyperlink older = new Hyperlink(text("history.older"));
    private Function<String, Optional<Path>> places;

    /// @param report shows that of a run
    HistoryView(HistoryModel model, Overlay overlay, Consumer<String> report) {
        this.model = model;
        this.overlay = overlay;
        this.report = report;
        places = this::choose;
        setId("history");
        getStylesheets().add(RunView.sheet());
        getStyleClass().add("history");
        bar = new HistoryBar(model, this::save);
        table = new HistoryTable(model, this::open);
        charts.getStyleClass().add("history-charts");
        HBox.setHgrow(drift.card(), Priority.ALWAYS);
        failed.setId("history-problem");
        failed.getStyleClass().add("history-problem");
        LeftCard.whole(failed);
        VBox.setVgrow(table.control(), Priority.ALWAYS);
        getChildren().addAll(bar, failed, charts, table.control(), foot());
        model.trendProperty().subscribe(this::show);
        model.problemProperty().subscribe(this::show);
        model.linesProperty().subscribe(_ -> tell());
        model.readingProperty().subscribe(_ -> tell());
    }

    /// Asks in another way where the history is to be saved.
    void saveBy(Function<String, Optional<Path>> other) {
        places = other;
    }

    TextField filterField() {
        return bar.filterField();
    }

    void focusLines() {
        table.control().requestFocus();
    }

    private HBox foot() {
        said.setId("history-said");
        said.getStyleClass().add("report-said");
        count.setId("history-count");
        count.getStyleClass().add("chips-matches");
        older.setId("history-older");
        older.setTooltip(new Tooltip(text("history.older.hint")));
        older.setOnAction(_ -> model.older());
        ProgressIndicator busy = new ProgressIndicator();
        busy.getStyleClass().add("history-busy");
        busy.setAccessibleText(text("history.reading"));
        busy.visibleProperty().bind(model.readingProperty());
        HBox foot = new HBox(count, older, busy, new Spacer(), said);
        foot.getStyleClass().add("history-foot");
        foot.setAlignment(Pos.CENTER_LEFT);
        return foot;
    }

    private void show(@Nullable Trend trend) {
        place(charts, trend != null && !trend.isEmpty());
        if (trend != null) {
            drift.show(trend);
            bytes.show(trend);
        }
        tell();
    }

    private void show(@Nullable Problem problem) {
        place(failed, problem != null);
        if (problem != null) {
            failed.setText(
                    text("history.problem") + ": " + problem.what() + " " + problem.remedy());
        }
        tell();
    }

    private static void place(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }

    private void tell() {
        bar.renew();
        count.setText(model.count());
        place(older, model.hasOlder());
        if (table.control().getItems().isEmpty()) {
            table.placeholder(nothing());
        }
    }

    private Node nothing() {
        Trend trend = model.trendProperty().get();
        VBox box = new VBox();
        box.getStyleClass().add("snapshots-empty");
        box.setAlignment(Pos.CENTER);
        if (model.problemProperty().get() != null) {
            return box;
        }
        if (trend == null) {
            box.getChildren().add(words("history.reading"));
        } else if (model.isFiltered()) {
            Hyperlink all = new Hyperlink(text("history.show.all"));
            all.setId("history-show-all");
            all.setOnAction(_ -> model.showAll());
            box.getChildren().addAll(words("history.none"), all);
        } else if (model.spanProperty().get() != Span.ALL) {
            Hyperlink all = new Hyperlink(text("history.span.all"));
            all.setId("history-span-all");
            all.setOnAction(_ -> model.choose(Span.ALL));
            box.getChildren().addAll(words("history.none.span"), all);
        } else {
            Label title = new Label(text("history.empty.title"), new FontIcon(Feather.CLOCK));
            title.getStyleClass().add("snapshots-empty-title");
            box.getChildren().addAll(title, words("history.empty.text"));
        }
        return box;
    }

    private static Label words(String key) {
        Label words = new Label(text(key));
        words.getStyleClass().add("snapshots-empty-text");
        words.setMaxWidth(560);
        LeftCard.whole(words);
        return words;
    }

    private void open(HistoryLine line) {
        if (line.run().isEmpty()) {
            HistoryCard.show(line, overlay);
        } else {
            report.accept(line.run());
        }
    }

    private void save(Form form) {
        said.setText("");
        places.apply(model.fileName(form))
                .ifPresent(
                        file ->
                                model.save(
                                        form,
                                        file,
                                        saved -> said.setText(text("history.saved", saved)),
                                        problem ->
                                                said.setText(
                                                        problem.what() + " " + problem.remedy())));
    }

    private Optional<Path> choose(String name) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(text("history.export.title"));
        chooser.setInitialFileName(name);
        File file = chooser.showSaveDialog(overlay.node().getScene().getWindow());
        return Optional.ofNullable(file).map(File::toPath);
    }
}
