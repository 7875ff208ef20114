package lockstep.options;

import java.time.Clock;
import java.util.Optional;
import lockstep.rsync.Itemized;

/// Shows how far the relay is: a line for every file (`--progress`), or one for all of it
/// (`--info=progress2`).
final class Meter {
    private static final int WHOLE = 2;

    private final Press press;
    private final int level;
    private final Progress progress;
    private long entries;
    private long total;
    private boolean complete;
    private long left;
    private long transfers;
    private long before;
    private long size;

    Meter(Press press, Display display, Clock clock) {
        this.press = press;
        this.level = display.level(Topic.PROGRESS);
        this.progress = new Progress(clock, display.human());
        progress.begin(0);
    }

    /// Whether each file has its line.
    boolean showsFiles() {
        return level == 1;
    }

    void listed(long count, long bytes) {
        entries = count;
        total = bytes;
        if (level >= WHOLE) {
            progress.grow(bytes);
        }
    }

    void listsEnded() {
        complete = true;
    }

    void item(Itemized item) {
        left = entries - item.place() - 1;
        size = item.listed().size();
    }

    void begun(long ofFile) {
        size = ofFile;
        if (level == 1) {
            progress.begin(ofFile);
        }
    }

    /// The file in flight is so far.
    void reached(long offset) {
        if (level > 0) {
            long done = level >= WHOLE ? before + offset : offset;
            Optional<String> line = progress.at(done);
            if (line.isPresent()) { // no method reference: it would be an object a token
                press.over(line.get());
            }
        }
    }

    void sent(Itemized item) {
        transfers++;
        before += size;
        if (level == 1) {
            press.over(progress.end(item.listed().size()) + counts());
            press.endOpen();
        } else if (level >= WHOLE) {
            progress.at(before).ifPresent(line -> press.over(line.stripTrailing() + counts()));
        }
    }

    /// The last line of all.
    void end() {
        if (level >= WHOLE) {
            left = 0;
            progress.grow(total);
            press.over(progress.end(before) + counts());
        }
        press.endOpen();
    }

    private String counts() {
        return " (xfr#%d, %s-chk=%d/%d)"
                .formatted(transfers, complete ? "to" : "ir", Math.max(0, left), entries);
    }
}
