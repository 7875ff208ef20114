package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.tree.Kind;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lies about what only some options bring: hard links, ACLs, numbers for names, other bases. Told
/// where the option was not asked for, and where it was.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingTraitsTest {
    private static final int FILE = Kind.FILE.mode(0644);
    private static final int FIRST = Entries.HARD_LINKED | Entries.FIRST_LINKED;
    private static final int SEND = ItemFlags.TRANSFER | ItemFlags.REPORT_SIZE;
    private static final int LINK = ItemFlags.NAME_FOLLOWS | ItemFlags.LOCAL_CHANGE;

    private static Entries rooted() {
        return Entries.rooted();
    }

    /// Index 1 is `a`, 2 is `b` and 3 is `c`; `a` and `c` are one file.
    private static Bytes linked() {
        Entries list = rooted().firstLinked("a").file("b", 5);
        return list.laterLinked("c", 1).endWhole();
    }

    /// A list that is broken with these traits, and how.
    static Stream<Arguments> lists() {
        return Stream.of(hardLinks(), accessLists(), others()).flatMap(s -> s);
    }

    private static Stream<Arguments> hardLinks() {
        int linkedDirectory = Kind.DIRECTORY.mode(0755);
        return Stream.of(
                arguments(Trait.HARD_LINKS, rooted().laterLinked("a", 0).bytes, "begins no group"),
                arguments(Trait.HARD_LINKS, rooted().laterLinked("a", 1).bytes, "begins no group"),
                arguments(Trait.HARD_LINKS, rooted().laterLinked("a", -1).bytes, "begins no group"),
                arguments(
                        Trait.HARD_LINKS,
                        rooted().file("a", 1).laterLinked("b", 1).bytes,
                        "begins no group"),
                arguments(
                        Trait.HARD_LINKS,
                        rooted().laterLinked("a", Integer.MAX_VALUE).bytes,
                        "begins no group"),
                arguments(
                        Trait.HARD_LINKS,
                        rooted().flagged(Entries.OWNERS | FIRST, "d", linkedDirectory).bytes,
                        "a hard link that is a directory"),
                arguments(
                        Trait.HARD_LINKS,
                        rooted().flagged(Entries.OWNERS | FIRST, "d", 0).bytes,
                        "a hard link that is a directory or missing"),
                arguments(
                        Trait.HARD_LINKS,
                        rooted().flagged(Entries.OWNERS | 1 << 12, "a", FILE).bytes,
                        "an entry with the flags"));
    }

    private static Stream<Arguments> accessLists() {
        return Stream.of(
                accessList("the number of an access", 1),
                accessList("with the flags 32", 0, 32),
                accessList("permissions of 8", 0, 1, 8),
                accessList("where none was due", 0, 16, 1, 9, 7),
                accessList("over 134217727", 0, 16, 1, 9, 0xe8, 0, 0, 0),
                accessList("over 8192", 0, 16, 0xc0, 1, 0x20));
    }

    private static Arguments accessList(String how, int... bytes) {
        Entries list = new Entries().directory(".");
        list.bytes.u8(bytes);
        return arguments(Trait.ACLS, list.bytes, how);
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                arguments(
                        Trait.NUMERIC_IDS,
                        rooted().flagged(1 << 10, "a", FILE).bytes,
                        "with the name of a user"),
                arguments(
                        Trait.ONE_TREE,
                        rooted().flagged(Entries.OWNERS | 1 << 14, "a", FILE).bytes,
                        "an entry with the flags"),
                arguments(
                        Trait.ACCESS_TIMES,
                        rooted().flagged(Entries.OWNERS | 1 << 17, "a", FILE).bytes,
                        "an entry with the flags"),
                arguments(
                        Trait.ONE_TREE,
                        rooted().flagged(Entries.OWNERS | 1 << 15, "a", FILE).bytes,
                        "an entry with the flags"),
                arguments(
                        Trait.ACCESS_TIMES,
                        new Bytes().raw(rooted().file("a", 1).bytes.bytes()).varlong(1L << 60, 4),
                        "a time of"),
                arguments(
                        Trait.CREATION_TIMES,
                        new Bytes()
                                .varint(Entries.OWNERS)
                                .u8(1)
                                .text("a")
                                .varlong(1, 3)
                                .varlong(1, 4)
                                .varlong(1L << 60, 4),
                        "a time of"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("lists")
    void aListThatLies(Trait trait, Bytes list, String how) throws Exception {
        Duet duet = new Duet(list).with(trait);

        duet.isBrokenBy("web1", how);
        assertThat(duet.heardByTarget()).isEmpty();
    }

    /// What a target says of the linked list, and how that is broken.
    static Stream<Arguments> requests() {
        Trait links = Trait.HARD_LINKS;
        return Stream.of(
                arguments(links, named(1, LINK, "b"), "does not link to it"),
                arguments(links, named(2, LINK, "a"), "which is no hard link"),
                arguments(links, named(2, LINK, ""), "which is no hard link"),
                arguments(links, named(1, LINK, "../c"), "a link to the unsafe path"),
                arguments(links, named(1, LINK, "/c"), "a link to the unsafe path"),
                arguments(links, named(1, LINK, "c/"), "a link to the unsafe path"),
                arguments(links, named(1, LINK, "."), "a link to the root"),
                arguments(links, named(1, LINK, "nothing"), "does not link to it"),
                arguments(links, named(1, LINK, "c\0"), "a link to a path that holds a NUL"),
                arguments(links, named(1, ItemFlags.NAME_FOLLOWS, "c"), "but no link to it"),
                arguments(links, named(1, LINK | SEND, "c"), "but no link to it"),
                arguments(links, based(0), "to start from of the sort 0"),
                arguments(links, based(0x83), "to start from of the sort 131"),
                arguments(Trait.OTHER_BASES, based(20), "to start from of the sort 20"),
                arguments(Trait.OTHER_BASES, based(0x7f), "to start from of the sort 127"),
                arguments(Trait.OTHER_BASES, based(0x83), "to start from of the sort 131"),
                arguments(links, flagged(ItemFlags.REPORT_XATTRS), "with the flags 100"),
                arguments(links, flagged(ItemFlags.REPORT_ACL), "with the flags 80"),
                arguments(links, flagged(ItemFlags.REPORT_ACCESS_TIME), "with the flags 1"),
                arguments(links, flagged(ItemFlags.REPORT_CREATION_TIME), "with the flags 400"),
                arguments(links, flagged(1 << 9), "with the flags 200"));
    }

    private static Bytes named(int index, int flags, String name) {
        return new Bytes().index(index).u16(flags).vstring(name);
    }

    private static Bytes based(int basis) {
        return new Bytes().index(1).u16(SEND | ItemFlags.BASIS_FOLLOWS).u8(basis);
    }

    private static Bytes flagged(int flags) {
        return new Bytes().index(1).u16(flags);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("requests")
    void aRequestThatLies(Trait trait, Bytes request, String how) throws Exception {
        Bytes list = trait == Trait.HARD_LINKS ? linked() : rooted().file("a", 1).endWhole();
        Duet duet = new Duet(list).with(trait).target(stage -> stage.say(request));

        duet.isBrokenBy("web2", how);
        assertThat(duet.heardBySource()).isEmpty();
    }

    /// A name needs hard links; that it is left out, hard links or bases elsewhere.
    @ParameterizedTest
    @ValueSource(strings = {"a", ""})
    void namesWithoutReason(String name) throws Exception {
        Duet duet =
                new Duet(rooted().file("a", 1).file("b", 1).endWhole())
                        .target(stage -> stage.say(named(2, LINK, name)));

        duet.isBrokenBy("web2", "another file's name where none was agreed");
        assertThat(duet.heardBySource()).isEmpty();
    }

    @Test
    void aNameWhereOnlyBasesElsewhereWereAgreed() {
        new Duet(rooted().file("a", 1).file("b", 1).endWhole())
                .with(Trait.OTHER_BASES)
                .target(stage -> stage.say(named(2, LINK, "a")))
                .isBrokenBy("web2", "another file's name where none was agreed");
    }

    @Test
    void theTruthAboutLinksGoesThrough() throws Exception {
        Bytes two = new Bytes().index(3).u16(LINK).vstring("a");
        two.index(1).u16(LINK).vstring("");

        new Duet(linked()).with(Trait.HARD_LINKS).goesThrough(two, two);
    }

    @Test
    void filesElsewhereGoThrough() throws Exception {
        Bytes list = rooted().file("a", 1).file("b", 1).endWhole();
        Bytes said = new Bytes().index(1).u16(LINK).vstring("");
        said.index(2).u16(ItemFlags.LOCAL_CHANGE | ItemFlags.BASIS_FOLLOWS).u8(19);

        new Duet(list).with(Trait.OTHER_BASES).goesThrough(said, said);
    }
}
