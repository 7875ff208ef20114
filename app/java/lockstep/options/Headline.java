package lockstep.options;

/// What stands at the top: that the list is being made, and with `--progress` how long it is.
final class Headline {
    /// How many entries pass between two updates.
    private static final long EVERY = 10_000;

    private final Press press;
    private final int level;
    private final boolean incremental;
    private boolean begun;
    private long entries;
    private long shown;

    Headline(Press press, int level, boolean incremental) {
        this.press = press;
        this.level = level;
        this.incremental = incremental;
    }

    void listed(long count) {
        entries = count;
        begin();
        if (!incremental && level > 1 && count - shown >= EVERY) {
            shown = count;
            press.over(" " + count + " files...\r");
        }
    }

    private void begin() {
        if (begun || level == 0) {
            return;
        }
        begun = true;
        if (incremental) {
            press.line("sending incremental file list");
        } else if (level > 1) {
            press.line("building file list ... ");
        }
    }

    void ended() {
        begin();
        if (!incremental && level > 1) {
            press.over(entries + (entries == 1 ? " file" : " files") + " to consider");
            press.endOpen();
        } else if (!incremental && level == 1) {
            press.line("building file list ... done");
        }
    }
}
