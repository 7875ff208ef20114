package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.peer.FrailHost.Failure;
import lockstep.peer.FrailHost.Point;
import lockstep.peer.FrailHost.Way;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Request;
import lockstep.rsync.Request.Content;
import lockstep.rsync.Request.Recursion;
import lockstep.rsync.Rsync;
import lockstep.tree.Listing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A scan whose line fails, at points all over the conversation: a part of a list is never taken
/// for the whole.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FaultListTest {
    private static final int DONE_AND_STATISTICS = 40;

    @TempDir Path directory;
    private final Random random = new Random(Sweep.SEED);
    private Marked host;
    private Path root;

    @BeforeEach
    void tree() throws Exception {
        Peer.program("rsync");
        host = Marked.local("web1", directory);
        root = new TroubledTrees(directory, Sweep.SEED, 1_000).source;
    }

    private static Request request(Recursion recursion) {
        return Request.of(List.of("- /never/")).with(recursion).with(Content.BY_DIGEST);
    }

    private Listing list(Host on, Request request, Cancel cancel) throws FaultException {
        return Rsync.list(
                new Endpoint(on, root.toString(), false),
                request,
                Optional.empty(),
                (_, _) -> {},
                cancel);
    }

    private static List<String> rows(Listing listing) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < listing.size(); row++) {
            rows.add(listing.entry(row) + " " + listing.hasDigest(row));
        }
        return rows;
    }

    /// Bytes of a scan that nothing happens to.
    private long total(Recursion recursion, Way way) throws Exception {
        for (long high = 1 << 14, low = 0; ; ) {
            long middle = (low + high + 1) / 2;
            FrailHost counter = new FrailHost(host, new Point(way, middle, Failure.NONE));
            list(counter, request(recursion), new Cancel());
            if (counter.reached()) {
                low = middle;
            } else {
                high = middle - 1;
            }
            if (low == high) {
                return low;
            }
        }
    }

    private void cutAt(Recursion recursion, long after, Way way, List<String> whole)
            throws Exception {
        Failure failure = random.nextBoolean() ? Failure.ENDS : Failure.BREAKS;
        Point point = new Point(way, after, failure);
        String what = "seed " + Sweep.SEED + ", " + recursion + " " + point;
        try {
            Listing listing = list(new FrailHost(host, point), request(recursion), new Cancel());
            assertThat(rows(listing)).as(what).isEqualTo(whole);
            assertThat(listing.complete()).as(what).isTrue();
            assertThat(way).as("a list without an end, %s", what).isEqualTo(Way.HEARD);
        } catch (FaultException e) {
            assertThat(e.fault()).as(what).isInstanceOf(Fault.LinkLost.class);
            assertThat(e.fault().where()).isEqualTo("web1");
        }
    }

    private void sweep(Recursion recursion, int count) throws Exception {
        List<String> whole = rows(list(host, request(recursion), new Cancel()));
        assertThat(whole).hasSizeGreaterThan(20);
        for (Way way : Way.values()) {
            long total = total(recursion, way);
            for (int i = 0; i < count; i++) {
                long last = Math.max(0, total - 1 - random.nextInt(DONE_AND_STATISTICS));
                long after = i % 3 == 0 ? last : random.nextLong(total);
                cutAt(recursion, after, way, whole);
            }
        }
        host.assertAllEnded();
    }

    @ParameterizedTest
    @EnumSource
    void aCutListIsNeverTakenForTheWhole(Recursion recursion) throws Exception {
        sweep(recursion, 8);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void aListCutAnywhere(Recursion recursion) throws Exception {
        sweep(recursion, Integer.getInteger("lockstep.test.points", 400));
    }

    @ParameterizedTest
    @EnumSource
    void aListThatStallsIsGivenUp(Way way) throws Exception {
        FrailHost stalling = new FrailHost(host, new Point(way, 45, Failure.STALLS));
        Request request = request(Recursion.WHOLE).silentFor(Duration.ofMillis(700));

        FaultException e =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                        FaultException.class, () -> list(stalling, request, new Cancel()));

        assertThat(e.fault()).isInstanceOf(Fault.TimedOut.class);
        host.assertAllEnded();
    }

    @ParameterizedTest
    @EnumSource
    void aScanCancelledAnywhereEnds(Way way) throws Exception {
        for (int i = 0; i < 5; i++) {
            Cancel cancel = new Cancel();
            Point point = new Point(way, random.nextInt(400), Failure.NONE);
            FrailHost cancelling = new FrailHost(host, point, cancel::set);
            try {
                list(cancelling, request(Recursion.WHOLE), cancel);
                assertThat(cancelling.reached()).as(point.toString()).isFalse();
            } catch (FaultException e) {
                assertThat(e.fault()).isEqualTo(new Fault.Cancelled("web1"));
            }
        }
        host.assertAllEnded();
    }
}
