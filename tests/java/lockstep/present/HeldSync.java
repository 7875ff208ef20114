package lockstep.present;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.run.Operations.Health;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.state.Step;

/// A sync that stands still at its first node until it is aborted, and then, as a run that puts its
/// node back, until [#end].
public final class HeldSync {
    private final CountDownLatch safe = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean interrupted;

    /// It may come to its end, once it is aborted.
    public void end() {
        safe.countDown();
    }

    /// Whether its thread was interrupted.
    public boolean wasInterrupted() {
        return interrupted;
    }

    RunReport run(Plan plan, RunEvents events, RunControl control) {
        String node = plan.targets().getFirst().node();
        events.begun(node, Step.SYNC);
        CountDownLatch aborted = new CountDownLatch(1);
        try (Cancel.Registration _ = control.cancel().onSet(aborted::countDown)) {
            interrupted = !await(aborted) || !await(safe);
        }
        ended.countDown();
        Optional<Fault> stopped = Optional.of(new Fault.Cancelled(node));
        NodeReport report =
                new NodeReport(
                        node,
                        Reports.state(stopped),
                        false,
                        stopped,
                        0,
                        0,
                        0,
                        0,
                        Duration.ZERO,
                        Health.UNASKED,
                        List.of());
        return Reports.of(List.of(report), Duration.ofSeconds(9));
    }

    void awaitEnd() {
        await(ended);
    }

    /// False when the thread was interrupted.
    static boolean await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let it go on");
            }
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }
}
