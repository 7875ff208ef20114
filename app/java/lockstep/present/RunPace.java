package lockstep.present;

import java.time.Duration;

/// Estimates what is left of a run from the pace of its copying, slow and fast, and from what the
/// nodes that are through needed for everything else. FX thread only.
final class RunPace {
    /// What an entry costs beside its bytes, expressed in bytes.
    static final long ENTRY_COST = 64 * 1024;

    private static final double LEAST_SECONDS = 2;
    private static final double STRIDE_SECONDS = 0.5;
    private static final int STRIDES = 20;

    private final double[] seconds = new double[STRIDES];
    private final double[] work = new double[STRIDES];
    private int strides;
    private double copied;
    private long last = Long.MIN_VALUE;

    /// Everything that a run does beside copying, as far as it is known.
    ///
    /// @param known whether any node is through the whole run
    /// @param low nanoseconds at least
    /// @param high nanoseconds at most
    record Beside(Knowledge known, long low, long high) {
        static final Beside NOTHING = new Beside(Knowledge.ALL, 0, 0);

        enum Knowledge {
            ALL,
            NONE
        }
    }

    /// Takes notice of the pace while a node is being copied to.
    ///
    /// @param now nanoseconds
    /// @param done bytes gone through, entries at [#ENTRY_COST] included
    void copying(long now, long done) {
        if (last != Long.MIN_VALUE) {
            copied += Math.max(0, now - last) / 1e9;
        }
        last = now;
        if (strides == 0 || copied - seconds[(strides - 1) % STRIDES] >= STRIDE_SECONDS) {
            seconds[strides % STRIDES] = copied;
            work[strides % STRIDES] = done;
            strides++;
        }
    }

    /// Takes notice that nothing is being copied just now: that time does not count.
    void idle() {
        last = Long.MIN_VALUE;
    }

    /// What is left, given how much copying is.
    ///
    /// @param left bytes to go through, entries at [#ENTRY_COST] included
    Remaining remaining(long left, Beside beside) {
        if (left <= 0) {
            return beside.known() == Beside.Knowledge.NONE
                    ? new Remaining.Estimating()
                    : between((double) beside.low(), (double) beside.high());
        }
        int newest = (strides - 1) % STRIDES;
        if (copied < LEAST_SECONDS || work[newest] <= 0) {
            return new Remaining.Estimating();
        }
        int oldest = strides > STRIDES ? strides % STRIDES : 0;
        double overall = work[newest] / seconds[newest];
        double recent = (work[newest] - work[oldest]) / (seconds[newest] - seconds[oldest]);
        double low = left / Math.max(overall, recent) * 0.9e9;
        double high = left / Math.max(1, Math.min(overall, recent)) * 1.2e9;
        return beside.known() == Beside.Knowledge.NONE
                ? new Remaining.AtLeast(Duration.ofNanos((long) low))
                : between(low + beside.low(), high + beside.high());
    }

    private static Remaining between(double low, double high) {
        return new Remaining.Between(
                Duration.ofNanos((long) Math.max(0, low)), Duration.ofNanos((long) high));
    }
}
