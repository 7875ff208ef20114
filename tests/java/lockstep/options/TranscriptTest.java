package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.link.LocalHost;
import lockstep.options.Display.Show;
import lockstep.rsync.End;
import lockstep.rsync.ItemFlags;
import lockstep.rsync.Itemized;
import lockstep.rsync.Listed;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents.Saying;
import lockstep.rsync.Script;
import lockstep.rsync.Trait;
import lockstep.tree.Kind;
import lockstep.tree.TreePath;
import lockstep.wire.AllocationMeter;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final byte[] NONE = {};
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private OutputStream trouble = err;

    private Transcript transcript(Display display, OutputStream to) {
        End end =
                new End(
                        new LocalHost("web1"),
                        List.of("rsync"),
                        List.of("-a"),
                        List.of("/s/"),
                        Optional.of("/s"));
        Script script =
                new Script(
                        end,
                        end,
                        new Script.Manner(
                                Set.of(Trait.FACTS, Trait.ONE_TREE),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                new Script.Limits(Script.NEWEST_PROTOCOL, Duration.ofSeconds(9))));
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new Transcript(
                display, script, new Paper(to, trouble, StandardCharsets.UTF_8, clock));
    }

    private Transcript itemizing(String format) {
        return transcript(
                new Display(0, 1, Optional.of(format), Levels.NONE, Set.of(Show.TIMES_KEPT)), out);
    }

    private static Itemized item(String path, Kind kind, int flags, String... other) {
        byte[] target = kind == Kind.SYMLINK ? bytes("to") : NONE;
        byte[] name = other.length > 0 ? bytes(other[0]) : NONE;
        return new Itemized(
                1,
                TreePath.of(path),
                new Listed(kind.mode(0644), 5, 0, 1, 2, target, 0, NONE),
                flags,
                name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /// A large file has millions of tokens; a line comes four times a second.
    @Test
    void betweenTwoLinesOfProgressTokensAllocateNothing() {
        Transcript transcript =
                transcript(
                        new Display(0, 1, Optional.empty(), Levels.NONE, Set.of(Show.PROGRESS)),
                        out);
        AllocationMeter meter = new AllocationMeter(1_000);

        transcript.fileBegun(TreePath.of("a"), 1L << 30, 700);
        for (int i = 0; i < 50_000; i++) {
            transcript.literal(1_400L * i, 700);
            transcript.matched(1_400L * i + 700, 700);
            meter.moment();
        }

        assertThat(printed().lines().filter(line -> !line.isEmpty())).hasSize(1);
        assertThat(meter.bytes()).isLessThan(AllocationMeter.THE_MACHINES_OWN);
    }

    @Test
    void aPeersMessagesCannotWriteToTheTerminal() {
        Transcript transcript = itemizing("%n");
        transcript.said("web1", Saying.NOTE, bytes("a\033]0;title\007\nroot# \r\n"));
        transcript.said(
                "web\033[1m", Saying.ERROR, bytes("rsync: \033[2J\"a\\#012\" \u009b failed\n"));

        assertThat(printed()).isEqualTo("a\\#033]0;title\\#007\\#012root# \n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("web\\#033[1m: rsync: \\#033[2J\"a\\#012\" \\#302\\#233 failed\n");
    }

    @Test
    void namesAndTargetsAndFormatsAreEscapedTogether() {
        Transcript transcript = itemizing("\033%n%L");
        transcript.item(item("a\nb", Kind.SYMLINK, ItemFlags.IS_NEW | ItemFlags.LOCAL_CHANGE));

        assertThat(printed()).isEqualTo("\\#033a\\#012b -> to\n");
    }

    @Test
    void everyLetterOfAChange() {
        Transcript transcript = itemizing("%i");
        int all = 0x7ff;
        transcript.item(item("a", Kind.FILE, ItemFlags.TRANSFER | all));
        transcript.item(item("a", Kind.FILE, ItemFlags.REPORT_ACCESS_TIME));
        transcript.item(item("a", Kind.DIRECTORY, ItemFlags.REPORT_CREATION_TIME));
        transcript.item(item("a", Kind.DIRECTORY, ItemFlags.REPORT_ACL | ItemFlags.REPORT_XATTRS));
        transcript.item(item("a", Kind.SYMLINK, ItemFlags.LOCAL_CHANGE | 0xe));
        transcript.item(item("a", Kind.SOCKET, ItemFlags.LOCAL_CHANGE | ItemFlags.IS_NEW));
        transcript.item(item("a", Kind.BLOCK_DEVICE, ItemFlags.LOCAL_CHANGE | 2));

        assertThat(printed().lines())
                .containsExactly(
                        ">fcstpogbax",
                        ".f......u..",
                        ".d......n..",
                        ".d.......ax",
                        "cLc.T......",
                        "cS+++++++++",
                        "cDc........");
    }

    @Test
    void hardLinksNameTheFirst() {
        Transcript transcript = itemizing("%i %n%L");
        int link = ItemFlags.LOCAL_CHANGE | ItemFlags.NAME_FOLLOWS;
        transcript.item(item("b", Kind.FILE, link | ItemFlags.IS_NEW, "a"));
        transcript.item(item("c", Kind.FILE, link | ItemFlags.REPORT_TIME, "a"));
        transcript.item(item("d", Kind.FILE, link, "a"));

        assertThat(printed().lines())
                .containsExactly("hf+++++++++ b => a", "hf..t...... c => a", "hf          d => a");
    }

    @Test
    void aLineThatWaitsForTheContentStandsBehindIt() {
        Transcript transcript = itemizing("%b %c %C %n");
        Itemized item = item("a", Kind.FILE, ItemFlags.TRANSFER);
        transcript.item(item);
        assertThat(printed()).isEmpty();
        transcript.itemSent(item, new Itemized.Sent(43, 16, new byte[] {1, (byte) 0xab}));

        assertThat(printed()).isEqualTo("43 16 01ab a\n");
    }

    /// As rsync 3.5 has it; 3.2.7 prints both.
    @Test
    void twoPercentSignsStandForOne() {
        itemizing("%o 100%% %n").deleted(TreePath.of("old"));

        assertThat(printed()).isEqualTo("del. 100% old\n");
    }

    @Test
    void deletionsAreToldInTheFormatOnlyWhereItSaysWhatHappens() {
        itemizing("[%n]").deletedDirectory(TreePath.of("old"));
        itemizing("%o %n").deleted(TreePath.of("old"));
        itemizing("%i %n").deletedDirectory(TreePath.of("old"));
        transcript(Display.PLAIN, out).deleted(TreePath.of("old"));

        assertThat(printed().lines())
                .containsExactly("deleting old/", "del. old", "*deleting   old/");
    }

    @Test
    void filesThatChangedMeanwhileAreNamed() {
        Outcome outcome =
                new Outcome(
                        0,
                        0,
                        new Outcome.Traffic(1, 5, 0, 100, 20, 30, 90),
                        List.of(),
                        List.of(),
                        List.of(),
                        Outcome.Statistics.NONE,
                        false,
                        List.of(TreePath.of("a\nb")));
        transcript(new Display(1, 1, Optional.empty(), Levels.NONE, Set.of()), out).end(outcome);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("web1: file has changed since it was listed: a\\#012b\n");
        assertThat(printed().lines())
                .containsExactly(
                        "",
                        "sent 90 bytes  received 30 bytes  240.00 bytes/sec",
                        "total size is 0  speedup is 0.00");
    }

    private static OutputStream closed() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
    }

    @Test
    void whenNobodyReadsAnyMoreTroubleIsStillTold() {
        Display named = new Display(1, 1, Optional.empty(), Levels.NONE, Set.of());
        Transcript transcript = transcript(named, closed());
        transcript.item(item("a", Kind.FILE, ItemFlags.TRANSFER));
        transcript.status(23);

        assertThat(transcript.failure())
                .hasValueSatisfying(e -> assertThat(e).hasMessage("Broken pipe"));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("(code 23)");
    }

    @Test
    void whatIsPrintedGoesOnWhereTroubleCannotBeTold() {
        trouble = closed();
        Display named = new Display(1, 1, Optional.empty(), Levels.NONE, Set.of());
        Transcript transcript = transcript(named, out);
        transcript.status(23);
        transcript.said("web1", Saying.NOTE, bytes("a note"));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a note\n");
        assertThat(transcript.failure()).isEmpty();
    }
}
