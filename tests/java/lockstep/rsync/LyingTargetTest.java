package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.rsync.Request.Deletion;
import lockstep.rsync.Request.Effect;
import lockstep.tree.Kind;
import lockstep.tree.TreePath;
import lockstep.wire.Bytes;
import lockstep.wire.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A target that lies to an honest source.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingTargetTest {
    private static final int SEND = ItemFlags.TRANSFER | ItemFlags.REPORT_SIZE;

    private static Bytes list() {
        return Entries.rooted().file("a", 5).file("b", 5).endWhole();
    }

    private static Duet saying(Bytes lie) {
        return new Duet(list()).target(stage -> stage.say(lie));
    }

    private static void isBroken(Bytes lie, String how) throws Exception {
        Duet duet = saying(lie);
        duet.isBrokenBy("web2", how);
        assertThat(duet.heardBySource()).isEmpty();
        duet.targetHeardAtMost(list().bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40_000, Integer.MAX_VALUE - 200})
    void indicesThatMeanNothing(int index) throws Exception {
        isBroken(new Bytes().index(index).u16(SEND), "index " + index);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, -4, -101, -102, -70_000})
    void aTargetSendsNoLists(int index) throws Exception {
        isBroken(new Bytes().index(index).u16(0), "the index " + index);
    }

    private static byte[] success(int index) {
        return new Bytes().i32(index).bytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 1 << 30})
    void whatIsNoFileOfTheListIsNotRemovedFromTheSource(int index) throws Exception {
        Duet duet =
                new Duet(list())
                        .with(Trait.SOURCE_REMOVAL)
                        .target(stage -> stage.out.message(Tag.SUCCESS, success(index)));
        duet.isBrokenBy("web2", index == 0 ? "a wish to remove" : "index");
        assertThat(duet.toldSource()).isEmpty();
    }

    /// 100 is what names the file that a source may remove.
    @Test
    void whatWasWrittenMayBeRemovedFromTheSource() throws Exception {
        Duet duet =
                new Duet(list())
                        .with(Trait.SOURCE_REMOVAL)
                        .source(Stage::leave)
                        .target(
                                stage -> {
                                    stage.out.message(Tag.SUCCESS, success(1));
                                    stage.thank();
                                });

        assertThat(duet.play().complete()).isTrue();
        assertThat(duet.toldSource()).containsExactly("100 01000000");
    }

    @Test
    void whatIsStillToBeSentIsNotRemovedFromTheSource() throws Exception {
        Duet duet =
                new Duet(list())
                        .with(Trait.SOURCE_REMOVAL)
                        .target(
                                stage -> {
                                    stage.say(
                                            new Bytes()
                                                    .index(1)
                                                    .u16(SEND)
                                                    .i32(0)
                                                    .i32(0)
                                                    .i32(0)
                                                    .i32(0));
                                    stage.out.message(Tag.SUCCESS, success(1));
                                });
        duet.isBrokenBy("web2", "a wish to remove \"a\"");
        assertThat(duet.toldSource()).isEmpty();
    }

    @Test
    void nothingIsRemovedTwice() throws Exception {
        Duet duet =
                new Duet(list())
                        .with(Trait.SOURCE_REMOVAL)
                        .target(
                                stage -> {
                                    stage.out.message(Tag.SUCCESS, success(1));
                                    stage.out.message(Tag.SUCCESS, success(1));
                                });
        duet.isBrokenBy("web2", "a wish to remove \"a\"");
        assertThat(duet.toldSource()).isSubsetOf("100 01000000").hasSizeLessThan(2);
    }

    /// Old sources open what is there, and so would follow a link to anywhere.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void contentOfWhatIsNoFile(int index) throws Exception {
        Entries list = Entries.rooted().link("a", "/etc/shadow").directory("d");
        list.plain("c", 0, Kind.FIFO.mode(0600));
        Duet duet =
                new Duet(list.endWhole())
                        .target(stage -> stage.say(new Bytes().index(index).u16(SEND)));

        duet.isBrokenBy("web2", "which is no file");
        assertThat(duet.heardBySource()).isEmpty();
    }

    @Test
    void contentOfADirectoryByTheIndexOfItsList() throws Exception {
        Duet duet =
                Duet.incremental(Entries.rooted().file("a", 1).end())
                        .target(stage -> stage.say(new Bytes().index(0).u16(SEND)));

        duet.isBrokenBy("web2", "\".\", which is no file");
        assertThat(duet.heardBySource()).isEmpty();
    }

    @Test
    void theNameOfAnotherFile() throws Exception {
        isBroken(
                new Bytes().index(1).u16(SEND | ItemFlags.NAME_FOLLOWS).vstring("../../etc/shadow"),
                "another file's name");
    }

    @Test
    void sumsOfImpossibleForm() throws Exception {
        int[][] forms = {
            {-1, 1000, 2, 0},
            {1, 0, 2, 0},
            {1, 1 << 18, 2, 0},
            {1, 1000, 9, 0},
            {1, 1000, 2, 1001},
            {Integer.MAX_VALUE, 1000, 2, 0}
        };
        for (int[] f : forms) {
            isBroken(
                    new Bytes().index(1).u16(SEND).i32(f[0]).i32(f[1]).i32(f[2]).i32(f[3]),
                    "impossible form");
        }
    }

    @Test
    void moreRequestsThanThereAreEntries() {
        Bytes many = new Bytes();
        for (int i = 0; i < 100; i++) {
            many.u8(0xfe, 0x80, 1, 0, 0).u16(ItemFlags.REPORT_TIME);
        }

        saying(many).isBrokenBy("web2", "more requests than there are entries");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../other",
                "/etc/passwd",
                "a/../../b",
                "..",
                "a//b",
                "",
                ".",
                "\0",
                "a\0b",
                "..\0"
            })
    void deletionsOutsideTheRoot(String name) throws Exception {
        Duet duet =
                new Duet(list())
                        .asking(r -> r.with(Deletion.EXTRAS))
                        .target(
                                stage ->
                                        stage.out.message(
                                                Tag.DELETED,
                                                name.getBytes(StandardCharsets.ISO_8859_1)));

        duet.isBrokenBy("web2", "a deletion of ");
        assertThat(duet.heardBySource()).isEmpty();
    }

    @Test
    void deletionsInsideAreTold() throws Exception {
        List<TreePath> told = new ArrayList<>();
        Duet duet =
                new Duet(list())
                        .asking(r -> r.with(Deletion.EXTRAS).with(Effect.PREVIEW))
                        .telling(
                                new RelayEvents() {
                                    @Override
                                    public void deleted(TreePath path) {
                                        told.add(path);
                                    }
                                })
                        .source(Stage::leave)
                        .target(
                                stage -> {
                                    byte[] name =
                                            "old/\033[2Jname".getBytes(StandardCharsets.UTF_8);
                                    stage.out.message(Tag.DELETED, name);
                                    stage.out.message(Tag.DELETED, new byte[] {'d', 0});
                                    stage.thank();
                                });

        Outcome outcome = duet.play();

        assertThat(outcome.deleted()).isEqualTo(told).hasSize(2);
        assertThat(told).extracting(TreePath::visible).containsExactly("old/␛[2Jname", "d");
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 23, 43, 85, 103, 200, 248})
    void messagesOfNoKnownKind(int tag) {
        new Duet(list())
                .target(stage -> stage.out.message(tag, new byte[4]))
                .isBrokenBy("web2", "unknown tag " + tag);
    }

    @Test
    void messagesOverTheLimit() {
        new Duet(list())
                .target(stage -> stage.out.message(Tag.INFO, new byte[(64 << 10) + 1]))
                .isBrokenBy("web2", "65537 bytes");
    }

    /// One that goes away between two frames has not come to its end, whatever the source makes of
    /// being left.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aTargetThatLeavesEarly(int thanks) {
        Fault fault =
                new Duet(list())
                        .target(
                                stage -> {
                                    for (int i = 0; i < thanks; i++) {
                                        stage.say(new Bytes().u8(0));
                                    }
                                    stage.end();
                                })
                        .fault();

        assertThat(fault.where()).isEqualTo("web2");
        assertThat(fault).isInstanceOf(Fault.LinkLost.class);
    }

    @Test
    void moreThanksThanThereAreThingsToThankFor() {
        saying(new Bytes().u8(0, 0, 0, 0, 0, 0)).isBrokenBy("web2", "more DONEs");
    }

    /// Nothing that belongs to a source has an effect when a target says it.
    @Test
    void theSourcesMessagesFromATarget() throws Exception {
        Duet duet =
                new Duet(list())
                        .source(Stage::leave)
                        .target(
                                stage -> {
                                    stage.out.message(Tag.IO_ERROR, new Bytes().i32(1).bytes());
                                    stage.out.message(Tag.NO_SEND, new Bytes().i32(1).bytes());
                                    stage.out.message(Tag.REDO, new Bytes().i32(1).bytes());
                                    stage.out.message(Tag.SUCCESS, new Bytes().i32(1).bytes());
                                    stage.thank();
                                });

        Outcome outcome = duet.play();

        assertThat(outcome.sourceUnreadable()).isFalse();
        assertThat(duet.heardBySource()).isEqualTo(Entries.thanks().bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void numbersOfTheWrongSize(int size) {
        new Duet(list())
                .target(stage -> stage.out.message(Tag.IO_ERROR, new byte[size]))
                .isBrokenBy("web2", "an I/O error of " + size + " bytes");
    }

    @Test
    void whatItSaysCannotMakeTheSourceGuilty() {
        Fault fault =
                new Duet(list())
                        .target(stage -> stage.say(new Bytes().index(77).u16(0)))
                        .source(
                                stage ->
                                        stage.out.message(
                                                Tag.ERROR_XFER,
                                                "rsync: some complaint (5)"
                                                        .getBytes(StandardCharsets.US_ASCII)))
                        .fault();

        assertThat(fault).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(fault.where()).isEqualTo("web2");
    }

    @Test
    void aLiarIsNamedThoughTheOtherEndComplained() {
        Fault fault =
                new Duet(Entries.rooted().file("..", 1).endWhole())
                        .targetComplains("rsync: [Receiver] something is odd (1)\n")
                        .fault();

        assertThat(fault).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(fault.where()).isEqualTo("web1");
    }
}
