package lockstep.ui;

import static lockstep.present.Strings.text;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lockstep.fault.Fault;
import lockstep.fault.Visible;
import lockstep.present.SnapshotChoice;
import lockstep.present.SnapshotsModel;
import lockstep.present.TimelineScale;
import lockstep.run.SnapshotOperations.Shelves;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The timelines of all nodes under one axis, the one of all together first.
final class TimelinePane extends VBox {
    private static final double MARGIN = 26;
    private static final double NAME = 120;
    private static final double ROOM_FOR_TICK = 90;
    private static final int LONGEST = 160;
    private static final double MOST_HEIGHT = 250;
    private static final double ROW = 36;
    private static final int LEAST_ROWS = 5;

    private final SnapshotsModel model;
    private final InstantSource clock;
    private final Map<String, TimelineRow> rows = new LinkedHashMap<>();
    private final TimelineRow all;
    private final ScrollPane scroll = new ScrollPane();
    private final Label damaged =
            new Label(text("snap.legend.damaged"), new FontIcon(Feather.X_CIRCLE));
    private final Pane axis = new Pane();
    private final ToggleGroup zooms = new ToggleGroup();
    private TimelineScale scale;

    /// How much time is shown.
    private enum Zoom {
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7)),
        MONTH(Duration.ofDays(31)),
        ALL(Duration.ZERO);

        private final Duration span;

        Zoom(Duration span) {
            this.span = span;
        }
    }

    TimelinePane(SnapshotsModel model, InstantSource clock) {
        this.model = model;
        this.clock = clock;
        scale = TimelineScale.over(List.of(), clock.instant());
        getStyleClass().add("timelines");
        setId("timelines");
        TimelineRow.Deeds deeds =
                new TimelineRow.Deeds(model::choose, model::preview, this::closer);
        all = new TimelineRow("all", text("snap.all"), deeds);
        VBox lines = new VBox(all);
        for (String node : model.nodeNames()) {
            TimelineRow row = new TimelineRow(node, node, deeds);
            rows.put(node, row);
            lines.getChildren().add(row);
        }
        scroll.setContent(lines);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "timeline-scroll");
        scroll.setMaxHeight(MOST_HEIGHT);
        scroll.setMinHeight(ROW * Math.min(LEAST_ROWS, rows.size() + 1) + 2);
        axis.getStyleClass().add("timeline-axis");
        axis.setMinHeight(22);
        Region under = new Region();
        under.setMinWidth(NAME);
        HBox.setHgrow(axis, javafx.scene.layout.Priority.ALWAYS);
        getChildren().addAll(scroll, new HBox(under, axis));
        axis.widthProperty().subscribe((_, _) -> drawAxis());
        model.shelvesProperty().subscribe(this::show);
        model.chosenProperty().subscribe(this::show);
    }

    /// How much time is shown, and what the marks mean.
    Node legend() {
        HBox bar = new HBox();
        bar.getStyleClass().add("timeline-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        for (Zoom zoom : Zoom.values()) {
            ToggleButton button = new ToggleButton(text("snap.zoom." + zoom));
            button.setId("zoom-" + zoom);
            button.getStyleClass().addAll("small", "chip");
            button.setToggleGroup(zooms);
            button.setOnAction(_ -> zoom(zoom));
            button.setUserData(zoom);
            bar.getChildren().add(button);
        }
        zooms.selectToggle(zooms.getToggles().getLast());
        bar.visibleProperty().bind(visibleProperty());
        bar.getChildren()
                .addAll(
                        sample("mark-good", "snap.legend.good"),
                        sample("mark-unproven", "snap.legend.unproven"));
        Label pinned = new Label(text("snap.legend.pinned"), new FontIcon(Feather.BOOKMARK));
        pinned.getStyleClass().add("timeline-legend");
        damaged.getStyleClass().addAll("timeline-legend", "timeline-damaged");
        bar.getChildren().addAll(pinned, damaged);
        return bar;
    }

    private static Label sample(String style, String key) {
        Region mark = new Region();
        mark.getStyleClass().addAll("timeline-mark", style);
        mark.setMinSize(12, 12);
        mark.setMaxSize(12, 12);
        Label label = new Label(text(key), mark);
        label.getStyleClass().add("timeline-legend");
        return label;
    }

    private TimelineRow row(@Nullable SnapshotChoice chosen) {
        TimelineRow own =
                chosen == null || chosen.to().size() > 1
                        ? null
                        : rows.get(chosen.nodes().getFirst());
        return own == null ? all : own;
    }

    private void zoom(Zoom zoom) {
        Instant now = clock.instant();
        scale =
                zoom == Zoom.ALL
                        ? TimelineScale.over(model.moments(), now)
                        : TimelineScale.last(zoom.span, now);
        draw();
    }

    private void closer(List<SnapshotChoice> some) {
        TimelineScale closer = TimelineScale.around(some.getLast().at(), some.getFirst().at());
        if (closer.equals(scale)) {
            model.choose(some.getFirst());
            return;
        }
        scale = closer;
        zooms.selectToggle(null);
        draw();
    }

    private void show(@Nullable Shelves shelves) {
        if (shelves == null) {
            return;
        }
        List<SnapshotChoice> shared =
                model.moments().stream().filter(choice -> choice.to().size() > 1).toList();
        all.show(shared, "");
        boolean any = model.moments().stream().anyMatch(SnapshotChoice::isDamaged);
        damaged.setVisible(any);
        damaged.setManaged(any);
        rows.forEach(
                (node, row) -> {
                    Fault fault = shelves.failures().get(node);
                    row.show(
                            model.of(node),
                            fault == null ? "" : Visible.text(fault.what(), LONGEST));
                });
        if (zooms.getSelectedToggle() instanceof ToggleButton button
                && button.getUserData() instanceof Zoom zoom) {
            zoom(zoom);
        } else {
            draw();
        }
    }

    private void show(@Nullable SnapshotChoice chosen) {
        if (chosen != null) {
            TimelineScale moved = scale.showing(chosen.at());
            if (!moved.equals(scale)) {
                scale = moved;
                zooms.selectToggle(null);
            }
        }
        Shelves shelves = model.shelvesProperty().get();
        if (shelves == null) {
            draw();
        } else {
            show(shelves);
        }
        if (chosen != null) {
            reveal(row(chosen));
        }
        if (chosen != null && all.getScene() != null && isInside(all.getScene().getFocusOwner())) {
            row(chosen).requestFocus();
        }
    }

    /// Scrolls as little as shows the row among its neighbours.
    private void reveal(TimelineRow row) {
        List<TimelineRow> every = new ArrayList<>(List.of(all));
        every.addAll(rows.values());
        double hidden = every.size() * ROW - scroll.getViewportBounds().getHeight();
        if (hidden > 0) {
            double middle = scroll.getViewportBounds().getHeight() / 2;
            double at = every.indexOf(row) * ROW + ROW / 2 - middle;
            scroll.setVvalue(Math.clamp(at / hidden, 0, 1));
        }
    }

    private boolean isInside(@Nullable Node focused) {
        return focused instanceof TimelineRow;
    }

    private void draw() {
        SnapshotChoice chosen = model.chosenProperty().get();
        Instant now = clock.instant();
        List<TimelineRow> every = new ArrayList<>(rows.values());
        every.add(all);
        every.forEach(row -> row.show(scale, chosen, now));
        drawAxis();
    }

    private void drawAxis() {
        double width = axis.getWidth() - 2 * MARGIN;
        axis.getChildren().clear();
        if (width <= 0) {
            return;
        }
        int most = (int) Math.max(2, width / ROOM_FOR_TICK);
        for (TimelineScale.Tick tick : scale.ticks(ZoneId.systemDefault(), most)) {
            Label label = new Label(tick.label());
            label.getStyleClass().add("timeline-tick");
            label.setMinWidth(ROOM_FOR_TICK);
            label.setMaxWidth(ROOM_FOR_TICK);
            label.setAlignment(Pos.CENTER);
            label.relocate(MARGIN + tick.at() * width - ROOM_FOR_TICK / 2, 0);
            axis.getChildren().add(label);
        }
    }
}
