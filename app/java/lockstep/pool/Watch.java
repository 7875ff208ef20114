package lockstep.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import org.jspecify.annotations.Nullable;

/// Looks at a node's members again and again until they are as wished, twice in a row.
///
/// @param interval between two looks
/// @param clock nanoseconds from any fixed moment, as [System#nanoTime]
record Watch(Duration interval, LongSupplier clock) {
    /// One reading may catch a pause between two requests; two that agree seldom do.
    private static final int AGREEING = 2;

    /// Reads the members.
    interface Look {
        List<Member> members() throws FaultException;
    }

    /// Judges them.
    interface Wish {
        /// Whom it is about.
        String node();

        /// What is still missing, in words; empty when nothing is.
        ///
        /// @param waited since the first look began
        /// @throws FaultException when the wish cannot come true any more
        String missing(List<Member> members, Duration waited) throws FaultException;

        /// What to tell the operator when `missing` was so until the limit.
        Fault late(String missing, Duration limit);
    }

    /// The members as they were when the wish came true, and how long that took.
    record Seen(List<Member> members, Duration took) {}

    /// A balancer that does not answer is asked again until the limit: it may be reloading.
    ///
    /// @throws FaultException when the limit has passed: [Wish#late], or the balancer's fault when
    ///     the last look failed; `Cancelled`; what `wish` throws; other faults of `look` at once
    Seen until(Look look, Wish wish, Duration limit, Cancel cancel) throws FaultException {
        long start = clock.getAsLong();
        CountDownLatch cancelled = new CountDownLatch(1);
        int agreeing = 0;
        try (Cancel.Registration _ = cancel.onSet(cancelled::countDown)) {
            while (true) {
                cancel.check(wish.node());
                Answer answer = ask(look, wish, start);
                agreeing = answer.missing().isEmpty() ? agreeing + 1 : 0;
                if (agreeing == AGREEING) {
                    return new Seen(answer.members(), answer.waited());
                }
                Duration left = limit.minus(answer.waited());
                if (!left.isPositive() && agreeing == 0) {
                    throw tooLate(answer, wish, limit);
                }
                pause(cancelled, agreeing == 0 && left.compareTo(interval) < 0 ? left : interval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(wish.node()), e);
        }
    }

    private record Answer(
            List<Member> members,
            String missing,
            Duration waited,
            @Nullable FaultException failure) {}

    private Answer ask(Look look, Wish wish, long start) throws FaultException {
        try {
            List<Member> members = look.members();
            Duration waited = since(start);
            return new Answer(members, wish.missing(members, waited), waited, null);
        } catch (FaultException e) {
            if (!passing(e.fault())) {
                throw e;
            }
            return new Answer(List.of(), "an answer", since(start), e);
        }
    }

    private static FaultException tooLate(Answer answer, Wish wish, Duration limit) {
        FaultException failure = answer.failure();
        return failure == null ? new FaultException(wish.late(answer.missing(), limit)) : failure;
    }

    private static boolean passing(Fault fault) {
        return fault instanceof Fault.BalancerUnreachable
                || fault instanceof Fault.LinkLost
                || fault instanceof Fault.Unreachable;
    }

    private Duration since(long start) {
        return Duration.ofNanos(clock.getAsLong() - start);
    }

    private static void pause(CountDownLatch cancelled, Duration time) throws InterruptedException {
        if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            return; // the next look raises it
        }
    }
}
