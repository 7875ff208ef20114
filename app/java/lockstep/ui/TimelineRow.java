package lockstep.ui;

import static lockstep.present.Strings.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import lockstep.present.SnapshotChoice;
import lockstep.present.SnapshotWords;
import lockstep.present.TimelineScale;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The snapshots of one node along the axis of time: a filled mark for a good one, a hollow one
/// for one that nobody has proven, a cross for a damaged one, a pin above what is pinned, and a
/// number where several share a mark. Never more marks than there is room for.
final class TimelineRow extends HBox {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final PseudoClass ACTIVE = PseudoClass.getPseudoClass("active");
    private static final double GAP = 32;
    private static final double HEIGHT = 34;
    private static final double SIZE = 14;
    private static final double PILL = 26;

    private final Deeds deeds;
    private final String spoken;
    private final Pane track = new Pane();
    private final Region line = new Region();
    private final Label note = new Label();
    private List<SnapshotChoice> choices = List.of();
    private @Nullable TimelineScale scale;
    private @Nullable SnapshotChoice chosen;
    private Instant now = Instant.EPOCH;

    /// What a row asks for.
    ///
    /// @param choose one moment
    /// @param preview what the chosen one would change
    /// @param closer looks closer at those
    record Deeds(
            Consumer<SnapshotChoice> choose,
            Runnable preview,
            Consumer<List<SnapshotChoice>> closer) {}

    TimelineRow(String id, String name, Deeds deeds) {
        this.deeds = deeds;
        setId("timeline-" + id);
        getStyleClass().add("timeline-row");
        setAlignment(Pos.CENTER_LEFT);
        Label label = new Label(name);
        label.getStyleClass().add("timeline-name");
        line.getStyleClass().add("timeline-line");
        note.getStyleClass().add("timeline-note");
        track.getStyleClass().add("timeline-track");
        track.setMinHeight(HEIGHT);
        track.setPrefHeight(HEIGHT);
        track.setMinWidth(0);
        HBox.setHgrow(track, Priority.ALWAYS);
        getChildren().addAll(label, track);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        spoken = text("snap.row", name);
        setAccessibleText(spoken);
        setAccessibleHelp(text("snap.row.help"));
        track.widthProperty().subscribe((_, _) -> draw());
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> requestFocus());
    }

    /// Shows those, the newest first.
    ///
    /// @param said what is said in the place of marks; empty for nothing
    void show(List<SnapshotChoice> all, String said) {
        choices = List.copyOf(all);
        note.setText(all.isEmpty() && said.isEmpty() ? text("snap.row.none") : said);
        draw();
    }

    /// Shows that part of time, and what is chosen.
    void show(TimelineScale shown, @Nullable SnapshotChoice at, Instant today) {
        scale = shown;
        chosen = at;
        now = today;
        SnapshotChoice here = chosen();
        pseudoClassStateChanged(ACTIVE, here != null);
        setAccessibleText(here == null ? spoken : SnapshotWords.spoken(here, today));
        draw();
    }

    /// The chosen one of this row; null when it is elsewhere.
    private @Nullable SnapshotChoice chosen() {
        SnapshotChoice at = chosen;
        return at == null
                ? null
                : choices.stream()
                        .filter(c -> c.to().keySet().equals(at.to().keySet()))
                        .filter(c -> c.at().equals(at.at()))
                        .findFirst()
                        .orElse(null);
    }

    private void pressed(KeyEvent e) {
        KeyCode key = e.getCode();
        if (key == KeyCode.LEFT || key == KeyCode.RIGHT) {
            step(key == KeyCode.LEFT ? 1 : -1);
            e.consume();
        } else if (key == KeyCode.HOME && !choices.isEmpty()) {
            deeds.choose().accept(choices.getLast());
            e.consume();
        } else if (key == KeyCode.END && !choices.isEmpty()) {
            deeds.choose().accept(choices.getFirst());
            e.consume();
        } else if (key == KeyCode.ENTER && !e.isShortcutDown() && chosen() != null) {
            deeds.preview().run();
            e.consume();
        }
    }

    /// @param older how many further back
    private void step(int older) {
        if (choices.isEmpty()) {
            return;
        }
        SnapshotChoice here = chosen();
        int at = here == null ? 0 : choices.indexOf(here) + older;
        if (at >= 0 && at < choices.size()) {
            deeds.choose().accept(choices.get(at));
        }
    }

    private void draw() {
        TimelineScale shown = scale;
        double width = track.getWidth() - 2 * PILL;
        List<Node> all = new ArrayList<>(List.of(line));
        line.resizeRelocate(0, HEIGHT / 2, track.getWidth(), 1);
        line.setManaged(false);
        if (!note.getText().isEmpty()) {
            all.add(note);
            note.relocate(PILL, 7);
        }
        if (shown != null && width > 0) {
            for (TimelineScale.Mark mark : shown.marks(choices, GAP / width)) {
                all.add(mark(mark, PILL + mark.at() * width));
            }
        }
        track.getChildren().setAll(all);
    }

    private Node mark(TimelineScale.Mark mark, double at) {
        SnapshotChoice here = chosen();
        StackPane node = new StackPane();
        node.getStyleClass().add("timeline-mark");
        node.pseudoClassStateChanged(CHOSEN, here != null && mark.holds(here));
        SnapshotChoice first = mark.choices().getFirst();
        double wide = mark.isOne() ? SIZE : PILL;
        if (mark.isOne()) {
            node.getStyleClass().add(style(first));
            if (first.isDamaged()) {
                FontIcon cross = new FontIcon(Feather.X);
                cross.getStyleClass().add("mark-cross");
                cross.setMouseTransparent(true);
                node.getChildren().add(cross);
            }
            Tooltip.install(node, new Tooltip(SnapshotWords.spoken(first, now)));
        } else {
            boolean good = mark.choices().stream().anyMatch(SnapshotChoice::isGood);
            node.getStyleClass().add(good ? "mark-several" : "mark-several-unproven");
            Label count = new Label(text("snap.several", mark.choices().size()));
            node.getChildren().add(count);
            Tooltip.install(node, new Tooltip(several(mark)));
        }
        if (mark.choices().stream().anyMatch(SnapshotChoice::isPinned)) {
            FontIcon pin = new FontIcon(Feather.BOOKMARK);
            pin.getStyleClass().add("mark-pin");
            pin.setTranslateY(-13);
            pin.setMouseTransparent(true);
            node.getChildren().add(pin);
        }
        double high = mark.isOne() ? SIZE : SIZE + 4;
        node.setManaged(false);
        node.resizeRelocate(Math.rint(at - wide / 2), Math.rint((HEIGHT - high) / 2), wide, high);
        node.setOnMouseClicked(
                e -> {
                    if (!mark.isOne()) {
                        deeds.closer().accept(mark.choices());
                        return;
                    }
                    deeds.choose().accept(first);
                    if (e.getClickCount() == 2) {
                        deeds.preview().run();
                    }
                });
        return node;
    }

    private static String style(SnapshotChoice choice) {
        if (choice.isDamaged()) {
            return "mark-damaged";
        }
        return choice.isGood() ? "mark-good" : "mark-unproven";
    }

    private String several(TimelineScale.Mark mark) {
        return text(
                "snap.several.hint",
                mark.choices().size(),
                SnapshotWords.when(mark.choices().getLast().at(), now),
                SnapshotWords.when(mark.choices().getFirst().at(), now));
    }
}
