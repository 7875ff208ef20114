package lockstep.ui;

import java.util.function.IntConsumer;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;

/// Cells in rows that read like a text, each of which can be pointed at: by mouse, or by the arrow
/// keys once the grid has the focus (Esc lets go).
///
/// Painted when its owner says so, or when the size or the theme has changed. What is pointed at
/// lies on a canvas of its own, so that pointing paints no cell.
final class CellGrid extends Region {
    /// No cell is pointed at.
    static final int NOWHERE = -1;

    /// Paints a cell.
    @FunctionalInterface
    interface Painter {
        void paint(GraphicsContext on, Inks inks, int cell, Rectangle2D at);
    }

    private final Canvas canvas = new Canvas();
    private final Canvas mark = new Canvas();
    private final Inks inks = new Inks(this::requestLayout);
    private final Painter painter;
    private final IntConsumer told;
    private BlockGrid grid = BlockGrid.fit(0, 0, 0, 1);
    private int cells;
    private int pointed = NOWHERE;

    /// @param told the cell that is pointed at now, or [#NOWHERE]
    CellGrid(Painter painter, IntConsumer told) {
        this.painter = painter;
        this.told = told;
        getStyleClass().add("block-grid");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        for (Canvas part : new Canvas[] {canvas, mark}) {
            part.setManaged(false);
            part.setMouseTransparent(true);
        }
        getChildren().addAll(inks, canvas, mark);
        setOnMouseMoved(at -> point(cellAt(at.getX(), at.getY())));
        setOnMouseExited(_ -> point(NOWHERE));
        setOnMousePressed(_ -> requestFocus());
        setOnKeyPressed(this::pressed);
        focusedProperty()
                .subscribe(
                        focused -> {
                            if (!focused) {
                                point(NOWHERE);
                            }
                        });
    }

    /// Paints all cells anew.
    ///
    /// @param now how many there are
    /// @param words what the whole shows, for those who hear it
    void show(int now, String words) {
        cells = now;
        setAccessibleText(words);
        paint();
        if (pointed >= cells) {
            point(NOWHERE);
        } else {
            told.accept(pointed);
        }
    }

    int pointed() {
        return pointed;
    }

    /// What is pointed at, for those who hear it.
    void say(String words) {
        setAccessibleHelp(words);
        if (isFocused()) {
            notifyAccessibleAttributeChanged(AccessibleAttribute.HELP);
        }
    }

    @Override
    protected void layoutChildren() {
        double width = snapSizeX(getWidth() - snappedLeftInset() - snappedRightInset());
        double height = snapSizeY(getHeight() - snappedTopInset() - snappedBottomInset());
        for (Canvas part : new Canvas[] {canvas, mark}) {
            part.relocate(snappedLeftInset(), snappedTopInset());
            part.setWidth(Math.max(0, width));
            part.setHeight(Math.max(0, height));
        }
        paint();
    }

    private void paint() {
        GraphicsContext on = canvas.getGraphicsContext2D();
        on.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        grid = BlockGrid.fit(cells, canvas.getWidth(), canvas.getHeight(), scale());
        for (int cell = 0; cell < cells; cell++) {
            painter.paint(on, inks, cell, grid.at(cell));
        }
        mark();
    }

    private int cellAt(double x, double y) {
        return grid.cellAt(x - canvas.getLayoutX(), y - canvas.getLayoutY(), cells);
    }

    private void pressed(KeyEvent key) {
        int at = Math.max(0, pointed);
        int next =
                switch (key.getCode()) {
                    case RIGHT -> pointed + 1;
                    case LEFT -> at - 1;
                    case DOWN -> at + grid.columns();
                    case UP -> at - grid.columns();
                    case HOME -> 0;
                    case END -> cells - 1;
                    default -> NOWHERE;
                };
        if (key.getCode().isArrowKey() || key.getCode().isNavigationKey() && next != NOWHERE) {
            point(next >= 0 && next < cells ? next : cells == 0 ? NOWHERE : at);
            key.consume();
        } else if (key.getCode() == javafx.scene.input.KeyCode.ESCAPE && pointed != NOWHERE) {
            point(NOWHERE);
            key.consume();
        }
    }

    private void point(int cell) {
        if (cell != pointed) {
            pointed = cell;
            mark();
            told.accept(cell);
        }
    }

    private void mark() {
        GraphicsContext on = mark.getGraphicsContext2D();
        on.clearRect(0, 0, mark.getWidth(), mark.getHeight());
        if (pointed != NOWHERE && pointed < cells) {
            Rectangle2D at = grid.at(pointed);
            on.setStroke(inks.of(Inks.Ink.TEXT));
            on.setLineWidth(2);
            on.strokeRect(
                    at.getMinX() + 1, at.getMinY() + 1, at.getWidth() - 2, at.getHeight() - 2);
        }
    }

    private double scale() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : Math.max(1, getScene().getWindow().getRenderScaleX());
    }
}
