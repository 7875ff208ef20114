package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.wire.Bytes;
import lockstep.wire.WireIn;
import org.junit.jupiter.api.Test;

/// Lists as rsync 3.5.0 sent them, with every option that changes the form of entries.
class CapturedEntriesTest {
    private static final Set<Trait> USUAL =
            EnumSet.of(Trait.OWNERS, Trait.GROUPS, Trait.LINKS, Trait.DEVICES, Trait.SPECIALS);
    private static final Set<Trait> BARE = EnumSet.noneOf(Trait.class);
    private static final String ROOT_NAMES = "00 04 726f6f74 00 04 726f6f74";

    private final List<String> names = new ArrayList<>();

    private static EntryReader.Form form(Set<Trait> base, Trait... more) {
        Set<Trait> traits = EnumSet.copyOf(base);
        Collections.addAll(traits, more);
        return new EntryReader.Form(traits, true, false, traits.contains(Trait.DIGESTS) ? 16 : 0);
    }

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

    /// One whole list and the names behind it, to the last byte.
    private List<String> whole(EntryReader.Form form, String hex) throws IOException {
        WireIn in = hex(hex);
        EntryReader reader = reader(form);
        List<String> entries = entries(reader, in);
        reader.idLists(in, true);
        assertThat(in.atEnd()).as("all of it was read").isTrue();
        return entries;
    }

    private static List<String> entries(EntryReader reader, WireIn in) throws IOException {
        List<String> entries = new ArrayList<>();
        while (reader.next(in)) {
            entries.add(line(reader));
        }
        return entries;
    }

    private static String line(EntryReader reader) {
        var f = reader.facts;
        byte[] target = f.target;
        Kind kind = Kind.of(f.mode);
        return new String(reader.path, 0, reader.length, StandardCharsets.ISO_8859_1)
                + (kind == null ? " nothing" : " " + kind.name().charAt(0))
                + Integer.toOctalString(f.mode & 07777)
                + " "
                + f.size
                + " @"
                + f.mtime
                + (f.nanos == 0 ? "" : "." + f.nanos)
                + (f.uid == 0 ? "" : " u" + f.uid)
                + (f.device == 0 ? "" : " " + (f.device >>> 32) + ":" + (int) f.device)
                + (target == null ? "" : " -> " + new String(target, StandardCharsets.US_ASCII))
                + (f.digest == null ? "" : " #" + HexFormat.of().formatHex(f.digest, 0, 2))
                + (reader.group < 0 ? "" : " =" + reader.group)
                + (reader.attributes < 0 ? "" : " x" + reader.attributes);
    }

    /// A later link of the same list has its name and the index of the first, and all that follows
    /// carries over from the first.
    @Test
    void hardLinksOfAWholeList() throws Exception {
        List<String> entries =
                whole(
                        form(USUAL, Trait.HARD_LINKS),
                        "01 01 2e 000010 3a80c84f ed410000 00 00"
                                + " 9298 01 62 000600 a4810000"
                                + " 829a 01 63 01"
                                + " a01a 01 7a 000600 6b62e702 ecd5292d"
                                + " 821a 01 61 01"
                                + " 8098 01 64 000010 ed410000"
                                + " 82b8 01 02 2f65 01"
                                + " 00 00"
                                + ROOT_NAMES);

        assertThat(entries)
                .containsExactly(
                        ". D755 4096 @978307200",
                        "b F644 6 @978307200 =1",
                        "c F644 6 @978307200 =1",
                        "z F644 6 @1795352418.204286421",
                        "a F644 6 @978307200 =1",
                        "d D755 4096 @978307200",
                        "d/e F644 6 @978307200 =1");
    }

    /// The root has index 1, and the list of `d` begins one above what would be next: its own index
    /// is between. A later list tells all of a link again.
    @Test
    void hardLinksOfIncrementalLists() throws Exception {
        EntryReader reader = reader(form(USUAL, Trait.HARD_LINKS, Trait.INCREMENTAL));
        WireIn in =
                hex(
                        "8c01 01 2e 000010 3a80c84f ed410000 00 04 726f6f74 00 04 726f6f74"
                                + " 9298 01 62 000600 a4810000"
                                + " 829a 01 63 02"
                                + " a01a 01 7a 000600 6b62e702 ecd5292d"
                                + " 821a 01 61 02"
                                + " 8098 01 64 000010 ed410000"
                                + " 00 00"
                                + " 82b8 01 02 2f65 02 000600 a4810000"
                                + " 00 00");

        assertThat(entries(reader, in)).hasSize(6).contains("c F644 6 @978307200 =2");
        assertThat(entries(reader, in)).containsExactly("d/e F644 6 @978307200 =2");
        assertThat(in.atEnd()).isTrue();
        assertThat(names).containsExactly("u0root", "g0root");
    }

