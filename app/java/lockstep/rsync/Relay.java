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
import lockstep.rsync.Arguments.Side;
import lockstep.tree.TreePath;
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

    private final Endpoint source;
    private final Endpoint target;
    private final Request request;
    private final RelayEvents events;

    Relay(Endpoint source, Endpoint target, Request request, RelayEvents events) {
        this.source = source;
        this.target = target;
        this.request = request;
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
        try (Peer from = Peer.start(source, Side.SENDER);
                Peer to = Peer.start(target, Side.RECEIVER);
                Watch watch = Watch.over(List.of(from, to), request.silence(), cancel)) {
            Conversation talk = new Conversation(from, to);
            try {
                Optional<Opening.Settled> settled = Opening.both(from, to, request, left);
                if (settled.isEmpty()) {
                    return Optional.empty();
                }
                return Optional.of(talk.hold(settled.get()));
            } catch (IOException e) {
                cancel.check(target.name());
                throw new FaultException(watch.silent() ? silence(watch) : talk.explain(e), e);
            }
        }
    }

    private Fault silence(Watch watch) {
        return new Fault.TimedOut(target.name(), "the relay from " + source.name(), watch.limit());
    }

    /// The two peers while they talk.
    private final class Conversation {
        private final Peer from;
        private final Peer to;
        private final AtomicReference<@Nullable Failure> first = new AtomicReference<>();

        Conversation(Peer from, Peer to) {
            this.from = from;
            this.to = to;
        }

        /// What a pump failed with, and whom it was reading.
        private record Failure(Peer reading, IOException cause) {}

        Outcome hold(Opening.Settled settled) throws IOException, FaultException {
            Talk talk = new Talk(from, to, settled, request, events);
            SourcePump down = new SourcePump(talk);
            TargetPump up = new TargetPump(talk);
            from.messages.hooks(new SourceMessages(talk.requests(), down));
            to.messages.hooks(up);
            from.in.beforeWait(to.out);
            to.in.beforeWait(from.out);
            sayRules();
            CountDownLatch ended = new CountDownLatch(2);
            pump("source to target", from, down::run, ended);
            pump("target to source", to, up::run, ended);
            await(ended);
            Failure failure = first.get();
            if (failure != null) {
                throw failure.cause();
            }
            return outcome(down, up);
        }

        private void sayRules() throws IOException {
            Opening.rules(from, request.rules());
            if (request.selection().isPresent()) {
                for (TreePath path : request.selection().get()) {
                    byte[] name = path.toBytes();
                    from.out.bytes(name, 0, name.length);
                    from.out.unsignedByte(0);
                }
                from.out.unsignedByte(0);
            } else if (request.deletion() == Request.Deletion.EXTRAS) {
                Opening.rules(to, request.rules());
            }
            from.out.flush();
            to.out.flush();
        }

        private void pump(String name, Peer reading, Pump pump, CountDownLatch ended) {
            Thread.ofVirtual()
                    .name(name + " " + reading.name())
                    .start(
                            () -> {
                                try {
                                    pump.run();
                                } catch (IOException e) {
                                    fail(reading, e);
                                    reading.in.drain();
                                } catch (RuntimeException | Error e) {
                                    fail(reading, new IOException("a fault of our own: " + e, e));
                                    throw e;
                                } finally {
                                    ended.countDown();
                                }
                            });
        }

        private void fail(Peer reading, IOException cause) {
            if (first.compareAndSet(null, new Failure(reading, cause))) {
                from.finishOutput();
                to.finishOutput();
            }
        }

        private void await(CountDownLatch ended) {
            try {
                while (!ended.await(200, TimeUnit.MILLISECONDS)) {
                    if (first.get() != null) {
                        if (!ended.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                            from.close();
                            to.close();
                            ended.await();
                        }
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail(to, new IOException("interrupted", e));
                from.close();
                to.close();
            }
        }

        private Outcome outcome(SourcePump down, TargetPump up) throws FaultException {
            int sourceStatus = from.exitStatus();
            int targetStatus = to.exitStatus();
            List<Problem> problems = new ArrayList<>(from.messages.problems());
            problems.addAll(to.messages.problems());
            refuseFatal(from, sourceStatus);
            refuseFatal(to, targetStatus);
            return new Outcome(
                    sourceStatus,
                    targetStatus,
                    down.traffic(from, to),
                    up.changes(),
                    up.deletions(),
                    problems,
                    down.sourceUnreadable());
        }

        /// Statuses that say how complete the work is are for the outcome; others are faults.
        private void refuseFatal(Peer peer, int status) throws FaultException {
            boolean told = status == 0 || status >= 23 && status <= 25;
            if (!told) {
                throw new FaultException(
                        peer.messages
                                .explanation()
                                .orElseGet(
                                        () ->
                                                new Fault.ProgramFailed(
                                                        peer.name(),
                                                        "rsync",
                                                        status,
                                                        peer.errors())));
            }
        }

        /// Lays a failure to the end that caused it, by what both have said.
        Fault explain(IOException cause) {
            Failure failure = first.get();
            Peer reading = failure == null ? from : failure.reading();
            Peer culprit = cause instanceof Peer.WriteFailed w ? w.peer : reading;
            Peer other = culprit == from ? to : from;
            boolean betterKnown = other.messages.sawError() && !culprit.messages.sawError();
            return (betterKnown ? other : culprit).explain(cause);
        }
    }

    /// One direction of a relay.
    @FunctionalInterface
    private interface Pump {
        void run() throws IOException;
    }

    /// Messages of the source that concern the target.
    private final class SourceMessages implements Messages.Hooks {
        private final Requests requests;
        private final SourcePump pump;

        SourceMessages(Requests requests, SourcePump pump) {
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
        public void ioError(int bits) throws IOException {
            pump.toldUnreadable(bits);
            pump.message(Tag.IO_ERROR, bits);
        }

        @Override
        public void noSend(int index) throws IOException {
            requests.refused(index);
            pump.message(Tag.NO_SEND, index);
        }
    }
}
