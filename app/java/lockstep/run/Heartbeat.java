package lockstep.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import org.jspecify.annotations.Nullable;

/// The signs of life of a run: on all its nodes, on a thread of its own while it goes on, however
/// long a step takes, and on demand on one of them before what would do harm where somebody else
/// works, too. A lock that is lost stays lost, and all that was registered is stopped. Safe for use
/// by many threads.
final class Heartbeat implements AutoCloseable {
    private final Alive alive;
    private final Cancel stop = new Cancel();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Fault lost;

    /// A sign of life of a run.
    @FunctionalInterface
    interface Alive {
        /// @param nodes on which, by their names
        /// @throws FaultException when somebody has taken the run's place, and it must stop
        void sign(Predicate<String> nodes) throws FaultException;
    }

    private Heartbeat(Alive alive) {
        this.alive = alive;
    }

    /// Begins to sign, the first time when `every` has passed.
    static Heartbeat of(Alive alive, Duration every) {
        Heartbeat beat = new Heartbeat(alive);
        Thread.ofVirtual().name("heartbeat").start(() -> beat.go(every));
        return beat;
    }

    private void go(Duration every) {
        try {
            while (!ended.await(every.toNanos(), TimeUnit.NANOSECONDS) && lost == null) {
                look(_ -> true);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody does; steps still sign for themselves
        }
    }

    /// A sign of life on the node that is to be changed or ordered next: one round trip, however
    /// many nodes there are.
    ///
    /// @throws FaultException why a lock is lost; else what kept it from being told, such as a line
    ///     that broke, which says nothing about who holds it
    void sign(String node) throws FaultException {
        sign(node::equals);
    }

    private void sign(Predicate<String> nodes) throws FaultException {
        Fault before = lost;
        if (before != null) {
            throw new FaultException(before);
        }
        try {
            alive.sign(nodes);
        } catch (FaultException e) {
            Optional<Fault> why = loss(e);
            if (why.isPresent()) {
                lost = why.get();
                stop.set();
                throw new FaultException(why.get(), e);
            }
            throw e;
        }
    }

    /// Where several were asked, the first that failed may only have been out of reach.
    private static Optional<Fault> loss(FaultException failed) {
        return Stream.concat(Stream.of(failed), Stream.of(failed.getSuppressed()))
                .filter(FaultException.class::isInstance)
                .map(each -> ((FaultException) each).fault())
                .filter(Fault.GuardTripped.class::isInstance)
                .findFirst();
    }

    /// As [#sign], where it can be given.
    ///
    /// @return why a lock is lost; empty while nobody knows of that
    Optional<Fault> look(String node) {
        return look(node::equals);
    }

    private Optional<Fault> look(Predicate<String> nodes) {
        try {
            sign(nodes);
        } catch (FaultException _) {
            // What was lost is kept; a node that is out of reach is told by whoever works on it.
        }
        return Optional.ofNullable(lost);
    }

    /// Whether a lock is known to be lost.
    boolean isLost() {
        return lost != null;
    }

    /// Runs `action` once a lock is lost; see [Cancel#onSet].
    Cancel.Registration onLoss(Runnable action) {
        return stop.onSet(action);
    }

    /// No sign is given on its own any more.
    @Override
    public void close() {
        ended.countDown();
    }
}
