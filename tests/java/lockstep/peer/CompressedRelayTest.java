package lockstep.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.rsync.End;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Rsync;
import lockstep.rsync.Script;
import lockstep.rsync.Trait;
import lockstep.rsync.token.Compression;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// rsync's own compression through a relay: the target is the same, and so is what is told of
/// every file, as without it.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CompressedRelayTest {
    private static final int HUGE = 3_000_000;

    @TempDir static Path trees;
    private static Path source;
    private static Path basis;
    private static Map<String, String> plain = Map.of();

    @TempDir Path directory;
    private Path target;

    /// Files that differ in the ways that tokens can tell.
    @BeforeAll
    static void trees() throws Exception {
        source = Files.createDirectory(trees.resolve("source"));
        basis = Files.createDirectory(trees.resolve("basis"));
        byte[] noise = noise(2_000_000);
        byte[] text = text(200_000);
        pair("a-long-run", text(HUGE), joined("a new head".getBytes(UTF_8), text(HUGE)));
        pair("halves", noise, joined(part(noise, 1_000_000, 2_000_000), part(noise, 0, 1_000_000)));
        pair("shuffled", noise, shuffled(noise, 40_000));
        pair("spots", noise, spotted(noise, 24_000));
        pair("zeros", new byte[1_500_000], joined(new byte[2_000_000], text(1), new byte[500_000]));
        pair("emptied", text, new byte[0]);
        pair("shortened", noise, part(noise, 0, 1_234_567));
        pair("grown", text, joined(text, text(HUGE)));
        Files.write(source.resolve("new-empty"), new byte[0]);
        Files.write(source.resolve("new-huge"), text(HUGE));
        Files.write(source.resolve("new-noise"), noise(HUGE));
        for (int i = 0; i < 300; i++) {
            Files.write(source.resolve("small-" + i), text(i * 31));
        }
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /// Lines that are like each other and all different.
    private static byte[] text(int length) {
        StringBuilder lines = new StringBuilder();
        Random random = new Random(5);
        while (lines.length() < length) {
            lines.append("GET /shop/item/").append(random.nextInt(100_000)).append(" 200 OK\n");
        }
        return lines.substring(0, length).getBytes(UTF_8);
    }

    private static byte[] part(byte[] of, int from, int to) {
        return Arrays.copyOfRange(of, from, to);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] shuffled(byte[] of, int piece) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < of.length; at += piece) {
            pieces.add(part(of, at, at + piece));
        }
        Collections.shuffle(pieces, new Random(3));
        return joined(pieces.toArray(byte[][]::new));
    }

    private static byte[] spotted(byte[] of, int distance) {
        byte[] spotted = of.clone();
        for (int at = 0; at < of.length; at += distance) {
            spotted[at] ^= 1;
        }
        return spotted;
    }

    private static void pair(String name, byte[] old, byte[] now) throws IOException {
        Files.write(basis.resolve(name), old);
        Files.write(source.resolve(name), now);
    }

    @BeforeEach
    void copyOfTheBasis() throws Exception {
        target = directory.resolve("target");
        Shell.run(directory, "cp -r '" + basis + "' target");
    }

    private Script script(Host from, Host to, int protocol, Optional<Compression> how) {
        Set<Trait> traits = EnumSet.of(Trait.OWNERS, Trait.GROUPS, Trait.LINKS, Trait.DIGESTS);
        traits.addAll(Set.of(Trait.DEVICES, Trait.SPECIALS, Trait.ONE_TREE));
        String letters = "-logDtprc";
        if (how.filter(c -> c == Compression.NONE).isEmpty()) {
            traits.add(Trait.COMPRESSED);
            letters += "z";
        }
        return new Script(
                new End(
                        from,
                        List.of("rsync"),
                        List.of(letters),
                        List.of(source + "/"),
                        Optional.empty()),
                new End(
                        to,
                        List.of("rsync"),
                        List.of(letters, "--log-format=%i"),
                        List.of(target + "/"),
                        Optional.empty()),
                new Script.Manner(
                        traits,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new Script.Limits(protocol, Duration.ofMinutes(1)),
                        how));
    }

    private Script script(int protocol, Compression how) {
        return script(new LocalHost("from"), new LocalHost("to"), protocol, Optional.of(how));
    }

    private static Outcome relay(Script script, RelayEvents events) throws Exception {
        return Rsync.relay(script, events, new Cancel());
    }

    /// What is told without compression, made once.
    private Map<String, String> plainPicture() throws Exception {
        if (plain.isEmpty()) {
            BlockPicture picture = new BlockPicture();
            relay(script(31, Compression.NONE), picture);
            plain = picture.files();
            Shell.run(directory, "rm -r target && cp -r '" + basis + "' target");
        }
        return plain;
    }

    private Outcome isAsWithout(Script script) throws Exception {
        Map<String, String> expected = plainPicture();
        BlockPicture picture = new BlockPicture();

        Outcome outcome = relay(script, picture);

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.complete()).isTrue();
        assertThat(picture.files()).isEqualTo(expected);
        assertThat(Shell.picture(target)).isEqualTo(Shell.picture(source));
        return outcome;
    }

    @ParameterizedTest
    @CsvSource({
        "ZSTD, 31",
        "ZSTD, 30",
        "LZ4, 31",
        "LZ4, 30",
        "ZLIBX, 31",
        "ZLIBX, 30",
        "ZLIB, 31",
        "ZLIB, 30"
    })
    void thePictureIsTheSame(Compression how, int protocol) throws Exception {
        Outcome outcome = isAsWithout(script(protocol, how));

        Outcome.Traffic traffic = outcome.traffic();
        assertThat(traffic.files()).isEqualTo(311);
        assertThat(traffic.fromSource()).isLessThan(traffic.literal() * 7 / 10);
        assertThat(plainPicture())
                .containsEntry("new-huge", "*" + HUGE)
                .containsEntry("emptied", "")
                .hasEntrySatisfying("a-long-run", s -> assertThat(s).matches("\\*\\d+ =3000010"))
                .hasEntrySatisfying("spots", s -> assertThat(s.split(" ")).hasSizeGreaterThan(160));
    }

    @Test
    void theBestThatBothKnowIsTaken() throws Exception {
        Host here = new LocalHost("here");

        Outcome outcome = isAsWithout(script(here, here, 31, Optional.empty()));

        assertThat(outcome.traffic().fromSource()).isLessThan(outcome.traffic().literal() * 7 / 10);
    }

    /// Before 3.2 nothing is negotiated: `-z` is zlib.
    @ParameterizedTest
    @ValueSource(ints = {30, 31})
    void withoutNamesItIsZlib(int protocol) throws Exception {
        Host here = OldRsync.without("here", "v");

        isAsWithout(script(here, here, protocol, Optional.empty()));
    }

    @Test
    void aCompressionThatAnEndDoesNotKnowIsRefused() {
        Host old = OldRsync.without("old", "v");
        Script script = script(old, old, 31, Optional.of(Compression.ZSTD));

        assertThat(Ways.fault(() -> relay(script, new BlockPicture())).what())
                .contains("no compression that every side knows", "asked for was zstd");
    }

    /// The sender sends a file as long as it is when its turn comes.
    @ParameterizedTest
    @CsvSource({"NONE", "ZSTD", "ZLIB"})
    void aFileMayBeLongerThanListed(Compression how) throws Exception {
        Path log = source.resolve("new-huge");
        BlockPicture picture =
                new BlockPicture() {
                    private boolean grown;

                    @Override
                    public void listed(long entries, long bytes) {
                        if (!grown) {
                            grown = true;
                            Shell.run(source, "head -c 1000000 /dev/zero >> new-huge");
                        }
                    }
                };
        try {
            Outcome outcome = relay(script(31, how), picture);

            assertThat(outcome.sourceStatus() + outcome.targetStatus()).isZero();
            assertThat(outcome.changedMeanwhile()).containsExactly(TreePath.of("new-huge"));
            assertThat(picture.files()).containsEntry("new-huge", "*4000000");
            assertThat(Files.mismatch(log, target.resolve("new-huge"))).isEqualTo(-1);
        } finally {
            Files.write(log, text(HUGE));
        }
    }
}
