package lockstep.ui;

import static lockstep.present.Strings.text;

import atlantafx.base.controls.Spacer;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lockstep.present.ClusterModel;
import lockstep.present.Problem;
import lockstep.present.RollbackModel;
import lockstep.present.RunWords;
import lockstep.present.SnapshotChoice;
import lockstep.present.SnapshotWords;
import lockstep.present.SnapshotsModel;
import lockstep.run.SnapshotOperations.Shelves;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The snapshots of all nodes in time; below them the chosen one, and what rolling back to it
/// would change.
final class SnapshotsView extends VBox {
    private static final double FACTS_WIDTH = 320;
    private static final Set<KeyCode> PRESSING = EnumSet.of(KeyCode.ENTER, KeyCode.SPACE);

    private final ClusterModel cluster;
    private final SnapshotsModel model;
    private final InstantSource clock;
    private final String rootName;
    private final SnapshotQuestions questions;
    private final TimelinePane timelines;
    private final HBox bar = new HBox();
    private final Label busy = new Label();
    private final ProgressBar progress = Busy.bar(text("busy"));
    private final Button stop = new Button(text("snap.cancel"));
    private final Label told = new Label();
    private final VBox facts = new VBox();
    private final StackPane change = new StackPane();
    private final HBox lower = new HBox(facts, change);
    private final VBox empty = new VBox();
    private final Set<KeyCode> held = EnumSet.noneOf(KeyCode.class);

    /// @param rootName what the root's row is called
    SnapshotsView(ClusterModel cluster, Overlay overlay, InstantSource clock, String rootName) {
        this.cluster = cluster;
        this.clock = clock;
        this.rootName = rootName;
        model = cluster.snapshots();
        questions = new SnapshotQuestions(model, overlay, clock);
        timelines = new TimelinePane(model, clock);
        setId("snapshots");
        getStylesheets().add(RunView.sheet());
        getStyleClass().add("snapshots");
        facts.getStyleClass().add("snapshot-facts");
        facts.setId("snapshot-facts");
        facts.setMinWidth(FACTS_WIDTH);
        facts.setMaxWidth(FACTS_WIDTH);
        change.getStyleClass().add("snapshot-change");
        HBox.setHgrow(change, Priority.ALWAYS);
        lower.getStyleClass().add("snapshot-lower");
        VBox.setVgrow(lower, Priority.ALWAYS);
        VBox.setVgrow(empty, Priority.ALWAYS);
        told.setId("snapshot-told");
        told.getStyleClass().add("snapshot-told");
        LeftCard.whole(told);
        fillBar();
        fillEmpty();
        watchKeys();
        getChildren().addAll(bar, told, timelines, lower, empty);
        model.shelvesProperty().subscribe(this::show);
        model.toldProperty().subscribe(this::tell);
        model.chosenProperty().subscribe(_ -> showChosen());
        model.rollbackProperty().subscribe(_ -> showChange());
        model.refusedProperty().subscribe(_ -> showChange());
        model.busyProperty().subscribe(_ -> showBusy());
        model.loadingProperty().subscribe(_ -> showBusy());
    }

    /// Gives the focus to this view, for what a look finds to take it.
    void point() {
        requestFocus();
    }

