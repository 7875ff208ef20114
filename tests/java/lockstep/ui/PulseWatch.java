package lockstep.ui;

import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;

/// Notes the longest time between two pulses while it is open: how long the window stood still.
final class PulseWatch implements AutoCloseable {
    private final AnimationTimer timer;
    private long last;
    private long longest;
    private long pulses;

    PulseWatch() {
        timer =
                new AnimationTimer() {
                    @Override
                    public void handle(long now) {
                        long at = System.nanoTime();
                        longest = last == 0 ? 0 : Math.max(longest, at - last);
                        last = at;
                        pulses++;
                    }
                };
        StageHand.run(timer::start);
    }

    /// In milliseconds.
    long longestMillis() {
        return StageHand.onFx(() -> TimeUnit.NANOSECONDS.toMillis(longest));
    }

    long pulses() {
        return StageHand.onFx(() -> pulses);
    }

    @Override
    public void close() {
        StageHand.run(timer::stop);
    }
}
