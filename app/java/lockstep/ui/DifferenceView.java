package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.present.InspectorModel;
import lockstep.present.InspectorModel.Subject;
import lockstep.present.InspectorModel.Text;
import lockstep.present.ScanModel;
import lockstep.present.TextDifference;
import lockstep.present.TextDifference.Line;
import lockstep.present.TextDifference.Side;
import org.jspecify.annotations.Nullable;

/// How the text of the selected file differs between two nodes, read when it is looked at.
final class DifferenceView extends VBox {
    private final InspectorModel model;
    private final ComboBox<String> left = new ComboBox<>();
    private final ComboBox<String> right = new ComboBox<>();
    private final Label note = new Label();
    private final ListView<Line> lines = new ListView<>();
    private boolean choosing;

    DifferenceView(InspectorModel model, ScanModel scans) {
        this.model = model;
        getStyleClass().add("difference");
        List<String> nodes = scans.nodeNames();
        left.getItems().setAll(nodes);
        right.getItems().setAll(nodes);
        left.setAccessibleText(text("difference.left"));
        right.setAccessibleText(text("difference.right"));
        left.setOnAction(_ -> chosen());
        right.setOnAction(_ -> chosen());
        note.getStyleClass().add("difference-note");
        lines.getStyleClass().add("difference-lines");
        lines.setFixedCellSize(22);
        lines.setCellFactory(_ -> new LineCell());
        lines.setAccessibleText(text("difference.lines"));
        HBox head = new HBox(left, new Label(text("difference.against")), right, note);
        head.getStyleClass().add("difference-head");
        VBox.setVgrow(lines, Priority.ALWAYS);
        getChildren().addAll(head, lines);
        model.textProperty().subscribe(this::show);
    }

    /// Chooses the two nodes that tell most about the subject: the baseline, and the first node
    /// that differs from it.
    void choose() {
        Subject subject = model.subjectProperty().get();
        if (subject == null) {
            return;
        }
        DriftTree tree = subject.tree();
        int base = tree.baseline() instanceof Baseline.Reference(int node) ? node : 0;
        int other = base == 0 && tree.nodes() > 1 ? 1 : 0;
        for (int node = tree.nodes() - 1; node >= 0; node--) {
            boolean there = tree.listingRow(subject.row(), node) >= 0;
            other = there && node != base && tree.differs(subject.row(), node) ? node : other;
        }
        choosing = true;
        left.getSelectionModel().select(base);
        right.getSelectionModel().select(other);
        choosing = false;
    }

    private void chosen() {
        if (!choosing) {
            compare();
        }
    }

    /// Reads and compares, unless the subject is a directory.
    void compare() {
        Subject subject = model.subjectProperty().get();
        String a = left.getValue();
        String b = right.getValue();
        if (subject == null || a == null || b == null) {
            return;
        }
        if (subject.tree().isDirectory(subject.row())) {
            note.setText(text("difference.directory"));
            lines.getItems().clear();
        } else {
            model.compareText(a, b);
        }
    }

    private void show(Text now) {
        switch (now) {
            case Text.None() -> put("", List.of());
            case Text.Reading() -> put(text("difference.reading"), List.of());
            case Text.Read(TextDifference d) -> put(d.note(), d.lines());
            case Text.Failed(var problem) ->
                    put(text("difference.failed", problem.where(), problem.what()), List.of());
        }
    }

    private void put(String words, List<Line> shown) {
        note.setText(words);
        lines.getItems().setAll(shown);
    }

    /// A line with its numbers and which side it is from, as a sign and as a colour.
    static final class LineCell extends ListCell<Line> {
        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            Line shown = empty ? null : line;
            Side from = shown == null ? null : shown.side();
            for (Side side : Side.values()) {
                String name = side.name().toLowerCase(Locale.ROOT);
                pseudoClassStateChanged(PseudoClass.getPseudoClass(name), from == side);
            }
            setText(shown == null ? null : words(shown));
        }

        private static String words(Line line) {
            return switch (line.side()) {
                case GAP -> "        ⋯  " + line.text();
                case BOTH -> String.format("%4d %4d   %s", line.left(), line.right(), line.text());
                case LEFT -> String.format("%4d      − %s", line.left(), line.text());
                case RIGHT -> String.format("     %4d + %s", line.right(), line.text());
            };
        }
    }
}
