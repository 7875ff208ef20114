package lockstep.present;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import lockstep.fault.FaultException;
import lockstep.run.Operations;
import lockstep.run.Operations.Pools;
import lockstep.run.Operations.Traffic;

/// Looks at the pools, shown in the order in which they began: one that is overtaken is dropped, or
/// a node that has just been put back would be drained again on the screen.
///
/// Looks are taken on any thread, and block; they are shown on the screen's.
final class PoolLooks {
    /// What was seen, as the screen gets it.
    record Look(long number, Pools pools, Optional<Traffic> traffic) {}

    private final Operations operations;
    private final Consumer<Look> shown;
    private final AtomicLong numbers = new AtomicLong();
    private long last;

    /// @param shown gets each look that is not overtaken
    PoolLooks(Operations operations, Consumer<Look> shown) {
        this.operations = operations;
        this.shown = shown;
    }

    Look take() {
        long number = numbers.incrementAndGet();
        return new Look(number, operations.pools(), operations.traffic());
    }

    /// Moves a switch; gives what was seen afterwards.
    interface Move {
        Pools now() throws FaultException;
    }

    /// Moves a switch. Looks that began while it was moved count as older than its result.
    Look move(Move move) throws FaultException {
        Pools pools = move.now();
        return new Look(numbers.incrementAndGet(), pools, operations.traffic());
    }

    void show(Look look) {
        if (look.number > last) {
            last = look.number;
            shown.accept(look);
        }
    }
}
