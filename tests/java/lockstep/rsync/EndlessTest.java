package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.wire.Bytes;
import lockstep.wire.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Peers that never come to an end get no further than their share of the memory, and are not
/// called liars for it.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EndlessTest {
    private static final int SMALL = 4 << 20;

    @ParameterizedTest
    @EnumSource
    void endsInItsOwnFault(Endless each) {
        Fault fault = each.in(SMALL);

        assertThat(fault).as(fault.message()).isInstanceOf(Fault.ListTooLarge.class);
        Fault.ListTooLarge tooLarge = (Fault.ListTooLarge) fault;
        boolean byTarget = each == Endless.DELETIONS;
        assertThat(tooLarge.where()).isEqualTo(byTarget ? "web2" : "web1");
        assertThat(tooLarge.list()).isEqualTo(byTarget ? "list of changes" : "file list");
        assertThat(tooLarge.entries()).isPositive();
        assertThat(tooLarge.heap()).isEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(tooLarge.remedy()).contains("LOCKSTEP_JAVA_OPTIONS=-Xmx");
    }

    /// As often as a target may tell of each entry, in a preview that keeps all of it.
    @Test
    void changesOfAPreview() {
        Entries list = Entries.rooted();
        int files = 5_000;
        for (int i = 0; i < files; i++) {
            list.file("n".repeat(240) + i, 1);
        }
        Bytes changes = new Bytes();
        for (int i = 0; i < 4 * files; i++) {
            int index = 1 + i % files;
            changes.u8(0xfe, 0x80, index, index >> 8, 0).u16(ItemFlags.REPORT_TIME);
        }

        Fault fault =
                new Duet(list.endWhole())
                        .asking(r -> r.with(Request.Effect.PREVIEW).within(SMALL))
                        .target(stage -> stage.say(changes))
                        .fault();

        assertThat(fault.where()).isEqualTo("web2");
        assertThat(fault).isInstanceOf(Fault.ListTooLarge.class);
    }

    /// They are worth a remark, and no end of the relay.
    @Test
    void complaintsBeyondTheShareAreLeftOut() throws Exception {
        byte[] text = ("rsync: " + "\u00e9".repeat(3_900)).getBytes(StandardCharsets.UTF_8);
        Outcome outcome =
                new Duet(Entries.rooted().file("a", 1).endWhole())
                        .asking(r -> r.within(SMALL))
                        .source(
                                stage -> {
                                    for (int i = 0; i < 2_000; i++) {
                                        stage.out.message(Tag.ERROR, text);
                                    }
                                    stage.leave();
                                })
                        .target(Stage::thank)
                        .play();

        assertThat(outcome.problems()).hasSizeBetween(400, 600);
    }

    /// All of them in a process of its own, in the shares that the program itself gives: it ends at
    /// once where any thread finds the heap full.
    @Test
    void aSmallHeapIsNeverFull(@TempDir Path directory) throws Exception {
        Path out = directory.resolve("out");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseG1GC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Endless.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> said = Files.readAllLines(out);
        assertThat(process.exitValue()).as("%s", said).isZero();
        Stream<String> names = Stream.of(Endless.values()).map(Endless::name);
        Stream<String> atOnce = IntStream.range(0, 3).mapToObj(_ -> "AT_ONCE");
        assertThat(said)
                .allMatch(line -> line.contains("is larger than the memory"))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactlyElementsOf(Stream.concat(names, atOnce).toList());
    }
}
