package lockstep.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Visible;

/// A few customers of the shop: keep-alive clients that ask for pages at a steady, bounded rate
/// and count every request that was not answered with the whole right page. Nothing is repeated,
/// so nothing is hidden. Safe for use by many threads.
public final class Traffic implements AutoCloseable {
    private static final int CLIENTS = 8;
    private static final int REASONS_KEPT = 5;

    /// One request in so many takes its time on the node.
    private static final int LENGTHY_EVERY = 8;

    private static final Duration GRACE = Duration.ofSeconds(3);

    private final BlockingQueue<String> wishes = new ArrayBlockingQueue<>(CLIENTS);
    private final ScheduledExecutorService pace =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("demo-traffic").factory());
    private final List<Thread> clients = new ArrayList<>();
    private final List<KeptConnection> connections = new ArrayList<>();
    private final List<String> pages;
    private volatile boolean closed;

    private final Object lock = new Object();
    private final Map<String, Long> perNode = new TreeMap<>();
    private final Deque<String> reasons = new ArrayDeque<>();
    private int turn;
    private long sent;
    private long ok;
    private long failed;
    private Duration slowest = Duration.ZERO;

    private Traffic(List<String> pages) {
        this.pages = List.copyOf(pages);
    }

    /// What was counted so far.
    ///
    /// @param sent requests begun; those under way are in neither `ok` nor `failed`
    /// @param failed no answer, another status than 200, or not the page that was asked for
    /// @param slowest the longest wait for a page, of those that do not take their time by design
    /// @param perNode pages answered rightly, by the node that said so
    /// @param reasons why the last few failed, the latest last
    public record Counts(
            long sent,
            long ok,
            long failed,
            Duration slowest,
            Map<String, Long> perNode,
            List<String> reasons) {
        public Counts {
            perNode = Map.copyOf(perNode);
            reasons = List.copyOf(reasons);
        }
    }

    /// Begins asking.
    ///
    /// @param pages paths whose texts end as those of the demo's tree do
    /// @param perSecond above 0; when the clients do not keep up, fewer are asked
    static Traffic start(InetSocketAddress site, List<String> pages, int perSecond) {
        var traffic = new Traffic(pages);
        for (int i = 0; i < CLIENTS; i++) {
            var connection = new KeptConnection(site);
            traffic.connections.add(connection);
            traffic.clients.add(
                    Thread.ofVirtual()
                            .name("demo-client-" + i)
                            .start(() -> traffic.ask(connection)));
        }
        long period = Duration.ofSeconds(1).toNanos() / perSecond;
        var _ =
                traffic.pace.scheduleAtFixedRate(
                        traffic::wish, period, period, TimeUnit.NANOSECONDS);
        return traffic;
    }

    /// The counters at this moment.
    public Counts counts() {
        synchronized (lock) {
            return new Counts(
                    sent, ok, failed, slowest, new TreeMap<>(perNode), List.copyOf(reasons));
        }
    }

    private void wish() {
        turn++;
        var _ =
                wishes.offer(
                        turn % LENGTHY_EVERY == 0
                                ? WebNode.LENGTHY
                                : pages.get(turn % pages.size()));
    }

    private void ask(KeptConnection connection) {
        try (connection) {
            while (!closed) {
                String page = wishes.poll(1, TimeUnit.SECONDS);
                if (page != null && !closed) {
                    ask(connection, page);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(KeptConnection connection, String page) {
        synchronized (lock) {
            sent++;
        }
        long begun = System.nanoTime();
        try {
            KeptConnection.Answer answer = connection.get(page);
            count(page, answer, Duration.ofNanos(System.nanoTime() - begun));
        } catch (IOException e) {
            if (!closed) {
                fail(page, String.valueOf(e.getMessage()));
            }
        }
    }

    private void count(String page, KeptConnection.Answer answer, Duration took) {
        if (answer.status() != 200) {
            fail(page, "status " + answer.status());
            return;
        }
        if (!answer.body().endsWith(ShopTree.ending(page))) {
            fail(page, "not the page, from " + answer.node());
            return;
        }
        synchronized (lock) {
            ok++;
            perNode.merge(answer.node(), 1L, Long::sum);
            if (took.compareTo(slowest) > 0 && !page.equals(WebNode.LENGTHY)) {
                slowest = took;
            }
        }
    }

    private void fail(String page, String reason) {
        synchronized (lock) {
            failed++;
            if (reasons.size() == REASONS_KEPT) {
                reasons.removeFirst();
            }
            reasons.addLast(page + ": " + Visible.text(reason));
        }
    }

    /// Asks no more, lets running requests end for a moment and leaves the counters as they are.
    @Override
    public void close() {
        pace.shutdownNow();
        long end = System.nanoTime() + GRACE.toNanos();
        closed = true;
        clients.forEach(_ -> wishes.offer(""));
        try {
            for (Thread client : clients) {
                var _ = client.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(KeptConnection::close);
    }
}
