package lockstep.link;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A limit on work that cannot be given one itself: when the work is not done in time, an action
/// runs that makes it end, which is usually closing what it blocks on.
///
/// ```java
/// try (Deadline deadline = Deadline.after(limit, socket::close)) {
///     socket.connect();      // ends with an exception when the limit passes
/// }
/// ```
///
/// The action runs on a thread of its own, at most once, and never after [#close] has returned
/// from a call that came first.
public final class Deadline implements AutoCloseable {
    private enum State {
        RUNNING,
        MET,
        PASSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final CountDownLatch met = new CountDownLatch(1);

    private Deadline() {}

    /// Starts the clock. `action` must not throw.
    public static Deadline after(Duration limit, Runnable action) {
        Deadline deadline = new Deadline();
        Thread.ofVirtual().name("deadline").start(() -> deadline.watch(limit, action));
        return deadline;
    }

    private void watch(Duration limit, Runnable action) {
        try {
            if (met.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            return; // nobody holds this thread, so nobody interrupts it; ending it is harmless
        }
        if (state.compareAndSet(State.RUNNING, State.PASSED)) {
            action.run();
        }
    }

    /// Whether the limit passed before [#close].
    public boolean passed() {
        return state.get() == State.PASSED;
    }

    /// The work is done: the action will not run any more.
    @Override
    public void close() {
        state.compareAndSet(State.RUNNING, State.MET);
        met.countDown();
    }
}
