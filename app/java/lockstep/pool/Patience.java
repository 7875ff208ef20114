package lockstep.pool;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;

/// Looks again, ever more seldom, until a balancer shows what it was told: many apply an order
/// some time after they have accepted it.
///
/// @param first the pause after the first look; each later one is twice as long
/// @param longest what no pause exceeds
/// @param limit when no further look is begun
record Patience(Duration first, Duration longest, Duration limit) {
    /// For services that are told over a network.
    static final Patience USUAL =
            new Patience(Duration.ofMillis(200), Duration.ofSeconds(4), Duration.ofSeconds(30));

    /// One look.
    @FunctionalInterface
    interface Look<T> {
        T see() throws FaultException;
    }

    /// The first sight that is as wished, or the last one when the limit has passed: the caller
    /// tells which.
    ///
    /// @param where whom it is about
    /// @throws FaultException what `look` raises; `Cancelled` when the thread is interrupted
    <T> T until(String where, Look<T> look, Predicate<T> wished) throws FaultException {
        long start = System.nanoTime();
        Duration pause = first;
        T seen = look.see();
        while (!wished.test(seen) && System.nanoTime() - start < limit.toNanos()) {
            pause(where, pause);
            pause = pause.multipliedBy(2).compareTo(longest) < 0 ? pause.multipliedBy(2) : longest;
            seen = look.see();
        }
        return seen;
    }

    private static void pause(String where, Duration time) throws FaultException {
        try {
            if (new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("nobody counts this latch down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(where), e);
        }
    }
}
