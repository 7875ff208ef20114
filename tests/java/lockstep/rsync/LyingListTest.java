package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Lists that no honest sender sends, told to the lister and to the relay.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingListTest {
    private static final int FILE = Kind.FILE.mode(0644);

    static Stream<Arguments> lies() {
        return Stream.of(names(), prefixes(), order(), numbers(), options(), endings())
                .flatMap(s -> s);
    }

    private static Stream<Arguments> names() {
        return Stream.of(
                        "..",
                        "../a",
                        "a/..",
                        "a/../b",
                        "/",
                        "/etc/passwd",
                        "a//b",
                        "a/",
                        "./a",
                        "a/.",
                        "a\0b",
                        "\0",
                        "n".repeat(256),
                        "d/".repeat(2_047) + "abc")
                .map(name -> arguments("the name " + name, rooted().file(name, 1).endWhole()));
    }

    private static Stream<Arguments> prefixes() {
        return Stream.of(
                arguments(
                        "more shared than there was",
                        cut(rooted(), Entries.SAME_NAME, 2).text("aa")),
                arguments("an empty name", cut(rooted(), 0, 0)),
                arguments("a name shared in full", cut(rooted(), Entries.SAME_NAME, 0, 0)),
                arguments(
                        "a name over the longest path",
                        new Bytes()
                                .raw(rooted().bytes.bytes())
                                .varint(Entries.OWNERS | Entries.LONG_NAME)
                                .varint(4_097)),
                arguments(
                        "a name of a negative length",
                        new Bytes()
                                .raw(rooted().bytes.bytes())
                                .varint(Entries.OWNERS | Entries.LONG_NAME)
                                .varint(-1)),
                arguments(
                        "a shared part that makes ..",
                        cut(rooted().file(".a", 1), Entries.SAME_NAME, 1, 1).text(".")));
    }

    /// Bytes of a list whose next entry begins with raw bytes behind its flags.
    private static Bytes cut(Entries before, int flags, int... raw) {
        before.bytes.varint(Entries.OWNERS | flags).u8(raw);
        if (raw.length == 1 && flags != 0) {
            before.bytes.u8(2);
        }
        return before.bytes;
    }

    private static Stream<Arguments> order() {
        return Stream.of(
                arguments(
                        "a file and a link of one name",
                        rooted().file("a", 1).link("a", "/etc").endWhole()),
                arguments(
                        "a link and a directory of one name",
                        rooted().link("a", "/etc").file("b", 1).directory("a").endWhole()),
                arguments(
                        "something inside a link",
                        rooted().link("a", "/etc").file("a/passwd", 1).endWhole()),
                arguments(
                        "something inside a file", rooted().file("a", 1).file("a/b", 1).endWhole()),
                arguments("something inside nothing", rooted().file("a/b/c", 1).endWhole()),
                arguments("the root twice", rooted().file("a", 1).directory(".").endWhole()),
                arguments("a root that is a link", new Entries().link(".", "/etc").endWhole()),
                arguments("a root that is a file", new Entries().file(".", 1).endWhole()));
    }

    private static Stream<Arguments> numbers() {
        return Stream.of(
                arguments("a negative size", rooted().file("a", -1).endWhole()),
                arguments(
                        "a time beyond time",
                        timed(rooted(), Entries.OWNERS).varlong(1L << 60, 4).i32(FILE)),
                arguments(
                        "a time before time",
                        timed(rooted(), Entries.OWNERS).varlong(Long.MIN_VALUE, 4).i32(FILE)),
                arguments(
                        "a billion nanoseconds",
                        timed(rooted(), Entries.OWNERS | Entries.MOD_NSEC)
                                .varlong(Entries.TIME, 4)
                                .varint(1_000_000_000)),
                arguments("no kind", rooted().plain("a", 1, 0030644).endWhole()),
                arguments("no mode", rooted().missing("a").endWhole()),
                arguments(
                        "a mode of no entry before",
                        new Bytes()
                                .varint(Entries.OWNERS | Entries.SAME_MODE)
                                .u8(1)
                                .text("a")
                                .varlong(1, 3)
                                .varlong(1, 4)
                                .varint(0)),
                arguments("a link to a NUL", rooted().link("a", "b\0c").endWhole()),
                arguments(
                        "a link to 4,096 bytes", rooted().link("a", "x".repeat(4_096)).endWhole()),
                arguments(
                        "a link of a negative length",
                        new Bytes().raw(rooted().plain("a", 1, 0120777).bytes.bytes()).varint(-1)));
    }

    private static Bytes timed(Entries before, int flags) {
        return before.bytes.varint(flags).u8(1).text("a").varlong(1, 3);
    }

    private static Stream<Arguments> options() {
        return Stream.of(
                arguments(
                        "a hard link",
                        rooted().flagged(Entries.OWNERS | Entries.HARD_LINKED, "a", FILE).end()),
                arguments(
                        "the first of hard links",
                        rooted().flagged(
                                        Entries.OWNERS | Entries.HARD_LINKED | Entries.FIRST_LINKED,
                                        "a",
                                        FILE)
                                .end()));
    }

    private static Stream<Arguments> endings() {
        return Stream.of(
                arguments(
                        "a list of another directory in a whole one",
                        new Bytes().raw(rooted().endWhole().bytes()).index(-101)),
                arguments(
                        "the end of lists in a whole one",
                        new Bytes().raw(rooted().endWhole().bytes()).index(-2)),
                arguments(
                        "an answer to nothing",
                        new Bytes().raw(rooted().file("a", 1).endWhole().bytes()).index(1).u16(0)));
    }

    private static Entries rooted() {
        return Entries.rooted();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void isRefusedByTheLister(String lie, Bytes list) {
        Actor liar = liar(list);

        Fault fault = listFault(liar, Request.of(List.of()));

        assertThat(fault).as(lie).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(fault.where()).isEqualTo("web2");
        assertThat(liar.isClosed()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void isRefusedByTheRelay(String lie, Bytes list) throws Exception {
        Duet duet = new Duet(list);

        Fault fault = duet.fault();

        assertThat(fault).as(lie).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(fault.where()).isEqualTo("web1");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    private static Actor liar(Bytes list) {
        return new Actor(
                "web2",
                stage -> {
                    stage.greet(Stage.WHOLE);
                    stage.rules();
                    stage.say(list);
                    stage.say(Entries.farewell());
                    return 0;
                });
    }

    private static Fault listFault(Actor actor, Request request) {
        FaultException e = catchThrowableOfType(FaultException.class, () -> list(actor, request));
        assertThat(e).as("a fault").isNotNull();
        return e.fault();
    }

    private static Listing list(Actor actor, Request request) throws FaultException {
        return Rsync.list(
                new Endpoint(actor, "/srv/www", false),
                request.silentFor(Duration.ofSeconds(10)),
                Optional.empty(),
                (_, _) -> {},
                new Cancel());
    }

    @Test
    void theTruthIsListed() throws Exception {
        Actor honest = liar(rooted().directory("d").file("d/f", 5).link("l", "d").endWhole());

        Listing listing = list(honest, Request.of(List.of()));

        assertThat(listing.size()).isEqualTo(4);
        assertThat(listing.complete()).isTrue();
        assertThat(listing.owner(0)).isEqualTo("root");
        assertThat(honest.isClosed()).isTrue();
    }

    /// Names are bytes: what a decoder makes one, a folding file system or an eye, stays two.
    @Test
    void namesThatLookAlikeAreTwo() throws Exception {
        Entries all = rooted();
        List<String> names =
                List.of(
                        "\u00fe",
                        "\u00ff",
                        "a\u00cc\u0081",
                        "\u00c3\u00a1",
                        "A",
                        "a",
                        "\u00ef\u00bf\u00bd");
        names.forEach(name -> all.file(name, 1));

        Listing listing = list(liar(all.endWhole()), Request.of(List.of()));

        assertThat(listing.size()).isEqualTo(1 + names.size());
        assertThat(IntStream.range(1, listing.size()).mapToObj(row -> listing.path(row).visible()))
                .doesNotHaveDuplicates()
                .hasSize(names.size());
    }

    @Test
    void sizesThatAddUpBeyondAllSizesAreOnlyTold() throws Exception {
        Actor actor = liar(rooted().file("a", Long.MAX_VALUE).file("b", Long.MAX_VALUE).endWhole());
        long[] told = new long[1];

        Rsync.list(
                new Endpoint(actor, "/srv/www", false),
                Request.of(List.of()),
                Optional.empty(),
                (_, bytes) -> told[0] = bytes,
                new Cancel());

        assertThat(told[0]).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aListThatBreaksOffNeverReachesTheTarget() throws Exception {
        Duet duet = new Duet(rooted().file("a", 1).bytes).source(Stage::end);

        assertThat(duet.fault().where()).isEqualTo("web1");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void aListThatBreaksOffIsNoListing() {
        Fault fault =
                listFault(
                        new Actor(
                                "web2",
                                stage -> {
                                    stage.greet(Stage.WHOLE);
                                    stage.rules();
                                    stage.say(rooted().file("a", 1).bytes);
                                    return 12;
                                }),
                        Request.of(List.of()));

        assertThat(fault).isInstanceOf(Fault.ProgramFailed.class);
        assertThat(fault.where()).isEqualTo("web2");
    }

    @Test
    void moreAfterTheGoodbyeIsRefused() {
        Fault fault =
                listFault(
                        liar(
                                new Bytes()
                                        .raw(rooted().endWhole().bytes())
                                        .raw(Entries.farewell().bytes())),
                        Request.of(List.of()));

        assertThat(fault.what()).contains("more after the goodbye");
    }

    @Test
    void aListOfADirectoryThatIsNotThereIsRefused() {
        Actor liar =
                new Actor(
                        "web2",
                        stage -> {
                            stage.greet(Stage.INCREMENTAL);
                            stage.rules();
                            stage.say(rooted().directory("d").end());
                            stage.say(new Bytes().index(-101 - 7).raw(new Entries().end().bytes()));
                            return 0;
                        });

        Fault fault = listFault(liar, Request.of(List.of()).with(Request.Recursion.INCREMENTAL));

        assertThat(fault).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(fault.what()).contains("where a list was due");
    }
}
