package lockstep.rsync;

import java.util.Arrays;

/// A number for some rows of a list; takes no room until the first is set.
final class Marks {
    private static final int[] NOTHING = {};

    private final int none;
    private int[] marks = NOTHING;

    /// @param none the number of all other rows
    Marks(int none) {
        this.none = none;
    }

    void set(int row, int mark) {
        if (mark == none) {
            return;
        }
        if (row >= marks.length) {
            int used = marks.length;
            marks = Arrays.copyOf(marks, row + (row >> 1) + 1);
            Arrays.fill(marks, used, marks.length, none);
        }
        marks[row] = mark;
    }

    int get(int row) {
        return row < marks.length ? marks[row] : none;
    }

    /// Whether any was set.
    boolean any() {
        return marks.length > 0;
    }

    /// Frees the room that was not needed.
    void trim(int rows) {
        if (marks.length > rows) {
            marks = Arrays.copyOf(marks, rows);
        }
    }
}
