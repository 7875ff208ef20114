package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.wire.Broken;
import lockstep.wire.Bytes;
import lockstep.wire.WireIn;
import org.junit.jupiter.api.Test;

class EntryReaderTest {
    private static final Set<Trait> TRAITS =
            EnumSet.of(Trait.OWNERS, Trait.GROUPS, Trait.LINKS, Trait.DEVICES, Trait.SPECIALS);

    private static Set<Trait> with(Trait... more) {
        Set<Trait> traits = EnumSet.copyOf(TRAITS);
        traits.addAll(List.of(more));
        return traits;
    }

    private static final EntryReader.Form FORM = new EntryReader.Form(TRAITS, true, false, 0);
    private static final String CAPTURED =
            "01 01 2e 000010 3b00ca9a ed410000 00 00"
                    + " a018 04 66696c65 000500 3a72837b f0402f072f a0810000"
                    + " 18 04 70697065 000000 3b00ca9a a4110000"
                    + " 8098 05 656d707479 000010 c0410000"
                    + " 8098 04 6c696e6b 000400 ffa10000 04 66696c65"
                    + " 00 00 00 04 726f6f74 00 04 726f6f74";

    private final List<String> names = new ArrayList<>();

    private EntryReader reader(EntryReader.Form form) {
        return new EntryReader(
                form,
                new EntryReader.Names() {
                    @Override
                    public void user(int uid, byte[] name) {
                        names.add("u" + uid + new String(name, StandardCharsets.US_ASCII));
                    }

                    @Override
                    public void group(int gid, byte[] name) {
                        names.add("g" + gid + new String(name, StandardCharsets.US_ASCII));
                    }
                },
                new Budget(1 << 30));
    }

    private static WireIn hex(String hex) {
        return new Bytes().raw(HexFormat.of().parseHex(hex.replace(" ", ""))).in();
    }

    private static String path(EntryReader reader) {
        return new String(reader.path, 0, reader.length, StandardCharsets.ISO_8859_1);
    }

    /// What rsync 3.5.0 sent for a directory with `empty` (a directory), `file` (640, five bytes,
    /// with nanoseconds), `link` to `file`, and `pipe`.
    @Test
    void aCapturedList() throws Exception {
        WireIn in = hex(CAPTURED);
        EntryReader reader = reader(FORM);
        List<String> entries = new ArrayList<>();
        while (reader.next(in)) {
            byte[] target = reader.facts.target;
            entries.add(
                    path(reader)
                            + " "
                            + Kind.of(reader.facts.mode)
                            + " "
                            + Integer.toOctalString(reader.facts.mode & 07777)
                            + " "
                            + reader.facts.mtime
                            + "."
                            + reader.facts.nanos
                            + (target == null
                                    ? ""
                                    : " -> " + new String(target, StandardCharsets.US_ASCII)));
        }
        reader.idLists(in, true);

        assertThat(entries)
                .containsExactlyInAnyOrder(
                        ". DIRECTORY 755 1000000000.0",
                        "file FILE 640 981173106.789000000",
                        "link SYMLINK 777 1000000000.0 -> file",
                        "pipe FIFO 644 1000000000.0",
                        "empty DIRECTORY 700 1000000000.0");
        assertThat(names).contains("u0root", "g0root");
        assertThat(reader.ioError()).isZero();
        assertThat(in.atEnd()).isTrue();
    }

    /// A Mac has 25 bits for each of the named, where Linux has 3.
    @Test
    void permissionsOfAMac() throws Exception {
        Bytes bytes = Entries.rooted().bytes.varint(0).u8(1 << 4).varint(1);
        bytes.varint(501).varint((1 << 25) - 1 << 2 | 2).varint(0).u8(0);
        WireIn in = bytes.varint(0).varint(0).in();
        EntryReader reader = reader(new EntryReader.Form(with(Trait.ACLS), true, false, 0));

        assertThat(reader.next(in)).isTrue();
        assertThat(reader.next(in)).isFalse();
        assertThat(in.atEnd()).isTrue();
    }

    @Test
    void valuesCarryOverFromEntryToEntry() throws Exception {
        Bytes bytes = new Bytes();
        bytes.varint(1 << 10 | 1 << 11).u8(3).text("a/b");
        bytes.varlong(5, 3).varlong(77, 4).i32(Kind.FILE.mode(0600));
        bytes.varint(1000).u8(3).text("ann").varint(2000).u8(3).text("www");
        bytes.varint(Entries.SAME_NAME | Entries.SAME_MODE | Entries.OWNERS | 1 << 7);
        bytes.u8(2, 1).text("c").varlong(6, 3);
        WireIn in = bytes.varint(0).varint(7).in();
        EntryReader reader = reader(new EntryReader.Form(with(Trait.INCREMENTAL), true, false, 0));

        assertThat(reader.next(in)).isTrue();
        assertThat(reader.next(in)).isTrue();

        assertThat(path(reader)).isEqualTo("a/c");
        assertThat(reader.facts.size).isEqualTo(6);
        assertThat(reader.facts.mtime).isEqualTo(77);
        assertThat(reader.facts.mode).isEqualTo(Kind.FILE.mode(0600));
        assertThat(reader.facts.uid).isEqualTo(1000);
        assertThat(reader.facts.gid).isEqualTo(2000);
        assertThat(names).containsExactly("u1000ann", "g2000www");
        assertThat(reader.next(in)).isFalse();
        assertThat(reader.ioError()).isEqualTo(7);
    }

