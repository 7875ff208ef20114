package lockstep.present;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Does something once a second on a virtual thread of its own, until closed. A beat that takes
/// longer delays the next one; two never overlap.
final class Heartbeat implements AutoCloseable {
    private static final long PERIOD_MILLIS = 1_000;

    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param failed told, on the same thread, of what a beat threw; the heartbeat ends then
    Heartbeat(Runnable beat, Consumer<Throwable> failed) {
        Thread.ofVirtual().name("heartbeat").start(() -> run(beat, failed));
    }

    private void run(Runnable beat, Consumer<Throwable> failed) {
        try {
            do {
                beat.run();
            } while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }

    /// No beat begins afterwards; one may still be running.
    @Override
    public void close() {
        closed.countDown();
    }
}
