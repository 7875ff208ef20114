package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lockstep.rsync.Request.Deletion;
import lockstep.rsync.Request.Effect;
import lockstep.tree.TreePath;
import lockstep.wire.Bytes;
import lockstep.wire.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A source that lies after, or in, an honest beginning. What reaches the target is asserted byte
/// for byte: nothing that was not judged.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingSourceTest {
    private static final int SEND = ItemFlags.TRANSFER | ItemFlags.REPORT_SIZE;
    private static final byte[] DIGEST = new byte[8];

    private static Bytes list() {
        return Entries.rooted().file("a", 1_703).file("b", 5).endWhole();
    }

    /// What the target asks for: index 1 with three blocks of 1,000 bytes, the last of 700.
    private static Bytes wanted() {
        return new Bytes().index(1).u16(SEND).raw(head(3, 1000, 2, 700)).raw(new byte[3 * 6]);
    }

    private static byte[] head(int count, int length, int sum, int remainder) {
        return new Bytes().i32(count).i32(length).i32(sum).i32(remainder).bytes();
    }

    private static Bytes answer() {
        return new Bytes().index(1).u16(SEND).raw(head(3, 1000, 2, 700));
    }

    private static Duet asked(Bytes lie) {
        return new Duet(list())
                .target(stage -> stage.say(wanted()))
                .source(
                        stage -> {
                            stage.hear(wanted().bytes().length);
                            stage.say(lie);
                        });
    }

    private static byte[] joined(Bytes... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Bytes part : parts) {
            all.writeBytes(part.bytes());
        }
        return all.toByteArray();
    }

    private static Roots onlyA() {
        Roots roots = new Roots(Roots.Below.ANYTHING, Roots.Shape.LAST_PARTS);
        roots.add(List.of("a"), Roots.Extent.ITSELF);
        return roots;
    }

    @ParameterizedTest
    @ValueSource(strings = {".bashrc", "b", "aa", "."})
    void namesThatNoArgumentLedTo(String name) throws Exception {
        Entries lie = new Entries().directory("a").file("a/x", 1);
        Duet duet =
                new Duet((name.equals(".") ? lie.directory(name) : lie.file(name, 5)).endWhole())
                        .roots(onlyA());
        duet.isBrokenBy("web1", "\"" + name + "\", which nobody asked for");
        duet.targetHeardAtMost(new byte[0]);
    }

    @Test
    void theTruthGoesThrough() throws Exception {
        List<String> seen = new ArrayList<>();
        Bytes reply = answer().i32(-1).i32(3).text("abc").i32(-3).i32(0).raw(DIGEST).u8(0, 0, 0);
        Bytes statistics = new Bytes();
        for (int i = 0; i < 5; i++) {
            statistics.varlong(1 << 20, 3);
        }
        Duet duet =
                asked(new Bytes().raw(reply.bytes()).raw(statistics.bytes()).u8(0))
                        .telling(
                                new RelayEvents() {
                                    @Override
                                    public void matched(long offset, long length) {
                                        seen.add("=" + offset + "+" + length);
                                    }

                                    @Override
                                    public void literal(long offset, long length) {
                                        seen.add("*" + offset + "+" + length);
                                    }
                                });
        duet.target(
                stage -> {
                    stage.say(wanted());
                    stage.hear(reply.bytes().length + 1);
                    stage.thank();
                });

        Outcome outcome = duet.play();

        assertThat(outcome.complete()).isTrue();
        assertThat(seen).containsExactly("=0+1000", "*1000+3", "=1003+700");
        assertThat(duet.heardByTarget()).isEqualTo(joined(list(), reply, new Bytes().u8(0)));
    }

    @Test
    void answersNobodyAskedFor() throws Exception {
        Duet duet = new Duet(list()).source(stage -> stage.say(answer()));

        duet.isBrokenBy("web1", "not what was asked for");
        duet.targetHeardAtMost(list().bytes());
    }

    @Test
    void anAnswerForAnotherFile() throws Exception {
        Duet duet = asked(new Bytes().index(2).u16(SEND).raw(head(3, 1000, 2, 700)));

        duet.isBrokenBy("web1", "index 2 that is not what was asked for");
        duet.targetHeardAtMost(list().bytes());
    }

    @Test
    void moreThanksThanThereAreThingsToThankFor() {
        new Duet(list())
                .source(stage -> stage.say(Entries.farewell().u8(0)))
                .isBrokenBy("web1", "more DONEs");
    }

    @Test
    void anAnswerTwice() throws Exception {
        Bytes once = answer().i32(0).raw(DIGEST);
        Bytes twice =
                new Bytes().raw(once.bytes()).u8(0xfe, 0, 0).u16(SEND).raw(head(3, 1000, 2, 700));

        Duet duet = asked(twice);

        duet.isBrokenBy("web1", "not what was asked for");
        duet.targetHeardAtMost(joined(list(), once));
    }

    @Test
    void otherFlagsThanAsked() throws Exception {
        Duet duet = asked(new Bytes().index(1).u16(SEND | 2).raw(head(3, 1000, 2, 700)));

        duet.isBrokenBy("web1", "not what was asked for");
        duet.targetHeardAtMost(list().bytes());
    }

    @Test
    void anotherBasisThanAsked() throws Exception {
        Duet duet =
                asked(
                        new Bytes()
                                .index(1)
                                .u16(SEND | ItemFlags.BASIS_FOLLOWS)
                                .u8(0x82)
                                .raw(head(3, 1000, 2, 700)));

        duet.isBrokenBy("web1", "not what was asked for");
        duet.targetHeardAtMost(list().bytes());
    }

    @Test
    void theNameOfAnotherFile() throws Exception {
        Duet duet =
                asked(
                        new Bytes()
                                .index(1)
                                .u16(SEND | ItemFlags.NAME_FOLLOWS)
                                .vstring("../../etc/shadow"));

        duet.isBrokenBy("web1", "another file's name");
        duet.targetHeardAtMost(list().bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1_000_000, Integer.MAX_VALUE - 200, -99})
    void indicesThatMeanNothing(int index) throws Exception {
        Duet duet = asked(new Bytes().index(index).u16(SEND));

        duet.isBrokenBy("web1", "index " + index);
        duet.targetHeardAtMost(list().bytes());
    }

    @Test
    void anotherFormOfSumsThanAsked() throws Exception {
        Duet duet = asked(new Bytes().index(1).u16(SEND).raw(head(3, 1001, 2, 700)));

        duet.isBrokenBy("web1", "not what was asked for");
        duet.targetHeardAtMost(list().bytes());
    }

    @Test
    void sumsOfImpossibleForm() throws Exception {
        int[][] forms = {
            {-1, 1000, 2, 0},
            {1, 0, 2, 0},
            {1, -1, 2, 0},
            {1, 1 << 18, 2, 0},
            {1, 1000, 9, 0},
            {1, 1000, -2, 0},
            {1, 1000, 2, 1001},
            {1, 1000, 2, -1},
            {1 << 30, 1000, 2, 0}
        };
        for (int[] f : forms) {
            Duet duet = asked(new Bytes().index(1).u16(SEND).raw(head(f[0], f[1], f[2], f[3])));
            duet.isBrokenBy("web1", "impossible form");
            duet.targetHeardAtMost(list().bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-4, -1_000, Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 20) + 1})
    void tokensThatMeanNothing(int token) throws Exception {
        Duet duet = asked(new Bytes().raw(answer().bytes()).i32(-1).i32(token));

        duet.isBrokenBy("web1", token < 0 ? "block" : "literal run");
        duet.targetHeardAtMost(joined(list(), answer().i32(-1)));
    }

    @Test
    void statisticsDoNotGoOn() throws Exception {
        Bytes dones = new Bytes().u8(0, 0, 0);
        Duet duet =
                new Duet(list())
                        .source(
                                stage -> {
                                    stage.say(dones);
                                    stage.say(new Bytes().u8(0xff).raw(new byte[8]));
                                });

        duet.isBrokenBy("web1", "varlong");
        duet.targetHeardAtMost(joined(list(), dones));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "a/b", "."})
    void namesThatWereNotChosen(String name) throws Exception {
        Duet duet =
                new Duet(new Entries().file("a", 1).file(name, 1).endWhole())
                        .asking(r -> r.only(Set.of(TreePath.of("a"), TreePath.of("b"))));

        duet.isBrokenBy("web1", "nobody asked for");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void aDirectoryAboveThatTakesAttributes() throws Exception {
        Request chosen = Request.of(List.of()).only(Set.of(TreePath.of("d/a")));
        Duet duet =
                new Duet(new Entries().directory("d").file("d/a", 1).endWhole())
                        .asking(_ -> chosen);

        duet.isBrokenBy("web1", "nobody asked for");
        assertThat(duet.heardByTarget()).isEmpty();
        assertThat(
                        new Duet(new Entries().implied("d").file("d/a", 1).endWhole())
                                .asking(_ -> chosen)
                                .source(stage -> stage.say(new Bytes().index(77).u16(0)))
                                .fault()
                                .what())
                .contains("index 77");
    }

    @Test
    void aChosenLinkWithSomethingInside() throws Exception {
        Set<TreePath> chosen = Set.of(TreePath.of("d"), TreePath.of("d/a"));
        Duet duet =
                new Duet(new Entries().link("d", "/etc").file("d/a", 1).endWhole())
                        .asking(r -> r.only(chosen));

        duet.isBrokenBy("web1", "inside something that is no directory");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void aChosenNameTwice() throws Exception {
        Set<TreePath> chosen = Set.of(TreePath.of("d"), TreePath.of("e"));
        Duet duet =
                new Duet(new Entries().link("d", "/etc").file("e", 1).directory("d").endWhole())
                        .asking(r -> r.only(chosen));

        duet.isBrokenBy("web1", "twice");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void filesThatWillNotBeSentWereAskedFor() throws Exception {
        Duet duet =
                asked(new Bytes())
                        .source(
                                stage -> {
                                    stage.hear(wanted().bytes().length);
                                    byte[] two = new Bytes().i32(2).bytes();
                                    stage.out.message(Tag.NO_SEND, two);
                                });

        duet.isBrokenBy("web1", "a refusal to send index 2");
        duet.targetHeardAtMost(list().bytes());
    }

    @Test
    void contentInAPreview() throws Exception {
        Bytes ask = new Bytes().index(1).u16(SEND);
        Duet duet =
                new Duet(list())
                        .asking(r -> r.with(Effect.PREVIEW).with(Deletion.EXTRAS))
                        .target(stage -> stage.say(ask))
                        .source(
                                stage -> {
                                    stage.hear(ask.bytes().length);
                                    stage.say(answer().i32(4).text("evil"));
                                });

        duet.isBrokenBy("web1", "");
        byte[] heard = duet.heardByTarget();
        assertThat(new String(heard, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("evil");
    }

    /// A target that hears of trouble deletes nothing, and must hear of it; what no rsync means by
    /// it stays here.
    @Test
    void troubleReachesTheTarget() throws Exception {
        Entries entries = Entries.rooted().file("a", 1);
        entries.bytes.varint(0).varint(1);
        Bytes list = entries.bytes.varint(0).u8(4).text("root").varint(0).u8(4).text("root");
        Duet duet =
                new Duet(list)
                        .asking(r -> r.with(Deletion.EXTRAS))
                        .source(
                                stage -> {
                                    byte[] all = new Bytes().i32(-1).bytes();
                                    stage.out.message(Tag.IO_ERROR, all);
                                    stage.leave();
                                })
                        .target(Stage::thank);

        Outcome outcome = duet.play();

        assertThat(outcome.sourceUnreadable()).isTrue();
        assertThat(outcome.complete()).isFalse();
        assertThat(duet.toldTarget()).containsExactly("22 07000000");
        assertThat(duet.heardByTarget()).startsWith(list.bytes());
    }

    /// What only targets say has no effect when a source says it.
    @Test
    void deletionsOnTheSource() throws Exception {
        Duet duet =
                new Duet(list())
                        .asking(r -> r.with(Deletion.EXTRAS))
                        .source(
                                stage -> {
                                    stage.out.message(Tag.DELETED, new byte[] {'b'});
                                    stage.out.message(Tag.SUCCESS, new Bytes().i32(1).bytes());
                                    stage.leave();
                                })
                        .target(Stage::thank);

        assertThat(duet.play().deleted()).isEmpty();
        assertThat(duet.toldTarget()).isEmpty();
    }
}
