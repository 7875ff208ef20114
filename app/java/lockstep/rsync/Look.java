package lockstep.rsync;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Script.Manner;
import lockstep.wire.Index;
import org.jspecify.annotations.Nullable;

/// One conversation that lists chosen paths of one end and holds them against what was seen there.
/// No file is written by it. A path that is not there is told as an error, which counts for
/// nothing here: what is not listed is not there. Every rsync since 3.0 understands it.
final class Look {
    private final End end;
    final Manner manner;
    private final Optional<Digest> digest;
    private final ListJudge judge;
    private final AtomicLong moved = new AtomicLong();

    /// @param digest the one that the judge can compare
    Look(End end, Manner manner, Optional<Digest> digest, ListJudge judge) {
        this.end = end;
        this.manner = manner;
        this.digest = digest;
        this.judge = judge;
    }

    /// Counts entries as they come, so that others see it is alive. Any thread.
    long moved() {
        return moved.get();
    }

    void run(Cancel cancel) throws FaultException {
        Alone.hold(
                end,
                manner.limits(),
                cancel,
                "a list of the chosen paths",
                peer -> {
                    converse(peer);
                    finish(peer, cancel);
                    return judge;
                });
    }

    private void converse(Peer peer) throws IOException, FaultException {
        Opening.Settled settled = Opening.sender(peer, manner, digest);
        judge.settled(settled, peer.budget);
        AtomicReference<@Nullable IOException> unsaid = new AtomicReference<>();
        Thread speaker = speak(peer, settled.version(), unsaid);
        EntryReader reader = new EntryReader(settled.form(manner), judge.names(), peer.budget);
        while (reader.next(peer.in)) {
            judge.entry(reader);
            moved.incrementAndGet();
        }
        reader.idLists(peer.in, Compat.ID0_NAMES.in(settled.flags()));
        await(speaker, unsaid, manner.limits().silence());
        if (moved.get() == 0) {
            peer.finishOutput(); // a sender with nothing to list ends without a farewell
            return;
        }
        Farewell farewell = new Farewell(peer, settled.version());
        farewell.allLists();
        farewell.rest(new Index());
    }

    /// A sender may begin its list before it has heard all names, and hears no more until that is
    /// taken from it.
    private Thread speak(Peer peer, int version, AtomicReference<@Nullable IOException> unsaid) {
        return Thread.ofVirtual()
                .name("names to " + end.name())
                .start(
                        () -> {
                            try {
                                Opening.wishes(peer, manner, version);
                            } catch (IOException e) {
                                unsaid.set(e);
                            }
                        });
    }

    private static void await(
            Thread speaker, AtomicReference<@Nullable IOException> unsaid, Duration limit)
            throws IOException {
        try {
            if (!speaker.join(limit)) {
                throw new IOException("the names were not heard");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        IOException failed = unsaid.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void finish(Peer peer, Cancel cancel) throws FaultException {
        int status = peer.exitStatus();
        cancel.check(end.name());
        if (!Peer.hasListed(status)) {
            throw new FaultException(peer.ended(status));
        }
        judge.end();
    }
}