    private static final String[] ALL_KINDS = {
        ". D755 4096 @1000000000",
        "l1 S777 3 @1000000000 -> tgt =1",
        "d2 C644 0 @1000000000 4:64 =2",
        "l2 S777 3 @1000000000 -> tgt =1",
        "d3 C644 0 @1000000000 4:65",
        "d1 C644 0 @1000000000 4:64 =2",
        "f1 F644 2 @1000000000 =6",
        "d4 B644 0 @1000000000 8:1",
        "f3 F644 2 @1000000000",
        "f2 F644 2 @1000000000 =6",
        "s1 S755 0 @1000000000",
        "p1 F644 0 @1000000000 =11",
        "p2 F644 0 @1000000000 =11"
    };

    /// Symbolic links, devices and pipes are linked as well; the digest comes with the first only.
    @Test
    void linksOfEveryKindWithDigests() throws Exception {
        List<String> entries =
                whole(
                        form(USUAL, Trait.HARD_LINKS, Trait.DIGESTS),
                        "01012e0000103b00ca9aed41000000009298026c31000300ffa100000374677492980264"
                                + "32000000a421000004408298026c32018198026433000000a42100004183ba0101310292"
                                + "98026631000200a4810000b026324c6904b2a9cb4b88d6d61c81d18098026434000000a4"
                                + "61000008018098026633000200a481000026ab0db90d72e28ad0ba1e22ee51051082ba01"
                                + "0132068098027331000000edc100009298027031000000a411000082ba0101320b000000"
                                + "04726f6f740004726f6f74");

        assertThat(entries).hasSize(13).contains("f1 F644 2 @1000000000 #b026 =6");
        assertThat(entries).contains("f2 F644 2 @1000000000 #b026 =6");
        assertThat(entries).contains("f3 F644 2 @1000000000 #26ab");
        assertThat(entries.stream().map(e -> e.replaceAll(" #....", "")))
                .containsExactly(ALL_KINDS);
    }

    @Test
    void specialsHaveNumbersInProtocol30() throws Exception {
        EnumSet<Trait> traits = EnumSet.copyOf(USUAL);
        traits.add(Trait.HARD_LINKS);

        List<String> entries =
                whole(
                        new EntryReader.Form(traits, true, true, 0),
                        "01012e0000103b00ca9aed41000000009298026c31000300ffa100000374677492980264"
                                + "32000000a421000004408298026c32018198026433000000a42100004183ba0101310292"
                                + "98026631000200a48100008098026434000000a461000008018098026633000200a48100"
                                + "0082ba010132068198027331000000edc10000009398027031000000a41100000083ba01"
                                + "01320b00000004726f6f740004726f6f74");

        assertThat(entries).containsExactly(ALL_KINDS);
    }

    /// Without the options, links and devices are listed, but not where they point or their number.
    @Test
    void nothingPreservedButTimesAndLinks() throws Exception {
        List<String> entries =
                whole(
                        form(BARE, Trait.HARD_LINKS),
                        "19012e0000103b00ca9aed4100009298026c31000300ffa100009298026432000000a421"
                                + "00008298026c32018098026433000000a421000082ba010131029298026631000200a481"
                                + "00008098026434000000a46100008098026633000200a481000082ba0101320680980273"
                                + "31000000edc100009298027031000000a411000082ba0101320b0000");

        assertThat(names).isEmpty();
        assertThat(entries)
                .hasSize(13)
                .contains("l2 S777 3 @1000000000 =1", "d4 B644 0 @1000000000");
    }

    /// The major number, time, mode and user of what follows a link are compared with those of its
    /// first, not with the entry before.
    @Test
    void whatFollowsALinkCarriesOverFromItsFirst() throws Exception {
        List<String> entries =
                whole(
                        form(USUAL, Trait.HARD_LINKS),
                        "01012e0000103b01ca9aed41000000009218026e340000003b00ca9aa4210000044083ba"
                                + "0101320183ba0101380180b0010131000000a461000005080180b0010135000000a42100"
                                + "00000441380101370000003b01ca9aa46100000803823801013301380101360000003b01"
                                + "ca9a8061000008020000050567616d65730004726f6f740004726f6f74");

        assertThat(entries)
                .containsExactly(
                        ". D755 4096 @1000000001",
                        "n4 C644 0 @1000000000 4:64 =1",
                        "n2 C644 0 @1000000000 4:64 =1",
                        "n8 C644 0 @1000000000 4:64 =1",
                        "n1 B644 0 @1000000000 u5 8:1",
                        "n5 C644 0 @1000000000 4:65",
                        "n7 B644 0 @1000000001 8:3",
                        "n3 C644 0 @1000000000 4:64 =1",
                        "n6 B600 0 @1000000001 8:2");
        assertThat(names).contains("u5games");
    }

