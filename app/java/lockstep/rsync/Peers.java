package lockstep.rsync;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Arguments.Side;

/// Both ends of a relay, started at the same time: connecting, logging in and starting a program
/// take a fifth of a second even on this machine, and many round trips on a long line.
///
/// Whoever starts a peer waits for it no longer than until the operator cancels; one that comes
/// later is hung up on.
record Peers(Peer from, Peer to) implements AutoCloseable {
    /// Each host has shorter limits of its own; a person may be asked for a password.
    private static final Duration LIMIT = Duration.ofHours(1);

    /// @param memory the most bytes that what each end tells may take
    /// @throws FaultException of the source, where both fail; an end that started is then closed
    static Peers start(End source, End target, long memory, Cancel cancel) throws FaultException {
        CompletableFuture<Peer> from = begin(source, Side.SENDER, memory);
        CompletableFuture<Peer> to = begin(target, Side.RECEIVER, memory);
        boolean both = false;
        try (var _ = cancel.onSet(() -> from.cancel(false));
                var _ = cancel.onSet(() -> to.cancel(false))) {
            Peers peers = new Peers(started(from, source), started(to, target));
            both = true;
            return peers;
        } finally {
            if (!both) {
                abandon(from);
                abandon(to);
            }
        }
    }

    /// Starts a sender that is alone.
    ///
    /// @param memory the most bytes that what it tells may take
    static Peer sender(End end, long memory, Cancel cancel) throws FaultException {
        CompletableFuture<Peer> peer = begin(end, Side.SENDER, memory);
        try (var _ = cancel.onSet(() -> peer.cancel(false))) {
            return started(peer, end);
        } catch (FaultException e) {
            abandon(peer);
            throw e;
        }
    }

    private static void abandon(CompletableFuture<Peer> peer) {
        if (!peer.cancel(false)) {
            var _ = peer.thenAccept(Peer::close);
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
                                Peer started = Peer.start(end, side, memory);
                                if (!peer.complete(started)) {
                                    started.close();
                                }
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
            throw new IllegalStateException("starting " + end.name() + " failed", e.getCause());
        } catch (TimeoutException e) {
            throw new FaultException(
                    new Fault.TimedOut(end.name(), "its rsync to be started", LIMIT), e);
        } catch (CancellationException e) {
            throw new FaultException(new Fault.Cancelled(end.name()), e);
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
