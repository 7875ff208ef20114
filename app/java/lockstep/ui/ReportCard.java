package lockstep.ui;

import static lockstep.present.Strings.text;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import lockstep.present.ReportsModel;
import lockstep.present.ReportsModel.Form;
import lockstep.present.ReportsModel.Reports;
import lockstep.report.ReportWords;
import lockstep.run.Report;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Reports of runs above the window: which run, what came of each node, and the ways to take it
/// along.
final class ReportCard extends VBox {
    private static final double WIDTH = 1_040;
    private static final double HEIGHT = 760;
    private static final double MARGIN = 64;

    private final ReportsModel model;
    private final Overlay overlay;
    private final Saving saving;
    private final ComboBox<Report> run = new ComboBox<>();
    private final ScrollPane scroll = new ScrollPane();
    private final Label said = new Label();

    /// Asks where a file is to be saved.
    @FunctionalInterface
    interface Saving {
        /// @param name of the file, as a proposal
        /// @return nothing when it is not to be saved
        Optional<Path> ask(Form form, String name);
    }

    private ReportCard(ReportsModel model, Reports reports, Overlay overlay, Saving saving) {
        this.model = model;
        this.overlay = overlay;
        this.saving = saving;
        setId("report");
        getStyleClass().add("report");
        said.setId("report-said");
        said.getStyleClass().add("report-said");
        scroll.setFitToWidth(true);
        scroll.setId("report-scroll");
        scroll.getStyleClass().addAll("edge-to-edge", "report-scroll");
        setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head(reports.all()), scroll, buttons());
        run.valueProperty().subscribe(this::show);
        run.setValue(reports.first().orElseThrow());
        sceneProperty().subscribe(this::fit);
    }

    /// Shows them, or that there is none.
    static void show(ReportsModel model, Reports reports, Overlay overlay, Saving saving) {
        if (reports.first().isPresent()) {
            ReportCard card = new ReportCard(model, reports, overlay, saving);
            overlay.show(card);
            card.scroll.requestFocus();
            return;
        }
        QuestionCard none =
                new QuestionCard(Feather.FILE_TEXT, text("report.none"))
                        .saying(text("report.none.text"));
        none.offering("report-close", text("problem.close"), () -> overlay.close(none), "accent");
        overlay.show(none);
    }

    /// Asks in a dialog of the system's.
    static Saving choosing(Overlay overlay) {
        return (form, name) -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(text("report.save"));
            chooser.setInitialFileName(name);
            chooser.getExtensionFilters()
                    .add(
                            new FileChooser.ExtensionFilter(
                                    text("report.form." + form), "*." + form.ending()));
            File file = chooser.showSaveDialog(overlay.node().getScene().getWindow());
            return Optional.ofNullable(file).map(File::toPath);
        };
    }

    private HBox head(List<Report> all) {
        Label title = new Label(text("report.title"), new FontIcon(Feather.FILE_TEXT));
        title.getStyleClass().add("question-title");
        title.setMinWidth(USE_PREF_SIZE);
        run.setId("report-run");
        run.setAccessibleText(text("report.run"));
        run.getItems().setAll(all);
        run.setMaxWidth(Double.MAX_VALUE);
        run.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable Report report) {
                        return report == null ? "" : named(report);
                    }

                    @Override
                    public Report fromString(String text) {
                        throw new UnsupportedOperationException(text);
                    }
                });
        HBox.setHgrow(run, Priority.ALWAYS);
        HBox head = new HBox(title, run);
        head.getStyleClass().add("report-head");
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private static String named(Report report) {
        return text(
                "report.named",
                report.head().id(),
                ReportWords.began(report.head()),
                ReportWords.shown(report.head().who()),
                ReportWords.what(report.head()));
    }

    private HBox buttons() {
        said.setWrapText(true);
        said.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(said, Priority.ALWAYS);
        Button close = button("report-close", "problem.close", () -> overlay.close(this));
        close.getStyleClass().add("accent");
        close.setDefaultButton(true);
        HBox buttons =
                new HBox(
                        said,
                        button("report-html", "report.save.HTML", () -> save(Form.HTML)),
                        button("report-text", "report.save.TEXT", () -> save(Form.TEXT)),
                        button("report-copy", "report.copy", this::copy),
                        close);
        buttons.getStyleClass().add("report-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        return buttons;
    }

    private static Button button(String id, String key, Runnable action) {
        Button button = new Button(text(key));
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void show(@Nullable Report report) {
        if (report != null) {
            said.setText("");
            scroll.setContent(new ReportView(report));
            scroll.setVvalue(0);
        }
    }

    private void save(Form form) {
        Report report = run.getValue();
        saving.ask(form, form.fileName(report))
                .ifPresent(
                        file ->
                                model.save(
                                        report,
                                        form,
                                        file,
                                        saved -> said.setText(text("report.saved", saved)),
                                        problem ->
                                                said.setText(
                                                        problem.what() + " " + problem.remedy())));
    }

    private void copy() {
        ClipboardContent clip = new ClipboardContent();
        clip.putString(ReportsModel.text(run.getValue(), Form.TEXT));
        Clipboard.getSystemClipboard().setContent(clip);
        said.setText(text("report.copied"));
    }

    private void fit(@Nullable Scene scene) {
        prefWidthProperty().unbind();
        prefHeightProperty().unbind();
        if (scene != null) {
            prefWidthProperty()
                    .bind(Bindings.min(WIDTH, Bindings.subtract(scene.widthProperty(), MARGIN)));
            prefHeightProperty()
                    .bind(Bindings.min(HEIGHT, Bindings.subtract(scene.heightProperty(), MARGIN)));
        }
    }
}
