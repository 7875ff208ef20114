package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

/// A relay that is bound to a plan, between peers of which one lies: nothing is done on the target
/// that was not approved. What the target heard is asserted byte for byte.
///
/// The plan: `copy` is made, `file` gets other content, `link` another target, `modes` another
/// mode, `old` is deleted with `old/x`, and `stays` is not in it.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PlanBoundTest {
    private static final int SEND = ItemFlags.TRANSFER | ItemFlags.REPORT_SIZE;
    private static final int FILE = Kind.FILE.mode(0644);
    private static final long SIZE = 3_000;
    private static final byte[] NO_SUMS = new byte[16];

    private static Listing source() {
        return TreeSketch.byContent()
                .file("copy", "12345")
                .time(Entries.TIME)
                .file("file", "x".repeat((int) SIZE))
                .time(Entries.TIME)
                .link("link", "there")
                .time(Entries.TIME)
                .file("modes", "m")
                .time(Entries.TIME)
                .file("stays", "s")
                .time(Entries.TIME)
                .build();
    }

    private static Listing target() {
        return TreeSketch.byContent()
                .file("file", "y".repeat((int) SIZE))
                .time(Entries.TIME)
                .link("link", "elsewhere")
                .time(Entries.TIME)
                .file("modes", "m")
                .time(Entries.TIME)
                .mode(0600)
                .file("stays", "other")
                .time(Entries.TIME)
                .directory("old")
                .time(Entries.TIME)
                .file("old/x", "x")
                .time(Entries.TIME)
                .build();
    }

    private static Approved plan() {
        Listing target = target();
        BitSet going = new BitSet();
        going.set(target.find(TreePath.of("old")));
        going.set(target.find(TreePath.of("old/x")));
        Set<TreePath> paths =
                Stream.of("copy", "file", "link", "modes", "old")
                        .map(TreePath::of)
                        .collect(Collectors.toSet());
        return new Approved(source(), target, paths, new BitSet(), going);
    }

    private static byte[] digest(Listing listing, String path) {
        return listing.digest(listing.find(TreePath.of(path)));
    }

    private static Entries file(Entries to, String name, long size, int mode, byte[] digest) {
        to.plain(name, size, mode);
        to.bytes.raw(digest);
        return to;
    }

    /// What an honest source lists, but for what is to be told otherwise: each name may be left
    /// out, and something else told at the end.
    private static Entries without(String... names) {
        List<String> left = Arrays.asList(names);
        Listing seen = source();
        Entries list = new Entries();
        if (!left.contains("copy")) {
            file(list, "copy", 5, FILE, digest(seen, "copy"));
        }
        if (!left.contains("file")) {
            file(list, "file", SIZE, FILE, digest(seen, "file"));
        }
        if (!left.contains("link")) {
            list.link("link", "there");
        }
        if (!left.contains("modes")) {
            file(list, "modes", 1, FILE, digest(seen, "modes"));
        }
        if (!left.contains("old")) {
            list.missing("old");
        }
        return list;
    }

    /// What an honest target lists when it is looked at. Both looks ask for a part of it and are
    /// told theirs.
    private static Entries there() {
        Listing seen = target();
        Entries list = new Entries();
        file(list, "file", SIZE, FILE, digest(seen, "file"));
        list.link("link", "elsewhere");
        return file(list, "modes", 1, Kind.FILE.mode(0600), digest(seen, "modes"));
    }

    private static Entries old() {
        Entries list = new Entries().directory("old");
        return file(list, "old/x", 1, FILE, digest(target(), "old/x"));
    }

    private static Duet duet(Bytes list) {
        return new Duet(list).bound(plan(), there().endWhole(), old().endWhole());
    }

    private static Fault.PlanOutdated outdated(Duet duet) {
        Fault fault = duet.fault();
        assertThat(fault).as(fault.message()).isInstanceOf(Fault.PlanOutdated.class);
        return (Fault.PlanOutdated) fault;
    }

    private static void stopsAtOnce(Duet duet, String node, String path, String now)
            throws Exception {
        Fault.PlanOutdated fault = outdated(duet);
        assertThat(fault.reach()).isEqualTo(Reach.NOTHING_WRITTEN);
        assertThat(fault.where()).isEqualTo(node);
        assertThat(fault.changes())
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.node()).isEqualTo(node);
                            assertThat(c.path()).isEqualTo(path);
                            assertThat(c.now()).contains(now);
                        });
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void theTruthGoesThrough() throws Exception {
        Bytes list = without().endWhole();
        Outcome outcome =
                duet(list)
                        .source(
                                stage -> {
                                    stage.say(Entries.farewell());
                                    stage.end();
                                })
                        .target(
                                stage -> {
                                    stage.out.message(Tag.DELETED, new byte[] {'o', 'l', 'd', 0});
                                    stage.out.message(
                                            Tag.DELETED,
                                            "old/x".getBytes(StandardCharsets.US_ASCII));
                                    stage.end();
                                })
                        .play();

        assertThat(outcome.deleted()).hasSize(2);
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
                lie(without("file"), "file", "not there"),
                lie(without("link").link("link", "/etc"), "link", "link to /etc"),
                lie(without("copy").missing("copy"), "copy", "not there"),
                lie(file(without("old"), "old", 1, FILE, content), "old", "a file of 1 bytes"),
                lie(without("old").directory("old"), "old", "a directory"),
                lie(without("old").implied("old"), "old", "a directory"),
                lie(without("modes").implied("modes"), "modes", "a directory"));
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

    /// Index 0 is `copy`, 1 `file`, 2 `link`, 3 `modes`, 4 `old`.
    private static Bytes asks(int index, int flags, int count, int remainder) {
        Bytes ask = new Bytes().index(index).u16(flags);
        if ((flags & ItemFlags.TRANSFER) != 0) {
            ask.i32(count)
                    .i32(count == 0 ? 0 : 1000)
                    .i32(2)
                    .i32(remainder)
                    .raw(new byte[6 * count]);
        }
        return ask;
    }

    private static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("content for attributes", asks(3, SEND, 1, 1), "modes", "content"),
                Arguments.of("content of a link", asks(2, SEND, 0, 0), "link", "content"),
                Arguments.of("content of what goes", asks(4, SEND, 0, 0), "old", "content"),
                Arguments.of(
                        "new where it was",
                        asks(1, SEND | ItemFlags.IS_NEW, 0, 0),
                        "file",
                        "not there"),
                Arguments.of(
                        "new for attributes",
                        asks(3, ItemFlags.IS_NEW | ItemFlags.LOCAL_CHANGE, 0, 0),
                        "modes",
                        "not there"),
                Arguments.of("a longer file", asks(1, SEND, 4, 0), "file", "4,000 bytes"),
                Arguments.of("a file where none was", asks(0, SEND, 1, 5), "copy", "5 bytes"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestThatIsNotInThePlanIsNotPassedOn(String what, Bytes ask, String path, String now)
            throws Exception {
        Bytes list = without().endWhole();
        Duet duet = duet(list).target(stage -> stage.say(ask));

        Fault.PlanOutdated fault = outdated(duet);

        assertThat(fault.reach()).as(what).isEqualTo(Reach.UNDER_WAY);
        assertThat(fault.changes())
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.node()).isEqualTo("web2");
                            assertThat(c.path()).isEqualTo(path);
                            assertThat(c.now()).contains(now);
                        });
        assertThat(duet.heardBySource()).isEmpty();
        duet.targetHeardAtMost(list.bytes());
    }

    private static Stream<String> unplanned() {
        return Stream.of("stays", "file", "old/unseen", "nowhere", "link", "modes\0");
    }

    @ParameterizedTest
    @MethodSource("unplanned")
    void aDeletionThatIsNotInThePlanStopsTheRun(String name) throws Exception {
        Bytes list = without().endWhole();
        Duet duet =
                duet(list)
                        .target(
                                stage ->
                                        stage.out.message(
                                                Tag.DELETED,
                                                name.getBytes(StandardCharsets.US_ASCII)));

        Fault.PlanOutdated fault = outdated(duet);

        assertThat(fault.reach()).isEqualTo(Reach.UNDER_WAY);
        assertThat(fault.changes())
                .singleElement()
                .satisfies(c -> assertThat(c.now()).isEqualTo("deleted"));
    }

    /// The digest behind the content is what the target holds it against: with another one it
    /// accepts nothing.
    @Test
    void otherContentThanWasListedIsNeverFinished() throws Exception {
        Bytes ask = asks(0, SEND | ItemFlags.IS_NEW, 0, 0);
        Bytes answer =
                new Bytes()
                        .index(0)
                        .u16(SEND | ItemFlags.IS_NEW)
                        .i32(0)
                        .i32(0)
                        .i32(2)
                        .i32(0)
                        .i32(5)
                        .text("EVIL!")
                        .i32(0);
        byte[] lie = "lielielie".substring(0, 8).getBytes(StandardCharsets.US_ASCII);
        Bytes list = without().endWhole();
        Duet duet =
                duet(list)
                        .target(stage -> stage.say(ask))
                        .source(
                                stage -> {
                                    stage.hear(ask.bytes().length);
                                    stage.say(answer);
                                    stage.say(new Bytes().raw(lie));
                                });

        Fault.PlanOutdated fault = outdated(duet);

        assertThat(fault.reach()).isEqualTo(Reach.UNDER_WAY);
        assertThat(fault.changes())
                .singleElement()
                .satisfies(c -> assertThat(c.path()).isEqualTo("copy"));
        duet.targetHeardAtMost(new Bytes().raw(list.bytes()).raw(answer.bytes()).bytes());
    }

    private static Stream<Arguments> lengths() {
        Bytes longer = new Bytes().i32(5).text("12345").i32(1).text("6").i32(0).raw(new byte[8]);
        Bytes shorter = new Bytes().i32(4).text("1234").i32(0).raw(new byte[8]);
        Bytes judged = new Bytes().i32(5).text("12345").i32(1);
        return Stream.of(
                Arguments.of(longer, judged, "at least 6 bytes"),
                Arguments.of(shorter, new Bytes().i32(4).text("1234").i32(0), "4 bytes"));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void moreOrLessContentThanWasApproved(Bytes content, Bytes judged, String now)
            throws Exception {
        Bytes ask = asks(0, SEND | ItemFlags.IS_NEW, 0, 0);
        Bytes answer =
                new Bytes().index(0).u16(SEND | ItemFlags.IS_NEW).i32(0).i32(0).i32(2).i32(0);
        Bytes list = without().endWhole();
        Duet duet =
                duet(list)
                        .target(stage -> stage.say(ask))
                        .source(
                                stage -> {
                                    stage.hear(ask.bytes().length);
                                    stage.say(answer);
                                    stage.say(content);
                                });

        Fault.PlanOutdated fault = outdated(duet);

        assertThat(fault.changes())
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.approved()).isEqualTo("5 bytes");
                            assertThat(c.now()).isEqualTo(now);
                        });
        duet.targetHeardAtMost(
                new Bytes().raw(list.bytes()).raw(answer.bytes()).raw(judged.bytes()).bytes());
    }

    @Test
    void anAnswerThatNobodyAskedFor() throws Exception {
        Bytes list = without().endWhole();
        Duet duet =
                duet(list)
                        .source(
                                stage ->
                                        stage.say(
                                                new Bytes()
                                                        .index(3)
                                                        .u16(SEND)
                                                        .raw(NO_SUMS)
                                                        .i32(4)
                                                        .text("evil")));

        duet.isBrokenBy("web1", "not what was asked for");
        duet.targetHeardAtMost(list.bytes());
    }

    /// The root goes alone, and a source may not slip anything in with it.
    @Test
    void theRootAlone() throws Exception {
        Listing root = TreeSketch.byMetadata().time(Entries.TIME).build();
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
