package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lockstep.fault.Fault;
import lockstep.peer.BrokenRelay.Ending;
import lockstep.peer.BrokenRelay.Leg;
import lockstep.peer.BrokenRelay.Trouble;
import lockstep.peer.FrailHost.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A relay whose line is cut, at points all over the conversation: in the greeting, the list, the
/// requests, the middle of tokens, the statistics and the goodbye.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FaultCutTest {
    private static final Duration SILENCE = Duration.ofSeconds(20);

    @TempDir Path directory;
    private Sweep sweep;

    @BeforeEach
    void trees() throws Exception {
        Peer.program("rsync");
        sweep = new Sweep(directory);
    }

    private void cutAt(int count) throws Exception {
        AtomicInteger broken = new AtomicInteger();
        List<Failure> cuts = List.of(Failure.ENDS, Failure.BREAKS);
        sweep.tryAll(
                sweep.troubles(count, cuts, SILENCE),
                (relay, trouble) -> {
                    Ending ending = relay.suffer(trouble, false, () -> {});
                    if (ending.fault().isPresent()) {
                        broken.incrementAndGet();
                        assertNamed(ending.fault().get(), trouble);
                    }
                });
        assertThat(broken.get()).as("relays that broke off").isGreaterThan(count * 2);
    }

    private static void assertNamed(Fault fault, Trouble trouble) {
        String node = trouble.leg() == Leg.SOURCE ? "web1" : "web2";
        assertThat(fault.where()).as(fault.message()).isEqualTo(node);
        assertThat(fault).isInstanceOf(Fault.LinkLost.class);
    }

    @Test
    void aCutLineLeavesWholeFilesAndASecondRunFinishes() throws Exception {
        cutAt(4);
    }

    @Test
    @Tag("long")
    void aCutLineAnywhere() throws Exception {
        cutAt(Integer.getInteger("lockstep.test.points", 100));
    }
}
