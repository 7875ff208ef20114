package lockstep.rsync.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.Deflater;
import lockstep.tree.Budget;
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
    private final Told told = new Told();
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

    /// Reads files one after the other; all of it must come out on the other side.
    private void read(Compression how, Bytes... files) throws IOException {
        try (Tokens tokens = how.tokens()) {
            for (Bytes file : files) {
                pass(tokens, file, told);
                assertThat(passed.toByteArray()).isEqualTo(file.bytes());
                passed.reset();
            }
        }
    }

    private void pass(Tokens tokens, Bytes file, Told to) throws IOException {
        WireIn in = file.in();
        WireOut out = new WireOut(passed);
        in.passTo(out, 1 << 16, new Budget(1 << 30));
        try {
            tokens.pass(in, to);
            to.end();
            in.forward();
            assertThat(in.atEnd()).isTrue();
        } finally {
            out.flush();
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

        assertThat(told.lines())
                .containsExactly(
                        "=5x1",
                        "=6x1",
                        "=69x1",
                        "=69x3",
                        "=72x1",
                        "=100x301",
                        "=402x1",
                        "=3x1",
                        "=69999x1",
                        ".");
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

        assertThat(told.lines())
                .containsExactly(
                        "=500x1", "*100", ".", "=4x1", "*200", ".", ".", "*300", "=0x1", ".");
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

        String literal = "*" + length;
        assertThat(told.lines())
                .containsExactly(literal, "=0x1", literal, "=1x1", literal, "=2x1", literal, ".");
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
        assertThat(told.lines()).containsExactly("=0x1", "*800", "=1x1", ".");
    }

    /// Which blocks there are is for the sink to know: it is told the numbers that are meant.
    @Test
    void blocksThatThereCannotBe() throws Exception {
        read(
                Compression.ZSTD,
                new Packed()
                        .block(-1)
                        .blocks(Integer.MIN_VALUE, 1)
                        .blocks(Integer.MAX_VALUE - 65_535, 65_535)
                        .nextBlock(1)
                        .end());

        assertThat(told.lines())
                .containsExactly(
                        "=-1x1", "=-2147483648x2", "=2147418112x65536", "=2147483648x1", ".");
    }

    @Test
    void whatIsRefusedGoesNoFurther() {
        byte[] judged = {0x20, 6, 0, 0, 0, (byte) 0x81};

        assertThatExceptionOfType(Broken.class)
                .isThrownBy(
                        () -> {
                            try (Tokens tokens = Compression.ZLIBX.tokens()) {
                                pass(
                                        tokens,
                                        new Bytes().raw(judged).u8(0xc1, 1, 0, 0),
                                        new Told(9));
                            }
                        });
        assertThat(passed.toByteArray()).isEqualTo(judged);
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
