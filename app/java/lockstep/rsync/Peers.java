package lockstep.rsync;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.rsync.Arguments.Side;

/// Both ends of a relay, started at the same time: connecting, logging in and starting a program
/// take a fifth of a second even on this machine, and many round trips on a long line.
record Peers(Peer from, Peer to) implements AutoCloseable {
    /// Each host has shorter limits of its own; a person may be asked for a password.
    private static final Duration LIMIT = Duration.ofHours(1);

    /// @param memory the most bytes that what each end tells may take
    /// @throws FaultException of the source, where both fail; an end that started is then closed
    static Peers start(End source, End target, long memory) throws FaultException {
        CompletableFuture<Peer> from = begin(source, Side.SENDER, memory);
        CompletableFuture<Peer> to = begin(target, Side.RECEIVER, memory);
        boolean both = false;
        try {
            Peers peers = new Peers(started(from, source), started(to, target));
            both = true;
            return peers;
        } finally {
            if (!both) {
                var _ = from.thenAccept(Peer::close);
                var _ = to.thenAccept(Peer::close);
            }
        }
    }

    /// A thread of the system's own: a socket that a virtual one has used costs more from then on.
    private static CompletableFuture<Peer> begin(End end, Side side, long memory) {
        CompletableFuture<Peer> peer = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("starting rsync on " + end.name())
                .start(
                        () -> {
                            try {
                                peer.complete(Peer.start(end, side, memory));
                            } catch (FaultException | RuntimeException | Error e) {
                                peer.completeExceptionally(e);
                            }
                        });
        return peer;
    }

    private static Peer started(CompletableFuture<Peer> peer, End end) throws FaultException {
        try {
            return peer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FaultException fault) {
                throw new FaultException(fault.fault(), fault);
            }
            throw new IllegalStateException("starting an end of the relay failed", e.getCause());
        } catch (TimeoutException e) {
            throw new FaultException(
                    new Fault.TimedOut(end.name(), "its rsync to be started", LIMIT), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(end.name()), e);
        }
    }

    @Override
    public void close() {
        from.close();
        to.close();
    }
}
