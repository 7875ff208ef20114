package lockstep.run;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;

/// Work that blocks and cannot be told to stop, such as connecting. It is done on a thread of its
/// own, so that whoever waits for it can go: when its time is over, or when the operator cancels.
/// It then comes to its end alone.
final class Aside {
    /// What is done.
    @FunctionalInterface
    interface Work<T> {
        T done() throws FaultException;
    }

    private Aside() {}

    /// The result of `work`.
    ///
    /// @param where whom it is about
    /// @param late takes a result that came when nobody waited any more
    /// @throws TimeoutException when there is none within `limit`
    /// @throws FaultException what `work` raises; `Cancelled`
    static <T> T await(String where, Duration limit, Cancel cancel, Work<T> work, Consumer<T> late)
            throws FaultException, TimeoutException {
        cancel.check(where);
        CompletableFuture<T> result = begin(where, work, late);
        boolean taken = false;
        try (var _ = cancel.onSet(() -> result.cancel(false))) {
            T done = result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            taken = true;
            return done;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FaultException fault) {
                throw new FaultException(fault.fault(), fault);
            }
            throw new IllegalStateException("work for " + where + " failed", e.getCause());
        } catch (CancellationException e) {
            throw new FaultException(new Fault.Cancelled(where), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(where), e);
        } finally {
            if (!taken && !result.cancel(false)) {
                var _ = result.thenAccept(late);
            }
        }
    }

    private static <T> CompletableFuture<T> begin(String where, Work<T> work, Consumer<T> late) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("aside for " + where)
                .start(
                        () -> {
                            try {
                                T done = work.done();
                                if (!result.complete(done)) {
                                    late.accept(done);
                                }
                            } catch (FaultException | RuntimeException | Error e) {
                                result.completeExceptionally(e);
                            }
                        });
        return result;
    }
}