    @Test
    void devicesCarryTheirMajorNumber() throws Exception {
        Bytes bytes = new Bytes();
        for (int i = 0; i < 2; i++) {
            bytes.varint(Entries.OWNERS | (i == 0 ? 0 : 1 << 8)).u8(1).text("d");
            bytes.varlong(9, 3).varlong(1, 4).i32(Kind.BLOCK_DEVICE.mode(0600));
            if (i == 0) {
                bytes.varint(8);
            }
            bytes.varint(-1);
        }
        WireIn in = bytes.in();
        EntryReader reader = reader(FORM);
        reader.next(in);
        assertThat(reader.facts.device).isEqualTo(8L << 32 | 0xffffffffL);
        assertThat(reader.facts.size).isZero();
        reader.next(in);
        assertThat(reader.facts.device).isEqualTo(8L << 32 | 0xffffffffL);
    }

    @Test
    void specialsHaveNumbersBeforeProtocol31() throws Exception {
        Bytes entry = new Entries().plain("p", 0, Kind.FIFO.mode(0600)).bytes;
        WireIn in = entry.varint(0).varint(0).varint(0).varint(0).in();
        EntryReader reader = reader(new EntryReader.Form(TRAITS, true, true, 0));

        assertThat(reader.next(in)).isTrue();
        assertThat(reader.facts.device).isZero();
        assertThat(reader.next(in)).isFalse();
    }

    @Test
    void filesAndOnlyFilesHaveDigests() throws Exception {
        Bytes bytes = new Entries().directory("d").file("f", 1).bytes;
        WireIn in = bytes.raw(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}).varint(0).varint(0).in();
        EntryReader reader = reader(new EntryReader.Form(TRAITS, true, false, 8));

        reader.next(in);
        assertThat(reader.facts.digest).isNull();
        reader.next(in);
        assertThat(reader.facts.digest).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(reader.next(in)).isFalse();
    }

    /// Before varint flags: one byte, or two where the first says so.
    @Test
    void olderFlags() throws Exception {
        EntryReader.Form old = new EntryReader.Form(TRAITS, false, true, 0);
        Bytes bytes = new Bytes().u8(Entries.OWNERS | 4, 0x20).u8(1).text("a");
        bytes.varlong(1, 3).varlong(1, 4).varint(5).i32(Kind.FILE.mode(0600));
        bytes.u8(4, 0x10).varint(1);
        WireIn in = bytes.in();
        EntryReader reader = reader(old);

        assertThat(reader.next(in)).isTrue();
        assertThat(reader.facts.nanos).isEqualTo(5);
        assertThat(reader.next(in)).isFalse();
        assertThat(reader.ioError()).isEqualTo(1);
        assertThat(in.atEnd()).isTrue();
        assertThat(reader(old).next(new Bytes().u8(0).in())).isFalse();
    }

    /// No rsync sends others, and a target masks them or not.
    @Test
    void bitsOfErrorsThatThereAreNot() {
        EntryReader.Form old = new EntryReader.Form(TRAITS, false, true, 0);

        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> reader(FORM).next(new Bytes().varint(0).varint(0xff).in()))
                .withMessageContaining("I/O errors of 255");
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> reader(old).next(new Bytes().u8(4, 0x10).varint(8).in()))
                .withMessageContaining("I/O errors of 8");
    }

    /// Times of creation stand between the time of change and the mode.
    @Test
    void timesOfCreation() throws Exception {
        Bytes bytes = new Bytes();
        bytes.varint(Entries.OWNERS | Entries.MOD_NSEC).u8(1).text("a");
        bytes.varlong(1, 3).varlong(77, 4).varint(5).varlong(66, 4).i32(Kind.FILE.mode(0600));
        bytes.varint(Entries.OWNERS | 1 << 17).u8(1).text("b");
        bytes.varlong(2, 3).varlong(88, 4).i32(Kind.FILE.mode(0644));
        WireIn in = bytes.varint(0).varint(0).in();
        EntryReader reader =
                reader(new EntryReader.Form(with(Trait.CREATION_TIMES), true, false, 0));

        assertThat(reader.next(in)).isTrue();
        assertThat(reader.facts.mtime).isEqualTo(77);
        assertThat(reader.facts.nanos).isEqualTo(5);
        assertThat(reader.facts.mode).isEqualTo(Kind.FILE.mode(0600));
        assertThat(reader.next(in)).isTrue();
        assertThat(path(reader)).isEqualTo("b");
        assertThat(reader.facts.mode).isEqualTo(Kind.FILE.mode(0644));
        assertThat(reader.next(in)).isFalse();
        assertThat(in.atEnd()).isTrue();
    }

    @Test
    void namesOfUsersWithoutEnd() {
        Bytes bytes = new Bytes();
        for (int i = 1; i <= (1 << 20) + 1; i++) {
            bytes.u8(1, 0);
        }

        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> reader(FORM).idLists(bytes.in(), true))
                .withMessageContaining("names of users");
    }
}
