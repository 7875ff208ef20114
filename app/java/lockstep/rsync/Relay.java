package lockstep.rsync;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.RelayEvents.Saying;
import lockstep.tree.TooLarge;
import lockstep.wire.Tag;
import org.jspecify.annotations.Nullable;

/// Joins a sender on one host with a receiver on another: opens both conversations alike, then
/// lets two pumps pass on what each says to the other, judged on the way.
///
/// The first pump that fails ends the relay: both programs get their end of input, are heard out
/// for a few seconds (the cause is often in what they still say), and then hung up on.
final class Relay {
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final int TRIES = 3;

    /// The exit status of an rsync whose peer left.
    private static final int STREAM_ENDED = 12;

    private final End source;
    private final End target;
    private final Script.Manner manner;
    private final RelayEvents events;
    private final Before before;

    /// What is looked at before the target hears of the list.
    ///
    /// @param changes where the looks gather what has changed
    record Before(List<Look> looks, Changes changes) {
        /// What a bound request wants looked at; nothing for others.
        static Before of(Endpoint source, Endpoint target, Request request) {
            Changes changes = new Changes();
            List<Look> looks =
                    request.approved().isPresent()
                            ? Looks.before(source, target, request, changes)
                            : List.of();
            return new Before(looks, changes);
        }
    }

    Relay(Script script, RelayEvents events) {
        this(script, new Before(List.of(), new Changes()), events);
    }

    Relay(Script script, Before before, RelayEvents events) {
        this.before = before;
        this.source = script.source();
        this.target = script.target();
        this.manner = script.manner();
        this.events = new OneAtATime(events);
    }

