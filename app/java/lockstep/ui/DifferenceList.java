package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Orientation;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.FoldedRows;
import lockstep.present.FoldedRows.Shown;
import lockstep.present.TextDifference;
import org.jspecify.annotations.Nullable;

/// Lines side by side. Both sides scroll together, down and along.
final class DifferenceList extends VBox {
    private static final int ROW_HEIGHT = 21;
    private static final int ABOVE = 3;

    private final ListView<Shown> list = new ListView<>();
    private final ScrollBar along = new ScrollBar();
    private final ReadOnlyBooleanWrapper hasNext = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper hasBefore = new ReadOnlyBooleanWrapper();
    private @Nullable FoldedRows rows;

    DifferenceList() {
        getStyleClass().add("difference");
        list.setId("difference-lines");
        list.getStyleClass().add("difference-lines");
        list.setFixedCellSize(ROW_HEIGHT);
        list.setCellFactory(_ -> new DifferenceCell(along, this::open));
        list.setAccessibleText(text("text.rows"));
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        list.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
        list.getSelectionModel().selectedIndexProperty().subscribe(_ -> point());
        list.widthProperty().subscribe(_ -> reach());
        along.setId("difference-along");
        along.setOrientation(Orientation.HORIZONTAL);
        along.managedProperty().bind(along.visibleProperty());
        setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(list, along);
    }

    void show(TextDifference difference) {
        along.setValue(0);
        put(FoldedRows.of(difference));
        int first = now().after(-1);
        go(first);
    }

    void clear() {
        rows = null;
        list.getItems().clear();
        along.setVisible(false);
        point();
    }

    /// Whether there is a difference below what is selected.
    ReadOnlyBooleanProperty nextProperty() {
        return hasNext.getReadOnlyProperty();
    }

    /// Whether there is one above.
    ReadOnlyBooleanProperty beforeProperty() {
        return hasBefore.getReadOnlyProperty();
    }

    void next() {
        if (rows != null) {
            go(now().after(selected()));
        }
    }

    void before() {
        if (rows != null) {
            go(now().before(selected()));
        }
    }

    private FoldedRows now() {
        FoldedRows shown = rows;
        if (shown == null) {
            throw new IllegalStateException("nothing is shown");
        }
        return shown;
    }

    private int selected() {
        return list.getSelectionModel().getSelectedIndex();
    }

    private void go(int row) {
        if (row >= 0) {
            list.getSelectionModel().clearAndSelect(row);
            list.getFocusModel().focus(row);
            list.scrollTo(Math.max(0, row - ABOVE));
        }
    }

    private void put(FoldedRows now) {
        rows = now;
        list.getItems().setAll(now.shown());
        reach();
        point();
    }

    private void point() {
        FoldedRows shown = rows;
        hasNext.set(shown != null && shown.after(selected()) >= 0);
        hasBefore.set(shown != null && shown.before(selected()) >= 0);
    }

    private void open(Shown.Fold fold) {
        int at = list.getItems().indexOf(fold);
        put(now().opening(fold));
        list.getSelectionModel().clearAndSelect(at);
    }

    private void pressed(KeyEvent e) {
        boolean opens = e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.SPACE;
        if (opens && list.getSelectionModel().getSelectedItem() instanceof Shown.Fold fold) {
            open(fold);
            e.consume();
        } else if (e.getCode() == KeyCode.RIGHT) {
            along.increment();
            e.consume();
        } else if (e.getCode() == KeyCode.LEFT) {
            along.decrement();
            e.consume();
        }
    }

    private void scrolled(ScrollEvent e) {
        double by = e.getDeltaX() == 0 && e.isShiftDown() ? e.getDeltaY() : e.getDeltaX();
        if (by != 0 && along.isVisible()) {
            along.setValue(Math.clamp(along.getValue() - by, 0, along.getMax()));
            e.consume();
        }
    }

    /// How far the longest line reaches beyond its half.
    private void reach() {
        double half = DifferenceCell.roomForText(list.getWidth());
        double beyond = DifferenceCell.width(list.getItems()) - half;
        along.setVisible(half > 0 && beyond > 0);
        if (along.isVisible()) {
            along.setMax(beyond);
            along.setVisibleAmount(beyond * half / (half + beyond));
            along.setUnitIncrement(DifferenceCell.CHARACTER * 8);
            along.setBlockIncrement(half / 2);
        }
        along.setValue(along.isVisible() ? Math.min(along.getValue(), beyond) : 0);
    }
}