    private void fillBar() {
        bar.getStyleClass().add("snapshots-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        progress.setPrefWidth(110);
        busy.setId("snapshot-busy");
        busy.getStyleClass().add("snapshot-busy");
        stop.setId("snapshot-stop");
        stop.getStyleClass().add("small");
        stop.setOnAction(_ -> model.cancel());
        Button make = button("snapshot-make", "snap.make", Feather.CAMERA, questions::make);
        Button renew = button("snapshot-renew", "snap.renew", Feather.REFRESH_CW, model::load);
        renew.disableProperty().bind(model.loadingProperty());
        make.disableProperty().bind(blocked());
        busy.setMinWidth(0);
        bar.getChildren()
                .addAll(timelines.legend(), new Spacer(), busy, progress, stop, make, renew);
    }

    private javafx.beans.binding.BooleanBinding blocked() {
        return model.busyProperty().isNotEmpty().or(cluster.syncs().runningProperty());
    }

    private static Button button(String id, String key, Ikon icon, Runnable action) {
        Button button = new Button(text(key), new FontIcon(icon));
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void fillEmpty() {
        empty.setId("snapshots-empty");
        empty.getStyleClass().add("snapshots-empty");
        empty.setAlignment(Pos.CENTER);
        Label title = new Label(text("snap.empty.title"), new FontIcon(Feather.CAMERA));
        title.getStyleClass().add("snapshots-empty-title");
        Label words = new Label(text("snap.empty.text"));
        words.getStyleClass().add("snapshots-empty-text");
        words.setMaxWidth(560);
        LeftCard.whole(words);
        Button now = button("snapshot-make-now", "snap.make.now", Feather.CAMERA, questions::make);
        now.getStyleClass().add("accent");
        now.disableProperty().bind(blocked());
        empty.getChildren().addAll(title, words, now);
    }

    private void show(@Nullable Shelves shelves) {
        boolean none =
                shelves != null
                        && shelves.failures().isEmpty()
                        && shelves.nodes().values().stream().allMatch(List::isEmpty);
        place(empty, none);
        place(timelines, shelves != null && !none);
        place(lower, shelves != null && !none);
        showBusy();
    }

    private static void place(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }

    private void tell(String text) {
        told.setText(text);
        place(told, !text.isEmpty());
    }

    private void showBusy() {
        String doing = model.busyProperty().get();
        boolean loads = model.loadingProperty().get();
        busy.setText(doing.isEmpty() && loads ? text("snap.loading") : doing);
        boolean works = loads || !doing.isEmpty();
        busy.setVisible(works);
        progress.setVisible(works);
        stop.setVisible(works);
    }

    private void showChosen() {
        SnapshotChoice chosen = model.chosenProperty().get();
        facts.getChildren().clear();
        place(facts, chosen != null);
        if (chosen != null) {
            Label title = new Label(SnapshotWords.title(chosen, clock.instant()));
            title.getStyleClass().add("snapshot-title");
            title.setId("snapshot-title");
            LeftCard.whole(title);
            facts.getChildren().addAll(title, grid(chosen), deeds(chosen));
        }
        showChange();
    }

    private GridPane grid(SnapshotChoice chosen) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("snapshot-grid");
        int row = 0;
        for (SnapshotWords.Fact fact : model.facts(chosen, clock.instant())) {
            Label name = new Label(fact.name());
            name.getStyleClass().add("snapshot-fact");
            name.setMinWidth(USE_PREF_SIZE);
            GridPane.setValignment(name, javafx.geometry.VPos.TOP);
            Label value = new Label(fact.value());
            LeftCard.whole(value);
            grid.addRow(row++, name, value);
        }
        return grid;
    }

    private Node deeds(SnapshotChoice chosen) {
        Button check =
                button(
                        "snapshot-check",
                        "snap.check",
                        Feather.SHIELD,
                        () -> model.deeds().check(chosen));
        check.setTooltip(new Tooltip(text("snap.check.hint")));
        Button pin =
                chosen.isPinned()
                        ? button(
                                "snapshot-unpin",
                                "snap.unpin",
                                Feather.BOOKMARK,
                                () -> model.deeds().unpin(chosen))
                        : button(
                                "snapshot-pin",
                                "snap.pin",
                                Feather.BOOKMARK,
                                () -> questions.pin(chosen));
        Button remove =
                button(
                        "snapshot-remove",
                        "snap.remove",
                        Feather.TRASH_2,
                        () -> questions.remove(chosen));
        List<Button> all = List.of(check, pin, remove);
        all.forEach(b -> b.getStyleClass().add("small"));
        all.forEach(b -> b.disableProperty().bind(blocked()));
        HBox box = new HBox(8);
        box.getChildren().addAll(all);
        box.getStyleClass().add("snapshot-deeds");
        return box;
    }

    /// What rolling back would change, or what leads there.
    private void showChange() {
        RollbackModel found = model.rollbackProperty().get();
        SnapshotChoice chosen = model.chosenProperty().get();
        Problem refused = model.refusedProperty().get();
        if (found != null) {
            if (change.getChildren().isEmpty()
                    || !found.equals(change.getChildren().getFirst().getUserData())) {
                showRollback(found);
            }
        } else if (refused != null) {
            Label why =
                    new Label(
                            refused.where() + ": " + refused.what() + "\n" + refused.remedy(),
                            new FontIcon(Feather.ALERT_TRIANGLE));
            why.getStyleClass().add("snapshot-refused");
            why.setId("snapshot-refused");
            hint(why);
        } else if (chosen == null) {
            hint(label("snap.choose"), label("snap.choose.keys"));
        } else {
            String nodes = RunWords.listed(chosen.nodes());
            Label ask = new Label(text("snap.ask", nodes));
            ask.getStyleClass().add("snapshot-hint");
            Button look = button("snapshot-preview", "snap.preview", Feather.SEARCH, this::look);
            look.getStyleClass().add("accent");
            look.disableProperty().bind(model.busyProperty().isNotEmpty());
            hint(ask, look);
        }
    }

    private void showRollback(RollbackModel found) {
        RollbackPane pane =
                new RollbackPane(
                        found,
                        rootName,
                        clock,
                        cluster.syncs().runningProperty(),
                        cluster::rollback);
        pane.setUserData(found);
        boolean here = isWaiting();
        change.getChildren().setAll(pane);
        if (here) {
            pane.point();
        }
    }

    /// Whether the focus is where a look is asked for, and nowhere else.
    private boolean isWaiting() {
        @Nullable Node at = getScene() == null ? null : getScene().getFocusOwner();
        boolean waits = equals(at);
        for (; at != null && !waits; at = at.getParent()) {
            waits = at.equals(timelines) || at.equals(change);
        }
        return waits;
    }

    /// A key that is held down must not press what gets the focus meanwhile.
    private void watchKeys() {
        addEventFilter(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (PRESSING.contains(e.getCode()) && !held.add(e.getCode())) {
                        e.consume();
                    }
                });
        addEventFilter(KeyEvent.KEY_RELEASED, e -> held.remove(e.getCode()));
    }

    /// The focus stays in this view while the button that asks is disabled.
    private void look() {
        requestFocus();
        model.preview();
    }

    private static Label label(String key) {
        Label label = new Label(text(key));
        label.getStyleClass().add("snapshot-hint");
        return label;
    }

    private void hint(Node... all) {
        VBox box = new VBox(12);
        box.getChildren().addAll(all);
        for (Node node : all) {
            if (node instanceof Label label) {
                LeftCard.whole(label);
                label.setMaxWidth(560);
            }
        }
        box.setAlignment(Pos.CENTER);
        change.getChildren().setAll(box);
    }
}
