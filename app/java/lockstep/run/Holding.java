package lockstep.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.pool.Leave;
import lockstep.pool.Member;
import org.jspecify.annotations.Nullable;

/// Keeps a node out of its pools while it is worked on: a balancer that reloads forgets what it was
/// told, and its users would see a node that is half done. Looks twice a second, on a thread of its
/// own, and sets the drain again; where that fails, the work is to stop.
final class Holding implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /// A balancer that reloads may not answer for a moment.
    private static final int MOST_FAILURES = 4;

    /// What puts it back more often is no reload.
    private static final int MOST_ERASED = 5;

    private final RecordedPools pools;
    private final NodeSide side;
    private final String node;
    private final Supplier<Leave.Floor> floor;
    private final Consumer<List<Member>> lost;
    private final ReentrantLock looking = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Fault failure;
    private int erased;

    private Holding(
            RecordedPools pools,
            NodeSide side,
            Supplier<Leave.Floor> floor,
            Consumer<List<Member>> lost) {
        this.pools = pools;
        this.floor = floor;
        this.side = side;
        this.node = side.node();
        this.lost = lost;
    }

    /// @param side its work is stopped when the node cannot be kept out
    /// @param floor what counts where it is taken out again: others may have left meanwhile
    /// @param lost hears where the node was back, and was taken out again
    static Holding of(
            RecordedPools pools,
            NodeSide side,
            Supplier<Leave.Floor> floor,
            Consumer<List<Member>> lost) {
        Holding holding = new Holding(pools, side, floor, lost);
        Thread.ofVirtual().name("holding " + side.node()).start(holding::hold);
        return holding;
    }

    /// Why the work was stopped; empty when it was not.
    Optional<Fault> failure() {
        return Optional.ofNullable(failure);
    }

    private void hold() {
        int failures = 0;
        try {
            while (!ended.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look();
                    failures = 0;
                } catch (FaultException e) {
                    failures++;
                    if (failures == MOST_FAILURES || erased == MOST_ERASED) {
                        failure = e.fault();
                        side.cancel().set();
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody does; the work goes on unwatched
        } catch (RuntimeException e) {
            failure =
                    new Fault.GuardTripped(
                            node,
                            "Nobody watches any more whether it stays out of the load: " + e + ".",
                            "This is a defect of Lockstep; report it with its log.");
            side.cancel().set();
            throw e;
        }
    }

    private void look() throws FaultException {
        looking.lock();
        try {
            if (ended.getCount() == 0 || side.beat().isLost()) {
                return; // it is somebody else's to order
            }
            List<Member> back = pools.hold(node, floor.get());
            if (!back.isEmpty()) {
                erased++;
                lost.accept(back);
            }
            if (erased == MOST_ERASED) {
                throw new FaultException(
                        new Fault.GuardTripped(
                                node,
                                "It was put back into the load "
                                        + erased
                                        + " times while it was worked on.",
                                "Find out who does that (an agent check, a script); nobody may"
                                        + " use it while its files change."));
            }
        } finally {
            looking.unlock();
        }
    }

    /// Once it returns, the node is not taken out any more. Waits for a look that has begun.
    @Override
    public void close() {
        looking.lock();
        try {
            ended.countDown();
        } finally {
            looking.unlock();
        }
    }
}
