package lockstep.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;

/// Several pools asked the same thing at the same time.
final class Everywhere {
    private final List<Pool> pools;

    Everywhere(List<Pool> pools) {
        this.pools = List.copyOf(pools);
    }

    /// Only those that a node is in.
    Everywhere serving(String node) {
        return new Everywhere(pools.stream().filter(pool -> pool.serves(node)).toList());
    }

    int size() {
        return pools.size();
    }

    /// What is asked of each.
    interface Question<T> {
        T of(Pool pool) throws FaultException;
    }

    /// What came of it at one pool: a value or a failure.
    record Outcome<T>(String pool, Optional<T> value, Optional<FaultException> failure) {}

    /// Asks all and waits for all, which takes as long as the slowest pool's own limit.
    ///
    /// @return outcomes in the order of the pools; `Cancelled` for each when the calling thread
    ///     was interrupted
    <T> List<Outcome<T>> ask(Question<T> question) {
        List<Callable<Outcome<T>>> calls = new ArrayList<>();
        pools.forEach(pool -> calls.add(() -> ask(pool, question)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Outcome<T>> outcomes = new ArrayList<>();
            for (Future<Outcome<T>> done : threads.invokeAll(calls)) {
                outcomes.add(result(done));
            }
            return outcomes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return pools.stream().map(pool -> Everywhere.<T>interrupted(pool, e)).toList();
        }
    }

    private static <T> T result(Future<T> done) {
        if (done.state() == Future.State.FAILED) {
            throw new IllegalStateException(done.exceptionNow());
        }
        return done.resultNow();
    }

    private static <T> Outcome<T> ask(Pool pool, Question<T> question) {
        try {
            return new Outcome<>(pool.name(), Optional.of(question.of(pool)), Optional.empty());
        } catch (FaultException e) {
            return new Outcome<>(pool.name(), Optional.empty(), Optional.of(e));
        }
    }

    private static <T> Outcome<T> interrupted(Pool pool, InterruptedException why) {
        FaultException cancelled = new FaultException(new Fault.Cancelled(pool.name()), why);
        return new Outcome<>(pool.name(), Optional.empty(), Optional.of(cancelled));
    }

    /// The values of all.
    ///
    /// @throws FaultException the first failure, the others suppressed in it
    static <T> List<T> all(List<Outcome<T>> outcomes) throws FaultException {
        List<FaultException> failures =
                outcomes.stream().flatMap(o -> o.failure().stream()).toList();
        if (!failures.isEmpty()) {
            FaultException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return outcomes.stream().flatMap(o -> o.value().stream()).toList();
    }

    void close() {
        pools.forEach(Pool::close);
    }
}
