package lockstep.rsync;

import java.util.Arrays;
import lockstep.tree.Budget;
import lockstep.tree.TooLarge;

/// A number for some rows of a list; takes no room until the first is set.
final class Marks {
    private static final int[] NOTHING = {};

    private final int none;
    private final Budget budget;
    private int[] marks = NOTHING;

    /// @param none the number of all other rows
    Marks(int none, Budget budget) {
        this.none = none;
        this.budget = budget;
    }

    void set(int row, int mark) throws TooLarge {
        if (mark == none) {
            return;
        }
        if (row >= marks.length) {
            int used = marks.length;
            marks = budget.withRoom(marks, row + 1L);
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
    void trim(int rows) throws TooLarge {
        if (marks.length > rows) {
            marks = budget.resized(marks, rows);
        }
    }
}
