package lockstep.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.pool.Leave;
import lockstep.pool.Member;
import lockstep.pool.Pools;
import lockstep.pool.Way;
import lockstep.run.Operations.Patience;

/// Waits until nobody uses a node that is out. A drain that a reload has erased is set again; what
/// was chosen for the limit is done there, and not before.
///
/// @param floor what counts where it is set again
/// @param each gets the members of every look
/// @param lost hears where a drain was lost and set again
record ZeroWait(
        RecordedPools pools,
        InstantSource clock,
        Supplier<Leave.Floor> floor,
        Consumer<List<Member>> each,
        Consumer<List<Member>> lost) {
    /// How often a drain is set again in one wait; what erases it more often is no reload.
    private static final int MOST_ERASED = 5;

    /// How long what was cut may take to end.
    private static final Duration AFTERWARDS = Duration.ofSeconds(30);

    /// @throws FaultException as [Operations#awaitZero]; the wait's own fault when somebody put the
    ///     node back meanwhile, from here or from another console
    Pools.Settled until(String node, Patience patience, Cancel cancel) throws FaultException {
        Instant end = clock.instant().plus(patience.limit());
        for (int erased = 0; ; ) {
            Duration left = Duration.between(clock.instant(), end);
            try {
                Duration limit = left.isNegative() ? Duration.ZERO : left;
                return pools.awaitZero(node, limit, each, cancel);
            } catch (FaultException e) {
                boolean guard = e.fault() instanceof Fault.GuardTripped;
                if (!guard || erased == MOST_ERASED || pools.isWantedBack(node)) {
                    throw e;
                }
                cancel.check(node);
                List<Member> back = pools.hold(node, floor.get());
                if (!back.isEmpty()) {
                    erased++;
                    lost.accept(back);
                } else if (!clock.instant().isBefore(end)) {
                    return atLimit(node, patience, cancel, e);
                }
            }
        }
    }

    private Pools.Settled atLimit(
            String node, Patience patience, Cancel cancel, FaultException late)
            throws FaultException {
        cancel.check(node);
        if (pools.isWantedBack(node)) {
            throw late;
        }
        switch (patience.then()) {
            case STAY -> throw late;
            case MAINTENANCE -> pools.goOn(node, Way.MAINTENANCE);
            case END_SESSIONS -> pools.endSessions(node);
        }
        return pools.awaitZero(node, AFTERWARDS, each, cancel);
    }
}
