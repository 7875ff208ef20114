package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.wire.Broken;
import lockstep.wire.Bytes;
import lockstep.wire.WireIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What stands in an entry only because of an option. A target that was not told the option reads
/// on where we do: so nothing of it may be taken in, and nothing be left out that is due.
class UnaskedTest {
    private static final Set<Trait> NO_OPTIONS = Set.of(Trait.ONE_TREE);
    private static final byte[] PLENTY = new byte[64];

    private static EntryReader reader(Set<Trait> traits, int digestLength) {
        return new EntryReader(
                new EntryReader.Form(traits, true, false, digestLength),
                EntryReader.Names.NONE,
                new Budget(1 << 20));
    }

    /// How many bytes an entry takes.
    private static long length(Set<Trait> traits, int digest, Bytes entry) throws Exception {
        WireIn in = new Bytes().raw(entry.bytes()).raw(PLENTY).in();
        EntryReader reader = reader(traits, digest);
        assertThat(reader.next(in)).isTrue();
        assertThat(reader.facts.device).isZero();
        return in.consumed();
    }

    /// Which kind of entry an option brings something for, and how many bytes that is where they
    /// are all zero: ACLs, for example, a number and flags.
    static Stream<Arguments> options() {
        return Stream.of(
                arguments(Trait.DEVICES, Kind.BLOCK_DEVICE, 2),
                arguments(Trait.DEVICES, Kind.CHARACTER_DEVICE, 2),
                arguments(Trait.LINKS, Kind.SYMLINK, 1),
                arguments(Trait.ACLS, Kind.FILE, 2),
                arguments(Trait.ACLS, Kind.DIRECTORY, 4),
                arguments(Trait.ACLS, Kind.SYMLINK, 0),
                arguments(Trait.XATTRS, Kind.FILE, 2),
                arguments(Trait.ACCESS_TIMES, Kind.FILE, 4),
                arguments(Trait.ACCESS_TIMES, Kind.DIRECTORY, 0),
                arguments(Trait.CREATION_TIMES, Kind.DIRECTORY, 4),
                arguments(Trait.OWNERS, Kind.FILE, 1),
                arguments(Trait.GROUPS, Kind.FILE, 1));
    }

    @ParameterizedTest
    @MethodSource("options")
    void nothingIsReadForAnOptionThatNobodyTold(Trait trait, Kind kind, int bytes)
            throws Exception {
        Bytes entry = new Bytes().varint(1).u8(1).text("a").varlong(1, 3).varlong(1, 4);
        boolean afterTheMode = trait != Trait.CREATION_TIMES;
        Bytes without = new Bytes().raw(entry.bytes()).i32(kind.mode(0600));
        Bytes with =
                afterTheMode
                        ? without
                        : new Bytes().raw(entry.bytes()).varlong(0, 4).i32(kind.mode(0600));
        long more = length(EnumSet.of(Trait.ONE_TREE, trait), 0, with);

        assertThat(more - length(NO_OPTIONS, 0, without)).isEqualTo(bytes);
    }

    @Test
    void aDigestIsReadWhereOneWasAskedFor() throws Exception {
        Bytes file = new Entries().file("a", 1).bytes;
        Bytes link = new Entries().plain("a", 1, Kind.SYMLINK.mode(0777)).bytes;

        assertThat(length(NO_OPTIONS, 16, file) - length(NO_OPTIONS, 0, file)).isEqualTo(16);
        assertThat(length(NO_OPTIONS, 16, link)).isEqualTo(length(NO_OPTIONS, 0, link));
    }

    /// A digest that nobody asked for is taken for the next entry; this one for none that can be.
    @Test
    void digestsThatNobodyAskedFor() throws Exception {
        Bytes list = Entries.rooted().file("a", 1).bytes.raw(new byte[] {-1, -1, -1, -1});

        Duet duet = new Duet(list);

        duet.isBrokenBy("web1", "a varint of");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    /// Flags in the older form, as protocol 30 without varints has them, and in the newer.
    @ParameterizedTest
    @EnumSource(names = {"HARD_LINKS", "ACCESS_TIMES", "CREATION_TIMES"})
    void flagsOfOptionsThatNobodyTold(Trait trait) {
        int flags =
                switch (trait) {
                    case HARD_LINKS -> Entries.HARD_LINKED | Entries.FIRST_LINKED;
                    case ACCESS_TIMES -> 1 << 14;
                    default -> 1 << 17;
                };
        Bytes rest = new Bytes().u8(1).text("a").varlong(1, 3).varlong(1, 4);
        rest.i32(Kind.FILE.mode(0600)).raw(PLENTY);
        Bytes newer = new Bytes().varint(Entries.OWNERS | flags).raw(rest.bytes());
        Bytes older = new Bytes().u8(Entries.OWNERS | 4, flags >> 8).raw(rest.bytes());

        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> reader(NO_OPTIONS, 0).next(newer.in()));
        if (flags < 1 << 16) {
            EntryReader.Form old = new EntryReader.Form(NO_OPTIONS, false, true, 0);
            EntryReader reader = new EntryReader(old, EntryReader.Names.NONE, new Budget(1 << 20));
            assertThatExceptionOfType(Broken.class).isThrownBy(() -> reader.next(older.in()));
        }
    }

    /// rsync lists devices and links also where it was not told to; the target passes over them.
    /// They have neither numbers nor a target then.
    @Test
    void kindsThatNobodyAskedForGoThroughWithNothingOfTheirOwn() throws Exception {
        EntryReader reader = reader(NO_OPTIONS, 0);
        Entries list = new Entries().plain("b", 0, Kind.BLOCK_DEVICE.mode(0600));
        list.plain("c", 0, Kind.SYMLINK.mode(0777)).plain("p", 0, Kind.FIFO.mode(0600));
        WireIn in = list.end().in();

        for (String name : new String[] {"b", "c", "p"}) {
            assertThat(reader.next(in)).isTrue();
            assertThat(new String(reader.path, 0, reader.length, StandardCharsets.US_ASCII))
                    .isEqualTo(name);
            assertThat(reader.facts.device).isZero();
            assertThat(reader.facts.target).isNull();
        }
        assertThat(reader.next(in)).isFalse();
        assertThat(in.atEnd()).isTrue();
    }
}
