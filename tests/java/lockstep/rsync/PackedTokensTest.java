package lockstep.rsync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import lockstep.tree.Budget;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.Bytes;
import lockstep.wire.WireIn;
import lockstep.wire.WireOut;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens of packed content, written here and read by the program.
class PackedTokensTest {
    private static final SumHead BLOCKS = new SumHead(70_000, 1_000, 2, 700);

    private final List<String> seen = new ArrayList<>();
    private final InFlight flight =
            new InFlight(
                    new FileTable(false, Optional.empty(), new Budget(1 << 30)),
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
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

    /// Reads files one after the other; all of it must come out on the other side.
    private void read(Compression how, Bytes... files) throws IOException {
        try (Tokens tokens = how.tokens()) {
            for (Bytes file : files) {
                WireIn in = file.in();
                WireOut out = new WireOut(passed);
                in.passTo(out, 1 << 16, new Budget(1 << 30));
                flight.begin(TreePath.of("file"), 1 << 30, BLOCKS);
                tokens.pass(in, flight);
                in.forward();
                out.flush();
                assertThat(in.atEnd()).isTrue();
                assertThat(passed.toByteArray()).isEqualTo(file.bytes());
                passed.reset();
            }
        }
    }

    private static byte[] text(int length) {
        return "a line of text, much like others\n"
                .repeat(length / 33 + 1)
                .substring(0, length)
                .getBytes(ISO_8859_1);
    }

    private AbstractStringAssert<?> breaks(Compression how, Bytes file) {
        return assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> read(how, file))
                .extracting(Throwable::getMessage)
                .asString();
    }

    @Test
    void blocksByNumberByDistanceAndInRuns() throws Exception {
        read(
                Compression.ZLIBX,
                new Packed()
                        .block(5)
                        .nextBlock(1)
                        .nextBlock(63)
                        .nextBlocks(0, 2)
                        .nextBlock(1)
                        .blocks(100, 300)
                        .nextBlock(2)
                        .block(3)
                        .block(69_999)
                        .end());

        assertThat(seen)
                .containsExactly(
                        "=0+1000",
                        "=1000+1000",
                        "=2000+1000",
                        "=3000+3000", // 69, 70, 71
                        "=6000+1000", // 72
                        "=7000+301000", // 100 to 400
                        "=308000+1000",
                        "=309000+1000",
                        "=310000+700");
    }

    @Test
    void theLongestRunEndsWithTheShorterLastBlock() throws Exception {
        read(Compression.ZLIB, new Packed().blocks(70_000 - 65_536, 65_535).end());

        assertThat(seen).containsExactly("=0+65535700");
    }

    /// Block numbers by distance begin at 0 in every file.
    @Test
    void eachFileBeginsAnew() throws Exception {
        read(
                Compression.ZLIBX,
                new Packed().block(500).deflated(text(100)).end(),
                new Packed().nextBlock(4).deflated(text(200)).end(),
                new Packed().end(),
                new Packed().deflated(text(300)).nextBlock(0).end());

        assertThat(seen)
                .containsExactly(
                        "=0+1000", "*1000+100", "=0+1000", "*1000+200", "*0+300", "=300+1000");
    }

    /// Text packs well, noise not at all; whole bytes and parts of them lie at the pieces' ends.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16_383, 70_001, 3_000_000})
    void literalsAreAsLongAsTheyWere(int length) throws Exception {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);

        read(
                Compression.ZLIB,
                new Packed()
                        .deflated(text(length))
                        .nextBlock(0)
                        .deflated(noise)
                        .nextBlock(1)
                        .deflated(noise)
                        .nextBlock(1)
                        .deflated(text(length))
                        .end());

        long all = seen.stream().mapToLong(s -> Long.parseLong(s.split("\\+")[1])).sum();
        assertThat(all).isEqualTo(4L * length + 3_000);
        assertThat(flight.literal()).isEqualTo(4L * length);
        assertThat(seen).contains("=" + length + "+1000", "=" + (2 * length + 1_000) + "+1000");
    }

    /// With zlib a copy may reach into what matched, which is not on the wire.
    @Test
    void copiesFromWhatMatchedAreCounted() throws Exception {
        byte[] matched = text(1_000);
        Deflater deflater = new Deflater(9, true);
        deflater.setDictionary(matched);
        deflater.setInput(text(800));
        byte[] out = new byte[1_000];
        int n = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();

        read(
                Compression.ZLIB,
                new Packed()
                        .nextBlock(0)
                        .packed(java.util.Arrays.copyOf(out, n - 4))
                        .nextBlock(1)
                        .end());

        assertThat(n).isLessThan(30);
        assertThat(seen).containsExactly("=0+1000", "*1000+800", "=1800+1000");
    }

    @Test
    void blocksThatThereAreNot() {
        breaks(Compression.ZSTD, new Packed().block(70_000).end()).contains("block 70000");
        breaks(Compression.ZSTD, new Packed().block(-1).end()).contains("block -1");
        breaks(Compression.ZSTD, new Packed().blocks(69_000, 1_000).end()).contains("block 70000");
        breaks(Compression.ZSTD, new Packed().blocks(Integer.MAX_VALUE, 65_535).end())
                .contains("block 2147549182");
        breaks(Compression.ZSTD, new Packed().blocks(Integer.MIN_VALUE, 1).end())
                .contains("block -2147483648");
        breaks(Compression.ZSTD, new Packed().block(69_999).nextBlock(1).end())
                .contains("block 70000");
    }

    /// An old receiver counts a run of 0 down past 0.
    @Test
    void runsOfNoMoreBlocks() {
        breaks(Compression.ZLIBX, new Packed().blocks(1, 0).end()).contains("no more blocks");
        breaks(Compression.ZLIBX, new Packed().nextBlocks(1, 0).end()).contains("no more blocks");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x1f, 0x22, 0x3f})
    void tokensOfNoKind(int flag) {
        breaks(Compression.ZLIBX, new Bytes().u8(flag, 0, 0, 0, 0)).contains("kind " + flag);
    }
}
