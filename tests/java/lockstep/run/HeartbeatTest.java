package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a run that goes on hears of its locks.
@Timeout(30)
class HeartbeatTest {
    private static final Duration OFTEN = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Fault BROKEN = new Fault.GuardTripped("web2", "It was broken.", "Look.");
    private static final Fault AWAY = new Fault.LinkLost("web1", "reset");

    @Test
    void aLockThatIsLostInALongStepStopsIt() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Queue<FaultException> answers = new ArrayDeque<>();
        answers.add(new FaultException(AWAY));
        answers.add(new FaultException(BROKEN));
        try (Heartbeat beat = Heartbeat.of(_ -> raise(answers.poll()), OFTEN)) {
            beat.onLoss(stopped::countDown);
            assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(answers).isEmpty();
            assertThat(beat.look("web2")).contains(BROKEN);
            assertThatThrownBy(() -> beat.sign("web2")).hasMessageContaining("It was broken.");
        }
    }

    @Test
    void aNodeOutOfReachIsNoLostLock() {
        try (Heartbeat beat = Heartbeat.of(_ -> raise(new FaultException(AWAY)), NEVER)) {
            assertThat(beat.look("web2")).isEmpty();
            assertThat(beat.isLost()).isFalse();
            assertThatThrownBy(() -> beat.sign("web2")).hasMessageContaining("reset");
        }
    }

    @Test
    void aLostLockIsSeenBehindANodeOutOfReach() {
        FaultException both = new FaultException(AWAY);
        both.addSuppressed(new FaultException(BROKEN));
        try (Heartbeat beat = Heartbeat.of(_ -> raise(both), NEVER)) {
            assertThatThrownBy(() -> beat.sign("web2")).hasMessageContaining("It was broken.");
            assertThat(beat.isLost()).isTrue();
        }
    }

    @Test
    void nothingIsSignedOnceItIsClosed() throws Exception {
        AtomicInteger signs = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        Heartbeat beat =
                Heartbeat.of(
                        _ -> {
                            signs.incrementAndGet();
                            three.countDown();
                        },
                        OFTEN);
        assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
        beat.close();
        int then = signs.get();
        // One may have been under way.
        assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(signs.get()).isLessThanOrEqualTo(then + 1);
    }

    private static void raise(FaultException failure) throws FaultException {
        if (failure != null) {
            throw failure;
        }
    }
}
