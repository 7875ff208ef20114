package lockstep.rsync;

import static lockstep.rsync.Agreed.FILE;
import static lockstep.rsync.Agreed.SIZE;
import static lockstep.rsync.Agreed.digest;
import static lockstep.rsync.Agreed.duet;
import static lockstep.rsync.Agreed.file;
import static lockstep.rsync.Agreed.old;
import static lockstep.rsync.Agreed.outdated;
import static lockstep.rsync.Agreed.plan;
import static lockstep.rsync.Agreed.source;
import static lockstep.rsync.Agreed.stopsAtOnce;
import static lockstep.rsync.Agreed.target;
import static lockstep.rsync.Agreed.there;
import static lockstep.rsync.Agreed.without;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.fault.Fault.PlanOutdated.Reach;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import lockstep.tree.TreeSketch;
import lockstep.wire.Bytes;
import lockstep.wire.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A relay that is bound to a plan, when one of its peers is not as it was, or lies: none of the
/// list reaches the target.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PlanBoundTest {
    /// Compatibility flag 256: number 0 has its name at the end of a list.
    private static final int NAMES_ZERO = 256;

    @Test
    void theTruthGoesThrough() throws Exception {
        Bytes list = without().endWhole();
        Duet duet = duet(list);
        Outcome outcome =
                duet.source(Stage::leave)
                        .target(
                                stage -> {
                                    stage.out.message(Tag.DELETED, new byte[] {'o', 'l', 'd', 0});
                                    stage.out.message(
                                            Tag.DELETED,
                                            "old/x".getBytes(StandardCharsets.US_ASCII));
                                    stage.thank();
                                })
                        .play();

        assertThat(outcome.deleted()).hasSize(2);
        assertThat(duet.heardByTarget()).startsWith(list.bytes());
    }

    private static Stream<Arguments> lists() {
        Listing seen = source();
        byte[] content = digest(seen, "file");
        return Stream.of(
                lie(file(without("file"), "file", SIZE + 1, FILE, content), "file", "3,001 bytes"),
                lie(
                        file(without("file"), "file", SIZE, Kind.FILE.mode(04755), content),
                        "file",
                        "mode 4755"),
                lie(
                        file(without("file"), "file", SIZE, FILE, digest(target(), "file")),
                        "file",
                        "content "),
                lie(without("file").directory("file"), "file", "a directory"),
                lie(without("file").link("file", "/etc/shadow"), "file", "a link to /etc/shadow"),
                lie(without("file").missing("file"), "file", "not there"),
                lie(device(without("file")), "file", "a device"),
                lie(without("file").plain("file", 0, Kind.FIFO.mode(0600)), "file", "a named pipe"),
                lie(without("file"), "file", "not there"),
                lie(without("link").link("link", "/etc"), "link", "link to /etc"),
                lie(without("copy").missing("copy"), "copy", "not there"),
                lie(file(without("old"), "old", 1, FILE, content), "old", "a file of 1 bytes"),
                lie(without("old").directory("old"), "old", "a directory"),
                lie(without("old").implied("old"), "old", "a directory"),
                lie(without("modes").implied("modes"), "modes", "a directory"));
    }

    private static Entries device(Entries list) {
        list.plain("file", 0, Kind.BLOCK_DEVICE.mode(0666)).bytes.varint(8).varint(0);
        return list;
    }

    private static Arguments lie(Entries list, String path, String now) {
        return Arguments.of(list.endWhole(), path, now);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void aListThatIsNotTheApprovedOneNeverReachesTheTarget(Bytes list, String path, String now)
            throws Exception {
        stopsAtOnce(duet(list), "web1", path, now);
    }

    @Test
    void anotherTime() throws Exception {
        Entries list = without("file");
        list.bytes.varint(Entries.OWNERS).u8(4).text("file").varlong(SIZE, 3);
        list.bytes.varlong(Entries.TIME + 1, 4).i32(FILE).raw(digest(source(), "file"));

        stopsAtOnce(duet(list.endWhole()), "web1", "file", "modified 2023-11-14T22:13:21Z");
    }

    @Test
    void anotherOwner() throws Exception {
        Entries list = without("file");
        list.bytes.varint(Entries.SAME_GID).u8(4).text("file").varlong(SIZE, 3);
        list.bytes.varlong(Entries.TIME, 4).i32(FILE).varint(33).raw(digest(source(), "file"));
        list.bytes.varint(0).varint(0);
        list.bytes.varint(33).u8(4).text("http").varint(0).u8(4).text("root");
        list.bytes.varint(0).u8(4).text("root");

        Fault.PlanOutdated fault = outdated(duet(list.bytes));

        assertThat(fault.changes()).extracting(Change::now).contains("user 33");
    }

    /// The target gives files to whoever has the name there.
    @Test
    void anotherNameForTheOwner() throws Exception {
        Entries list = without();
        list.end();
        list.bytes.varint(0).u8(6).text("daemon").varint(0).u8(4).text("root");

        stopsAtOnce(duet(list.bytes), "web1", "user 0", "named daemon");
    }

    private static Duet rootOf(TreeSketch node, Bytes list) {
        Listing root = node.time(Entries.TIME).build();
        Approved plan = new Approved(root, root, Set.of(TreePath.ROOT), new BitSet(), new BitSet());
        return new Duet(list)
                .bound(plan, list, list)
                .asking(r -> r.onlyRoot(plan))
                .source(Stage::leave)
                .target(Stage::thank);
    }

    /// A scan is told the name of number 0 where the source can tell it, a relay where both can.
    @Test
    void aRelayThatIsNotToldTheNameOfNumberZero() throws Exception {
        TreeSketch source = TreeSketch.byMetadata().user(0, "admin").group(0, "wheel");
        Bytes list = Entries.rooted().endUnnamed();

        assertThat(rootOf(source, list).without(NAMES_ZERO).play().complete()).isTrue();
    }

    @Test
    void aNameOfNumberZeroWhereThereWasNone() throws Exception {
        Duet duet = rootOf(TreeSketch.byMetadata().user(0, "root"), Entries.rooted().endWhole());

        stopsAtOnce(duet, "web1", "group 0", "named root");
    }

    /// So rsync 3.5.0 tells that a node has no name for it.
    @Test
    void anEmptyNameIsNone() throws Exception {
        Bytes list = Entries.rooted().end().varint(0).u8(0).varint(0).u8(0);

        assertThat(rootOf(TreeSketch.byMetadata(), list).play().complete()).isTrue();
        stopsAtOnce(
                rootOf(TreeSketch.byMetadata().user(0, "root"), list),
                "web1",
                "user 0",
                "without a name");
    }

    /// Which of two names a target takes is its own affair.
    @Test
    void twoNamesForTheOwner() throws Exception {
        Entries list = without();
        list.end();
        list.bytes.varint(33).u8(6).text("daemon").varint(33).u8(4).text("http");
        list.bytes.varint(0).u8(4).text("root").varint(0).u8(4).text("root");
        Duet duet = duet(list.bytes);

        duet.isBrokenBy("web1", "two names for number 33");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void aPathThatIsNotInThePlan() throws Exception {
        Entries list = file(without(), "stays", 1, FILE, digest(source(), "stays"));
        Duet duet = duet(list.endWhole());

        duet.isBrokenBy("web1", "\"stays\", which nobody asked for");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void allChangesAreToldAtOnceAndCounted() throws Exception {
        Duet duet =
                new Duet(without("file", "copy").missing("file").missing("copy").endWhole())
                        .bound(plan(), new Entries().endWhole(), old().endWhole());

        Fault.PlanOutdated fault = outdated(duet);

        assertThat(fault.count()).isEqualTo(5);
        assertThat(fault.changes())
                .extracting(Change::node, Change::path)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("web1", "copy"),
                        org.assertj.core.groups.Tuple.tuple("web1", "file"),
                        org.assertj.core.groups.Tuple.tuple("web2", "file"));
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void aTargetThatChanged() throws Exception {
        Entries there = new Entries();
        file(there, "file", SIZE, FILE, digest(source(), "file"));
        there.link("link", "elsewhere");
        file(there, "modes", 1, Kind.FILE.mode(0600), digest(target(), "modes"));
        Bytes list = without().endWhole();

        stopsAtOnce(
                new Duet(list).bound(plan(), there.endWhole(), old().endWhole()),
                "web2",
                "file",
                "content ");
    }

    @Test
    void moreInADirectoryThatGoes() throws Exception {
        Entries more = file(old(), "old/secret", 1, FILE, digest(target(), "old/x"));
        Bytes list = without().endWhole();

        stopsAtOnce(
                new Duet(list).bound(plan(), there().endWhole(), more.endWhole()),
                "web2",
                "old/secret",
                "a file of 1 bytes");
    }

    @Test
    void aLookThatBreaksTheProtocolStopsTheRelay() throws Exception {
        Entries lie = file(there(), "../x", 1, FILE, digest(target(), "file"));
        Duet duet = new Duet(without().endWhole()).bound(plan(), lie.endWhole(), old().endWhole());

        duet.isBrokenBy("web2", "../x");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    /// The root goes alone, and a source may not slip anything in with it.
    @Test
    void theRootAlone() throws Exception {
        TreeSketch named = TreeSketch.byMetadata().user(0, "root").group(0, "root");
        Listing root = named.time(Entries.TIME).build();
        Approved plan = new Approved(root, root, Set.of(TreePath.ROOT), new BitSet(), new BitSet());
        Bytes there = Entries.rooted().endWhole();
        Duet more =
                new Duet(Entries.rooted().file("evil", 1).endWhole())
                        .bound(plan, there, there)
                        .asking(r -> r.onlyRoot(plan));
        Duet other =
                new Duet(new Entries().plain(".", 1, Kind.DIRECTORY.mode(0777)).endWhole())
                        .bound(plan, there, there)
                        .asking(r -> r.onlyRoot(plan));

        more.isBrokenBy("web1", "nobody asked for");
        assertThat(more.heardByTarget()).isEmpty();
        stopsAtOnce(other, "web1", ".", "mode 0777");
    }

    @Test
    void aThousandChangesAreNamedAndTheRestCounted() {
        Changes changes = new Changes();
        List<Change> all = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            all.add(new Change("web1", "f" + i, "a", "b"));
        }
        all.forEach(changes::add);

        Fault.PlanOutdated fault =
                (Fault.PlanOutdated) changes.fault(Reach.NOTHING_WRITTEN).orElseThrow();

        assertThat(fault.changes()).isEqualTo(all.subList(0, 1_000));
        assertThat(fault.count()).isEqualTo(1_500);
        assertThat(fault.what()).startsWith("1500 entries have changed").contains("1499 more");
    }
}
