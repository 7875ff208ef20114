package lockstep.house;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Ends a test process in which nothing has begun or ended for too long, and leaves what each of
/// its threads was doing in `target/stalled`: a test that waits for ever must fail, not take the
/// others with it. Found by JUnit on every test; `test.stall` is the limit in minutes.
public final class StallGuard implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final long USUAL_MINUTES = 10;
    private static final int HALTED = 70;

    @Override
    public void beforeAll(ExtensionContext context) {
        note(context, "before the first test");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        note(context, context.getDisplayName());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        note(context, "after " + context.getDisplayName());
    }

    private static void note(ExtensionContext context, String what) {
        String at = context.getRequiredTestClass().getName() + ": " + what;
        context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Watch.class, _ -> Watch.over(limit()), Watch.class)
                .note(at, System.nanoTime());
    }

    private static Duration limit() {
        return Duration.ofMinutes(Long.getLong("test.stall", USUAL_MINUTES));
    }

    /// What goes on, and since when. Any thread.
    static final class Watch implements AutoCloseable {
        /// How the process ends when it stands still.
        interface End {
            void after(String what);
        }

        private final Duration limit;
        private final End end;
        private final CountDownLatch closed = new CountDownLatch(1);
        private String what = "";
        private long since = System.nanoTime();

        Watch(Duration limit, End end) {
            this.limit = limit;
            this.end = end;
        }

        static Watch over(Duration limit) {
            Watch watch = new Watch(limit, StallGuard::halt);
            Thread.ofPlatform().daemon().name("stall guard").start(watch::keepLooking);
            return watch;
        }

        private void keepLooking() {
            try {
                while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    look(System.nanoTime());
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        synchronized void note(String now, long nanos) {
            what = now;
            since = nanos;
        }

        synchronized void look(long nanos) {
            if (nanos - since > limit.toNanos()) {
                end.after(what);
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static void halt(String what) {
        try {
            dump(Path.of("target", "stalled").toAbsolutePath(), what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            Runtime.getRuntime().halt(HALTED);
        }
    }

    /// Writes what stood still and every thread's stack, also of virtual ones.
    static void dump(Path directory, String what) throws IOException {
        Files.createDirectories(directory);
        String name = "process-" + ProcessHandle.current().pid();
        Path threads = directory.resolve(name + ".threads");
        Files.writeString(directory.resolve(name + ".txt"), what + "\n");
        Files.deleteIfExists(threads);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(
                        threads.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    }
}
