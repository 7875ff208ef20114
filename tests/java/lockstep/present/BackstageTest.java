package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BackstageTest {
    private final ScreenQueue screen = new ScreenQueue();

    @Test
    void ofAMillionProgressEventsTheLatestIsShownInOneHandOver() {
        try (Backstage backstage = screen.backstage()) {
            List<Integer> shown = new ArrayList<>();
            Consumer<Integer> progress = backstage.latest(shown::add);
            for (int i = 1; i <= 1_000_000; i++) {
                progress.accept(i);
            }
            screen.until("the latest", () -> !shown.isEmpty());
            assertThat(shown).containsExactly(1_000_000);
        }
    }

    @Test
    void workIsDoneOnAVirtualThreadAndItsFaultComesBack() {
        try (Backstage backstage = screen.backstage()) {
            AtomicBoolean wasVirtual = new AtomicBoolean();
            List<Throwable> failed = new ArrayList<>();
            backstage.work(
                    () -> {
                        wasVirtual.set(Thread.currentThread().isVirtual());
                        throw new IllegalStateException("ours");
                    },
                    _ -> {},
                    failed::add);
            screen.until("the fault", () -> !failed.isEmpty());
            assertThat(wasVirtual).isTrue();
            assertThat(failed.getFirst()).hasMessage("ours");
        }
    }

    @Test
    void beatsNeverOverlap() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch beats = new CountDownLatch(2);
        Runnable beat =
                () -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    beats.countDown();
                    inside.decrementAndGet();
                };
        try (Heartbeat _ = new Heartbeat(beat, _ -> {})) {
            assertThat(beats.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void aBeatThatThrowsEndsTheHeartbeatAndIsTold() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        Runnable beat =
                () -> {
                    throw new IllegalStateException("ours");
                };
        try (Heartbeat _ = new Heartbeat(beat, _ -> told.countDown())) {
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
