package lockstep.rsync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import lockstep.link.Cancel;
import org.jspecify.annotations.Nullable;

/// Ends a conversation that does not get on: closes the peers, which ends every blocked read and
/// write. The limit is ours; nothing a peer sends changes it. Also closes them when the operator
/// cancels.
///
/// In every period of the time allowed something must be finished (a step of the greeting, an
/// entry, a request, an answer, a deletion) or some content must move, either way. A peer that
/// sends a byte now and then, or messages that say nothing, is silent. It may still take its time:
/// an entry each period is what an honest node with very large files or a very slow disk does.
final class Watch implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /// With the usual limit of two minutes, nine bytes a second.
    private static final long ENOUGH_CONTENT = 1024;

    private final List<Peer> peers;
    private final Duration silence;
    private final LongSupplier nanoTime;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Cancel.Registration cancellation;
    private volatile LongSupplier beside = () -> 0;
    private volatile boolean silent;
    private volatile @Nullable Peer unread;

    private Watch(List<Peer> peers, Duration silence, Cancel cancel) {
        this.peers = peers;
        this.silence = silence;
        this.nanoTime = System::nanoTime;
        this.cancellation = cancel.onSet(() -> peers.forEach(Peer::close));
    }

    static Watch over(List<Peer> peers, Duration silence, Cancel cancel) {
        Watch watch = new Watch(peers, silence, cancel);
        Thread.ofVirtual().name("rsync watch").start(watch::look);
        return watch;
    }

    /// Something else that the conversation waits for, and that moves while this grows.
    void counting(LongSupplier other) {
        beside = other;
    }

    /// Whether it was the silence that ended the conversation.
    boolean silent() {
        return silent;
    }

    /// The peer that did not take what was being written to it when the silence was noticed.
    Optional<Peer> unread() {
        return Optional.ofNullable(unread);
    }

    Duration limit() {
        return silence;
    }

    private void look() {
        long items = -1;
        long content = 0;
        long since = nanoTime.getAsLong();
        try {
            while (!over.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                long finished =
                        peers.stream().mapToLong(p -> p.in.items()).sum() + beside.getAsLong();
                long moved = peers.stream().mapToLong(p -> p.in.content() + p.out.content()).sum();
                if (finished != items || moved - content >= ENOUGH_CONTENT) {
                    items = finished;
                    content = moved;
                    since = nanoTime.getAsLong();
                } else if (nanoTime.getAsLong() - since > silence.toNanos()) {
                    unread = peers.stream().filter(Peer::isUnread).findFirst().orElse(null);
                    silent = true;
                    peers.forEach(Peer::close);
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        cancellation.close();
    }
}
