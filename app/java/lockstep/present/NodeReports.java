package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.run.WatchOperations;
import lockstep.tree.TreePath;
import lockstep.watch.ChangeReports;
import org.jspecify.annotations.Nullable;

/// One node that is listened to. Screen thread only, but for what arrives from the node, which is
/// only noted until [#take] is called: a node may report hundreds of changes a second.
final class NodeReports {
    /// After a failure it is tried again, each time twice as late.
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final String node;
    private final WatchOperations operations;
    private final Backstage backstage;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Change> latest = new AtomicReference<>();
    private State state = State.OFF;
    private @Nullable Problem problem;
    private Cancel cancel = new Cancel();
    private Duration wait = FIRST_WAIT;
    private Instant again = Instant.MAX;
    private long listening;

    /// How far it is.
    enum State {
        OFF,
        STARTING,
        REPORTING,
        /// It is tried again later.
        FAILED,
        /// It cannot, and trying again would not help.
        UNABLE
    }

    /// @param path what changed, below the root; empty where that is not known
    record Change(Instant at, Optional<TreePath> path) {}

    NodeReports(String node, WatchOperations operations, Backstage backstage, InstantSource clock) {
        this.node = node;
        this.operations = operations;
        this.backstage = backstage;
        this.clock = clock;
    }

    String node() {
        return node;
    }

    State state() {
        return state;
    }

    /// Why it does not report, where it does not.
    Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    /// Begins to listen, anew where it listened already.
    void start() {
        stop();
        state = State.STARTING;
        again = Instant.MAX;
        Cancel mine = new Cancel();
        cancel = mine;
        long turn = ++listening;
        backstage.work(
                () -> {
                    operations.follow(node, listener(turn), mine);
                    return true;
                },
                _ -> ended(turn, null),
                thrown -> ended(turn, thrown));
    }

    private ChangeReports.Listener listener(long turn) {
        return new ChangeReports.Listener() {
            @Override
            public void established() {
                backstage.show(() -> reporting(turn));
            }

            @Override
            public void changed(Optional<TreePath> path) {
                latest.set(new Change(clock.instant(), path));
            }
        };
    }

    /// After a failure nobody knows what happened meanwhile, so something counts as changed.
    private void reporting(long turn) {
        if (turn == listening) {
            state = State.REPORTING;
            problem = null;
            if (wait.compareTo(FIRST_WAIT) > 0) {
                latest.compareAndSet(null, new Change(clock.instant(), Optional.empty()));
            }
            wait = FIRST_WAIT;
        }
    }

    private void ended(long turn, @Nullable Throwable thrown) {
        if (turn != listening) {
            return;
        }
        problem = thrown == null ? null : Problem.of(thrown);
        if (thrown instanceof FaultException e && isLasting(e.fault())) {
            state = State.UNABLE;
            return;
        }
        state = State.FAILED;
        again = clock.instant().plus(wait);
        Duration longer = wait.multipliedBy(2);
        wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
    }

    private static boolean isLasting(Fault fault) {
        return fault instanceof Fault.GuardTripped || fault instanceof Fault.LimitReached;
    }

    /// Tries again where it is time to.
    void tick(Instant now) {
        if (state == State.FAILED && !now.isBefore(again)) {
            start();
        }
    }

    /// The latest change since the last call.
    Optional<Change> take() {
        return Optional.ofNullable(latest.getAndSet(null));
    }

    /// Listens no more.
    void stop() {
        listening++;
        state = State.OFF;
        problem = null;
        latest.set(null);
        Cancel before = cancel;
        Thread.ofVirtual().name("deaf").start(before::set);
    }
}
