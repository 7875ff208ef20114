package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lockstep.peer.BrokenRelay.Leg;
import lockstep.peer.BrokenRelay.Manner;
import lockstep.peer.BrokenRelay.Trouble;
import lockstep.peer.FrailHost.Failure;
import lockstep.peer.FrailHost.Point;
import lockstep.peer.FrailHost.Way;
import lockstep.rsync.Outcome.Traffic;

/// Troubles at points all over a conversation, chosen by a seed, each tried on trees of its own; a
/// few at a time, because most of a trouble's time goes by waiting for programs to end.
final class Sweep {
    /// Another may be given to look further: `-Dlockstep.test.seed=…`.
    static final long SEED = Long.getLong("lockstep.test.seed", 20_260_101);

    private static final List<Manner> MANNERS = List.of(Manner.values());
    private static final int AT_ONCE = 4;
    private static final int LARGE = 300_000;

    private final List<BrokenRelay> relays = new ArrayList<>();
    private final Map<Manner, Traffic> clean = new EnumMap<>(Manner.class);
    final Random random = new Random(SEED);

    /// What is tried of a trouble.
    @FunctionalInterface
    interface Trial {
        void suffer(BrokenRelay relay, Trouble trouble) throws Exception;
    }

    Sweep(Path directory) throws Exception {
        for (int i = 0; i < AT_ONCE; i++) {
            Path own = Files.createDirectory(directory.resolve("sweep" + i));
            relays.add(new BrokenRelay(own, new TroubledTrees(own, SEED, LARGE)));
        }
        for (Manner manner : Manner.values()) {
            relays.getFirst().trees.reset();
            clean.put(manner, relays.getFirst().clean(manner).traffic());
        }
    }

    /// Every way through a relay: both legs, both directions, all manners.
    ///
    /// @param count points of each leg and direction
    /// @param failures one of them each time
    List<Trouble> troubles(int count, List<Failure> failures, java.time.Duration silence) {
        List<Trouble> troubles = new ArrayList<>();
        for (Leg leg : Leg.values()) {
            for (Way way : Way.values()) {
                for (int i = 0; i < count; i++) {
                    Manner manner = MANNERS.get(random.nextInt(MANNERS.size()));
                    long total = total(clean.get(manner), leg, way);
                    Failure failure = failures.get(random.nextInt(failures.size()));
                    Point point = new Point(way, after(total, i), failure);
                    troubles.add(new Trouble(leg, point, manner, silence));
                }
            }
        }
        Collections.shuffle(troubles, random);
        return troubles;
    }

    /// Denser where the small things are: the greeting, the list, the goodbye.
    private long after(long total, int i) {
        return switch (i % 4) {
            case 0 -> random.nextInt((int) Math.min(total, 120));
            case 1 -> Math.max(0, total - 1 - random.nextInt(60));
            case 2 -> random.nextInt((int) Math.min(total, 3_000));
            default -> random.nextLong(total);
        };
    }

    private static long total(Traffic traffic, Leg leg, Way way) {
        boolean said = way == Way.SAID;
        return leg == Leg.SOURCE
                ? said ? traffic.fromSource() : traffic.toSource()
                : said ? traffic.fromTarget() : traffic.toTarget();
    }

    /// Tries them all; the first that fails is told with its seed and point.
    void tryAll(List<Trouble> troubles, Trial trial) throws Exception {
        Queue<Trouble> left = new ConcurrentLinkedQueue<>(troubles);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> all = new ArrayList<>();
            for (BrokenRelay relay : relays) {
                all.add(workers.submit(work(relay, left, trial)));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw e;
        }
        assertThat(left).isEmpty();
    }

    private static Callable<Void> work(BrokenRelay relay, Queue<Trouble> left, Trial trial) {
        return () -> {
            for (Trouble next = left.poll(); next != null; next = left.poll()) {
                try {
                    trial.suffer(relay, next);
                } catch (AssertionError | IOException e) {
                    left.clear();
                    throw new AssertionError(
                            "seed " + SEED + ", " + next + ": " + e.getMessage(), e);
                }
            }
            return null;
        };
    }
}
