package lockstep.ui;

import javafx.geometry.Rectangle2D;

/// Where the cells of a block map stand: rows read like a text, cells nearly square and as large
/// as the room allows, every edge on a pixel of the screen.
///
/// @param across from the left edge of one cell to that of the next
/// @param down the same, from row to row
/// @param gap between two cells
record BlockGrid(int columns, int rows, double across, double down, double gap) {
    /// Cells never grow beyond this, so that a small file does not shout.
    static final double LARGEST = 22;

    private static final double TALLEST = 1.6;

    /// The largest grid that holds `cells` in a room.
    ///
    /// @param scale pixels of the screen for one unit, at least 1
    static BlockGrid fit(int cells, double width, double height, double scale) {
        double pixel = 1 / scale;
        if (cells <= 0 || width < pixel || height < pixel) {
            return new BlockGrid(1, 0, pixel, pixel, 0);
        }
        double guess = Math.min(LARGEST, Math.sqrt(width * height / cells));
        double pitch = Math.max(pixel, Math.floor(guess * scale) / scale);
        while (pitch > pixel && fits(width, pitch) * fits(height, pitch) < cells) {
            pitch -= pixel;
        }
        int columns = (int) Math.max(1, fits(width, pitch));
        int rows = Math.ceilDiv(cells, columns);
        double room = Math.min(height / rows, pitch * TALLEST);
        double down = Math.max(pixel, Math.floor(room * scale + 1e-6) / scale);
        return new BlockGrid(columns, rows, pitch, down, gap(pitch, pixel));
    }

    private static long fits(double room, double pitch) {
        return (long) Math.floor(room / pitch + 1e-6);
    }

    private static double gap(double pitch, double pixel) {
        return pitch >= 12 ? 2 * pixel : pitch >= 4 ? pixel : 0;
    }

    double x(int cell) {
        return cell % columns * across;
    }

    double y(int cell) {
        return Math.floorDiv(cell, columns) * down;
    }

    /// Where a cell stands.
    Rectangle2D at(int cell) {
        return new Rectangle2D(x(cell), y(cell), cellWidth(), cellHeight());
    }

    /// The cell at a point, gaps counted to the cell before; -1 beside all of `cells`.
    int cellAt(double x, double y, int cells) {
        if (x < 0 || y < 0 || x >= columns * across) {
            return -1;
        }
        long row = (long) (y / down);
        long cell = row * columns + (long) (x / across);
        return cell < cells ? (int) cell : -1;
    }

    double cellWidth() {
        return across - gap;
    }

    double cellHeight() {
        return down - gap;
    }
}
