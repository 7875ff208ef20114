package lockstep.rsync.token;

import java.util.ArrayList;
import java.util.List;
import lockstep.wire.Broken;

/// Writes down what it is told: `*5` for as many literal bytes, those that follow each other as
/// one; `=3x2` for two blocks from the third on; `.` for the end of a file.
final class Told implements TokenSink {
    private final List<String> lines = new ArrayList<>();
    private final long blocks;
    private long run;

    /// A sink that refuses no block.
    Told() {
        this(Long.MAX_VALUE);
    }

    /// @param blocks as many as there are
    Told(long blocks) {
        this.blocks = blocks;
    }

    @Override
    public void literal(long length) {
        run += length;
    }

    @Override
    public void matched(long first, int count) throws Broken {
        endRun();
        if (first + count > blocks) {
            throw new Broken("a block that there is not");
        }
        lines.add("=" + first + "x" + count);
    }

    void end() {
        endRun();
        lines.add(".");
    }

    private void endRun() {
        if (run > 0) {
            lines.add("*" + run);
            run = 0;
        }
    }

    List<String> lines() {
        return lines;
    }
}
