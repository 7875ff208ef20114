package lockstep.present;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The thread that shows, without a toolkit: the test's own thread runs what was handed over
/// while it waits for a condition.
public final class ScreenQueue implements Executor {
    private static final long LIMIT_SECONDS = 20;

    private final BlockingQueue<Runnable> handed = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable shown) {
        handed.add(shown);
    }

    /// A backstage whose progress is not held back.
    Backstage backstage() {
        return new Backstage(this, this);
    }

    /// Runs what comes until the condition holds.
    public void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            Runnable next = next(end - System.nanoTime());
            if (next == null) {
                throw new AssertionError("not within " + LIMIT_SECONDS + " s: " + what);
            }
            next.run();
        }
    }

    private @org.jspecify.annotations.Nullable Runnable next(long nanos) {
        try {
            return handed.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
