package lockstep.present;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the models' work is done, out of sight: virtual threads, and one way back to the thread
/// that shows. Safe for use by many threads.
public final class Backstage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backstage.class);
    private static final long SAMPLE_MILLIS = 50;

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Thread> releasing = new ConcurrentLinkedQueue<>();
    private final Executor screen;
    private final Executor sampled;

    /// @param screen runs what it is given, in order, on the thread that shows
    public Backstage(Executor screen) {
        this(
                screen,
                CompletableFuture.delayedExecutor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS, screen));
    }

    /// @param sampled as `screen`, but after the pause that bounds how often progress is shown
    Backstage(Executor screen, Executor sampled) {
        this.screen = screen;
        this.sampled = sampled;
    }

    /// Works on a virtual thread, then hands the result, or what was thrown, to the screen. After
    /// [#retire] nothing is started any more.
    public <T> void work(Callable<T> work, Consumer<T> shown, Consumer<Throwable> failed) {
        try {
            workers.execute(() -> done(work, shown, failed));
        } catch (RejectedExecutionException _) {
            LOG.debug("not begun any more");
        }
    }

    private <T> void done(Callable<T> work, Consumer<T> shown, Consumer<Throwable> failed) {
        try {
            T result = work.call();
            screen.execute(() -> shown.accept(result));
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            screen.execute(() -> failed.accept(e));
        }
    }

    /// Closes something that may block, on a thread that outlives this.
    void release(AutoCloseable thing) {
        releasing.add(Thread.ofVirtual().name("release").start(() -> close(thing)));
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            LOG.warn("closing {}", thing, e);
        }
    }

    /// Waits until everything given to [#release] is closed, then interrupts what still works and
    /// waits for that too; blocks. A run needs its threads until its nodes are safe, so they are
    /// not interrupted before. False when it took longer.
    boolean awaitReleased(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (Thread thread : releasing) {
            if (!thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                return false;
            }
        }
        close();
        return workers.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /// Starts nothing any more; what works comes to its end.
    void retire() {
        workers.shutdown();
    }

    /// Hands one thing to the screen.
    public void show(Runnable shown) {
        screen.execute(shown);
    }

    /// A consumer that any thread may call as often as it likes: the screen gets the latest value,
    /// at most 20 times a second.
    public <T> Consumer<T> latest(Consumer<T> shown) {
        AtomicReference<@Nullable T> waiting = new AtomicReference<>();
        return value -> {
            if (waiting.getAndSet(value) == null) {
                sampled.execute(() -> take(waiting, shown));
            }
        };
    }

    private static <T> void take(AtomicReference<@Nullable T> waiting, Consumer<T> shown) {
        T value = waiting.getAndSet(null);
        if (value != null) {
            shown.accept(value);
        }
    }

    /// Interrupts what still works. Results that arrive later are dropped by their owners.
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