    Outcome run(Cancel cancel) throws FaultException {
        StringBuilder left = new StringBuilder();
        for (int i = 0; i < TRIES; i++) {
            cancel.check(target.name());
            Optional<Outcome> outcome = attempt(left, cancel);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw new FaultException(
                new Fault.ProtocolBroken(
                        target.name(),
                        "its capabilities and those of " + source.name() + " cannot be matched"));
    }

    private Optional<Outcome> attempt(StringBuilder left, Cancel cancel) throws FaultException {
        try (Peers peers = Peers.start(source, target, manner.limits().memory(), cancel);
                Watch watch =
                        Watch.over(
                                List.of(peers.from(), peers.to()),
                                manner.limits().silence(),
                                cancel)) {
            Peer from = peers.from();
            Peer to = peers.to();
            Conversation conversation = new Conversation(from, to);
            try {
                Optional<Opening.Settled> settled = Opening.both(from, to, manner, left);
                if (settled.isEmpty()) {
                    return Optional.empty();
                }
                Outcome outcome = conversation.hold(settled.get(), watch, cancel);
                cancel.check(target.name());
                return Optional.of(outcome);
            } catch (FaultException e) {
                cancel.check(target.name());
                throw e;
            } catch (IOException e) {
                cancel.check(target.name());
                Peer.Failed failed = from.failed(e);
                throw new FaultException(
                        watch.silent() && !failed.isItsDoing()
                                ? conversation.silence(watch, failed)
                                : conversation.explain(failed),
                        e);
            }
        }
    }

    /// The two peers while they talk.
    private final class Conversation {
        private final Peer from;
        private final Peer to;
        private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        private @Nullable Talk talk;

        Conversation(Peer from, Peer to) {
            this.from = from;
            this.to = to;
        }

        Outcome hold(Opening.Settled settled, Watch watch, Cancel cancel)
                throws IOException, FaultException {
            try (Looks begun = Looks.begin(before.looks, target.name(), cancel)) {
                watch.counting(begun::moved);
                Bound.Ends ends =
                        new Bound.Ends(
                                source.name(), target.name(), begun, before.changes, from.budget);
                return hold(settled, Bound.of(manner, ends, settled));
            }
        }

        private Outcome hold(Opening.Settled settled, Bound bound)
                throws IOException, FaultException {
            Talk shared = new Talk(from, to, settled, manner, events, bound);
            talk = shared;
            SourcePump down = new SourcePump(shared);
            TargetPump up = new TargetPump(shared);
            from.messages.hooks(new SourceMessages(to, shared.requests(), down));
            to.messages.hooks(up);
            from.in.beforeWait(to.out);
            to.in.beforeWait(from.out);
            if (manner.has(Trait.TARGET_RULES)) {
                Opening.rules(to, RuleSide.RECEIVER.of(manner.targetRules()));
            }
            to.out.flush();
            CountDownLatch ended = new CountDownLatch(2);
            pump("source to target", from, down::run, ended);
            pump(
                    "target to source",
                    to,
                    () -> {
                        sayWhatIsWanted(settled.version());
                        up.run();
                    },
                    ended);
            await(ended);
            refuseFailure();
            return outcome(down, up);
        }

        private void refuseFailure() throws IOException {
            Throwable failure = first.get();
            if (failure instanceof IOException io) {
                throw io;
            } else if (failure != null) {
                throw new IllegalStateException("a pump of the relay failed", failure);
            }
        }

        /// Tells the source. It may begin its list before it has heard all names, and then hears
        /// no more until the list is taken from it: this must not keep its list waiting.
        private void sayWhatIsWanted(int version) throws IOException {
            Opening.wishes(from, manner, version);
        }

        /// On a thread of the system's own: a virtual one costs a tenth more processor time here,
        /// since each wait goes through the scheduler and the poller too.
        private void pump(String name, Peer reading, Pump pump, CountDownLatch ended) {
            Thread.ofPlatform()
                    .daemon()
                    .name(name + " " + reading.name())
                    .start(
                            () -> {
                                try {
                                    pump.run();
                                } catch (IOException e) {
                                    Peer.Failed failed = reading.failed(e);
                                    fail(failed);
                                    leave(reading, failed);
                                } catch (RuntimeException | Error e) {
                                    fail(e);
                                } finally {
                                    ended.countDown();
                                }
                            });
        }

        /// Hears it out, but for one that told too much already.
        private static void leave(Peer reading, Peer.Failed failed) {
            if (failed.reason instanceof TooLarge) {
                reading.close();
            } else {
                reading.in.drain();
            }
        }

        private void fail(Throwable cause) {
            if (first.compareAndSet(null, cause)) {
                from.giveUpOutput();
                to.giveUpOutput();
            }
        }

        private void await(CountDownLatch ended) throws FaultException {
            try {
                while (!ended.await(200, TimeUnit.MILLISECONDS)) {
                    if (first.get() != null) {
                        hearOut(ended);
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FaultException(new Fault.Cancelled(target.name()), e);
            }
        }

        private void hearOut(CountDownLatch ended) throws InterruptedException {
            if (!ended.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                from.close();
                to.close();
                ended.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private Outcome outcome(SourcePump down, TargetPump up) throws FaultException {
            int sourceStatus = from.exitStatus();
            int targetStatus = to.exitStatus();
            List<Problem> problems = new ArrayList<>(from.messages.problems());
            problems.addAll(to.messages.problems());
            refuseFatal(sourceStatus, targetStatus);
            return new Outcome(
                    sourceStatus,
                    targetStatus,
                    down.contents().traffic(from, to),
                    up.changes(),
                    up.deletions(),
                    problems,
                    down.statistics(),
                    down.sourceUnreadable(),
                    down.contents().changedMeanwhile());
        }

        /// Statuses that say how complete the work is are for the outcome; others are faults, and
        /// an end that told its reason is named before one that did not.
        private void refuseFatal(int sourceStatus, int targetStatus) throws FaultException {
            boolean atSource = isFatal(sourceStatus);
            if (!atSource && !isFatal(targetStatus)) {
                return;
            }
            Optional<Fault> told = from.messages.explanation().or(() -> to.messages.explanation());
            Peer peer = atSource ? from : to;
            int status = atSource ? sourceStatus : targetStatus;
            throw new FaultException(
                    told.orElseGet(
                            () ->
                                    new Fault.ProgramFailed(
                                            peer.name(), "rsync", status, peer.errors())));
        }

        private static boolean isFatal(int status) {
            return status != 0 && (status < 23 || status > 25);
        }

        /// Lays a failure to the end that caused it, by what both have said. What an end said that
        /// breaks the protocol is its own doing, whatever the other complained about.
        Fault explain(Peer.Failed failed) {
            if (failed.reason instanceof Halt halt) {
                return halt.fault();
            }
            Peer culprit = failed.peer;
            Peer other = culprit == from ? to : from;
            boolean otherKnows =
                    !failed.isItsDoing()
                            && (other.messages.toldCause() && !culprit.messages.toldCause()
                                    || wasHungUpOn(culprit, other));
            return (otherKnows ? other : culprit).explain(failed);
        }

        /// Whether an end only says that its stream broke off, and the other has a status that
        /// tells more.
        private static boolean wasHungUpOn(Peer culprit, Peer other) {
            if (culprit.statusOrUnknown() != STREAM_ENDED) {
                return false;
            }
            int status = other.statusOrUnknown();
            return status > 0 && status != STREAM_ENDED && isFatal(status);
        }

        /// Names the end that kept the other waiting: one that did not take what it was sent, the
        /// source while it owes a list or an answer, else the target.
        Fault silence(Watch watch, Peer.Failed failed) {
            Talk shared = talk;
            boolean sourceOwes =
                    shared == null
                            ? failed.peer == from
                            : shared.files().unfinished() || shared.requests().areWaiting();
            Peer silent = watch.unread().orElse(sourceOwes ? from : to);
            Peer other = silent == from ? to : from;
            return new Fault.TimedOut(
                    silent.name(), "its part of the relay with " + other.name(), watch.limit());
        }
    }

    /// One direction of a relay.
    @FunctionalInterface
    private interface Pump {
        void run() throws IOException;
    }

    /// Messages of the source that concern the target.
    private final class SourceMessages implements Messages.Hooks {
        private final Peer to;
        private final Requests requests;
        private final SourcePump pump;

        SourceMessages(Peer to, Requests requests, SourcePump pump) {
            this.to = to;
            this.requests = requests;
            this.pump = pump;
        }

        @Override
        public void note(String text) {
            events.message(source.name(), text, false);
        }

        @Override
        public void complaint(String text) {
            events.message(source.name(), text, true);
        }

        @Override
        public void said(Saying saying, byte[] text) {
            if (manner.has(Trait.FACTS)) {
                events.said(source.name(), saying, text);
            }
        }

        @Override
        public void ioError(int bits) throws IOException {
            pump.toldUnreadable(bits);
            to.out.message(Tag.IO_ERROR, bits);
        }

        @Override
        public void noSend(int index) throws IOException {
            requests.refused(index);
            to.out.message(Tag.NO_SEND, index);
        }
    }
}
