package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.peer.BrokenRelay.Ending;
import lockstep.peer.BrokenRelay.Leg;
import lockstep.peer.BrokenRelay.Trouble;
import lockstep.peer.FrailHost.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A relay whose line stalls, one of whose programs is killed, or that the operator cancels, at
/// points all over the conversation.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FaultEndsTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofSeconds(1);
    private static final int MANY = Integer.getInteger("lockstep.test.points", 30);

    @TempDir Path directory;
    private Sweep sweep;

    @BeforeEach
    void trees() throws Exception {
        Peer.program("rsync");
        sweep = new Sweep(directory);
    }

    private static String node(Trouble trouble) {
        return trouble.leg() == Leg.SOURCE ? "web1" : "web2";
    }

    private void stallAt(int count) throws Exception {
        sweep.tryAll(
                sweep.troubles(count, List.of(Failure.STALLS), IMPATIENT),
                (relay, trouble) -> {
                    Ending ending = relay.suffer(trouble, true, () -> {});
                    ending.fault()
                            .ifPresent(
                                    fault -> {
                                        assertThat(fault).isInstanceOf(Fault.TimedOut.class);
                                        assertThat(fault.message()).contains("1 s");
                                    });
                });
    }

    @Test
    void aLineThatStallsIsGivenUp() throws Exception {
        stallAt(1);
    }

    @Test
    @Tag("long")
    void aLineThatStallsAnywhereIsGivenUp() throws Exception {
        stallAt(MANY);
    }

    /// Slow is not silent: the whole takes longer than a peer may say nothing.
    private void crawlAt(int count) throws Exception {
        sweep.tryAll(
                sweep.troubles(count, List.of(Failure.CRAWLS), IMPATIENT),
                (relay, trouble) -> {
                    Ending ending = relay.suffer(trouble, false, () -> {});
                    assertThat(ending.fault()).isEmpty();
                    assertThat(ending.outcome().orElseThrow().complete()).isTrue();
                });
    }

    @Test
    void aSlowLineComesToItsEnd() throws Exception {
        crawlAt(1);
    }

    @Test
    @Tag("long")
    void aLineThatIsSlowFromAnywhereComesToItsEnd() throws Exception {
        crawlAt(MANY);
    }

    private void cancelAt(int count) throws Exception {
        sweep.tryAll(
                sweep.troubles(count, List.of(Failure.NONE), PATIENT),
                (relay, trouble) -> {
                    Cancel cancel = new Cancel();
                    Ending ending = relay.suffer(trouble, cancel, cancel::set);
                    assertThat(ending.fault()).as("cancelled").isPresent();
                    assertThat(ending.fault().get()).isInstanceOf(Fault.Cancelled.class);
                });
    }

    @Test
    void aCancelledRelayEndsAndCanBeRunAgain() throws Exception {
        cancelAt(1);
    }

    @Test
    @Tag("long")
    void aRelayCancelledAnywhereEndsAndCanBeRunAgain() throws Exception {
        cancelAt(MANY);
    }

    /// @param second whether it is the receiver of the target's two programs
    private void killAt(int count, Leg leg, boolean second) throws Exception {
        List<Trouble> troubles =
                sweep.troubles(count, List.of(Failure.NONE), PATIENT).stream()
                        .filter(t -> t.leg() == leg)
                        .toList();
        sweep.tryAll(
                troubles,
                (relay, trouble) -> {
                    Marked host = leg == Leg.SOURCE ? relay.from : relay.to;
                    Ending ending =
                            relay.suffer(
                                    trouble,
                                    true,
                                    () -> {
                                        Optional<ProcessHandle> victim =
                                                second ? host.second() : host.first();
                                        victim.ifPresent(ProcessHandle::destroyForcibly);
                                    });
                    ending.fault()
                            .ifPresent(
                                    f ->
                                            assertThat(f.where())
                                                    .as(f.message())
                                                    .isEqualTo(node(trouble)));
                });
    }

    @Test
    void aKilledSenderIsNamed() throws Exception {
        killAt(1, Leg.SOURCE, false);
    }

    @Test
    void aKilledGeneratorIsNamed() throws Exception {
        killAt(1, Leg.TARGET, false);
    }

    @Test
    void aKilledReceiverIsNamed() throws Exception {
        killAt(1, Leg.TARGET, true);
    }

    @Test
    @Tag("long")
    void aSenderKilledAnywhere() throws Exception {
        killAt(MANY, Leg.SOURCE, false);
    }

    @Test
    @Tag("long")
    void aGeneratorKilledAnywhere() throws Exception {
        killAt(MANY, Leg.TARGET, false);
    }

    @Test
    @Tag("long")
    void aReceiverKilledAnywhere() throws Exception {
        killAt(MANY, Leg.TARGET, true);
    }
}