    /// A link has ACLs and attributes of its own even where nothing else is told of it. Both are
    /// told once and then by number; directories have a second ACL, symbolic links none.
    @Test
    void everythingThatCanBePreserved() throws Exception {
        List<String> entries =
                whole(
                        form(USUAL, Trait.HARD_LINKS, Trait.ACLS, Trait.XATTRS, Trait.ACCESS_TIMES),
                        "01012e0000103b00ca9aed410000000000000000000092980162000200b48100006b70f3"
                                + "020012040283e81287d008000407812c757365722e610048635a8b07cb88235737925373"
                                + "9025480b20757365722e6578616374007979797979797979797979797979797979797979"
                                + "7979797979797979797979790a21757365722e6c6f6e6700b7b82191a246d3563ed060e2"
                                + "98add91d0b05757365722e73686f72740068656c6c6f8098016c000100ffa100006b6df3"
                                + "020161018298016101020280980164000010ed41000001001f070507050183e81e00010b"
                                + "05757365722e73686f72740068656c6c6f000083e8086f70657261746f720004726f6f74"
                                + "0004726f6f74");

        assertThat(entries)
                .containsExactly(
                        ". D755 4096 @1000000000 x0",
                        "b F664 2 @1000000000 =1 x1",
                        "l S777 1 @1000000000 -> a x0",
                        "a F664 2 @1000000000 =1 x1",
                        "d D755 4096 @1000000000 x2");
        assertThat(names).containsExactlyInAnyOrder("u1000operator", "u0root", "g0root");
    }

    /// In incremental lists a name stands where its id comes first, in ACLs too.
    @Test
    void namesInsideOfAccessControlLists() throws Exception {
        EntryReader reader = reader(form(USUAL, Trait.ACLS, Trait.XATTRS, Trait.INCREMENTAL));
        WireIn in =
                hex(
                        "8c01012e0000103b00ca9aed4100000004726f6f740004726f6f74000000000000809801"
                                + "62000200b48100000012040283e813086f70657261746f7287d008000407812c75736572"
                                + "2e610048635a8b07cb882357379253739025480b20757365722e65786163740079797979"
                                + "797979797979797979797979797979797979797979797979797979790a21757365722e6c"
                                + "6f6e6700b7b82191a246d3563ed060e298add91d0b05757365722e73686f72740068656c"
                                + "6c6f8098016c000100ffa1000001610180980161000200b4810000020280980164000010"
                                + "ed41000001001f070507050183e81e00010b05757365722e73686f72740068656c6c6f00"
                                + "00ff650000fffe80020000");

        assertThat(entries(reader, in))
                .containsExactly(
                        ". D755 4096 @1000000000 x0",
                        "b F664 2 @1000000000 x1",
                        "l S777 1 @1000000000 -> a x0",
                        "a F664 2 @1000000000 x1",
                        "d D755 4096 @1000000000 x2");
        assertThat(names).containsExactly("u0root", "g0root", "u1000operator");
    }

    @Test
    void numbersOnly() throws Exception {
        List<String> entries =
                whole(
                        form(
                                EnumSet.of(Trait.OWNERS, Trait.GROUPS, Trait.LINKS),
                                Trait.ACLS,
                                Trait.NUMERIC_IDS),
                        "01012e0000103b00ca9aed41000000000000000080980162000200b48100000012040283"
                                + "e81287d0088098016c000100ffa10000016180980161000200b481000002809801640000"
                                + "10ed41000001001f070507050183e81e0000");

        assertThat(entries).hasSize(5);
        assertThat(names).isEmpty();
    }

    /// A chosen path that the source lacks has a time of access, an ACL and attributes: none.
    @Test
    void aMissingPathAmongChosenOnes() throws Exception {
        List<String> entries =
                whole(
                        form(
                                BARE,
                                Trait.HARD_LINKS,
                                Trait.ACLS,
                                Trait.XATTRS,
                                Trait.ACCESS_TIMES,
                                Trait.DIGESTS),
                        "921801610002003b00ca9ab48100006b70f30260b725f10c9c85c70d97880dfe8191b300"
                                + "12040283e81287d008000407812c757365722e610048635a8b07cb882357379253739025"
                                + "480b20757365722e65786163740079797979797979797979797979797979797979797979"
                                + "797979797979797979790a21757365722e6c6f6e6700b7b82191a246d3563ed060e298ad"
                                + "d91d0b05757365722e73686f72740068656c6c6f1804676f6e6500000000000000000000"
                                + "000000000000000000811801640000103b00ca9aed41000002001f070507050183e81e00"
                                + "010b05757365722e73686f72740068656c6c6f000083e8086f70657261746f720004726f"
                                + "6f740004726f6f74");

        assertThat(entries)
                .containsExactly(
                        "a F664 2 @1000000000 #60b7 =0 x0",
                        "gone nothing0 0 @0 x1",
                        "d D755 4096 @1000000000 x2");
    }
}
