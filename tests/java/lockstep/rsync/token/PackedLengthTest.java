package lockstep.rsync.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import lockstep.wire.Broken;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Packed bytes, honest and not. What real senders pack is in `peer.CompressedRelayTest`.
class PackedLengthTest {
    private static final int RAW = 0;
    private static final int REPEATED = 1;

    private static long length(PackedLength of, byte[] packed) throws Broken {
        try (of) {
            of.begin();
            return of.of(packed, packed.length) + of.pause();
        }
    }

    private static void breaks(PackedLength of, Bytes packed, String how) {
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> length(of, packed.bytes()))
                .withMessageContaining(how);
    }

    private static byte[] deflated(byte[] content, int flush) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(content);
        byte[] out = new byte[content.length + 1_000];
        int n = deflater.deflate(out, 0, out.length, flush);
        deflater.end();
        return Arrays.copyOf(out, n);
    }

    private static byte[] flushed(byte[] content) {
        byte[] all = deflated(content, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(all, all.length - 4);
    }

    /// A thousand to one: counted, and thrown away piece by piece.
    @Test
    void bombsAreCounted() throws Exception {
        byte[] packed = flushed(new byte[50_000_000]);

        assertThat(packed).hasSizeLessThan(60_000);
        assertThat(length(new DeflatedLength(), packed)).isEqualTo(50_000_000);
    }

    @Test
    void deflatedBytesThatAreDamaged() {
        breaks(new DeflatedLength(), new Bytes().u8(0x07, 0xff), "damaged");
        byte[] noise = new byte[1_000];
        new Random(1).nextBytes(noise);
        noise[0] = 0x06;
        breaks(new DeflatedLength(), new Bytes().raw(noise), "damaged");
    }

    @Test
    void deflatedBytesAfterTheirEnd() {
        byte[] ended = deflated("abc".getBytes(ISO_8859_1), Deflater.NO_FLUSH);
        assertThat(ended).isEmpty();
        Deflater deflater = new Deflater(6, true);
        deflater.setInput("abc".getBytes(ISO_8859_1));
        deflater.finish();
        byte[] out = new byte[100];
        int n = deflater.deflate(out);
        deflater.end();

        breaks(new DeflatedLength(), new Bytes().raw(Arrays.copyOf(out, n)), "after their end");
    }

    /// The target would go on in the middle of a block, and read there what matched.
    @Test
    void deflatedBytesThatWereNotFlushed() {
        byte[] whole = flushed("a line of text, and another line of text".getBytes(ISO_8859_1));
        Bytes cut = new Bytes().raw(Arrays.copyOf(whole, whole.length / 2));
        breaks(new DeflatedLength(), cut, "");
        Bytes stored = new Bytes().u8(0, 0xff, 0, 0, 0xff).text("a stored block of 255 bytes");
        breaks(new DeflatedLength(), stored, "not flushed");
    }

    @Test
    void lz4BlocksStandAlone() throws Exception {
        Bytes literals = new Bytes().u8(0x50).text("hello");
        Bytes copy = new Bytes().u8(0x32).text("abc").u8(3, 0).u8(0x10).text("x");
        Bytes large = new Bytes().u8(0xff, 5).text("x".repeat(20)).u8(1, 0, 255, 255, 0, 0x00);

        assertThat(length(new Lz4Length(), literals.bytes())).isEqualTo(5);
        assertThat(length(new Lz4Length(), copy.bytes())).isEqualTo(3 + 6 + 1);
        assertThat(length(new Lz4Length(), large.bytes())).isEqualTo(20 + 4 + 15 + 510);
    }

    @Test
    void lz4BlocksThatAreDamaged() {
        breaks(new Lz4Length(), new Bytes().u8(0x50).text("hell"), "cut off");
        breaks(new Lz4Length(), new Bytes().u8(0xf0), "cut off");
        breaks(new Lz4Length(), new Bytes().u8(0xf0, 255, 255), "cut off");
        breaks(new Lz4Length(), new Bytes(), "cut off");
        breaks(new Lz4Length(), new Bytes().u8(0x10).text("x").u8(1), "cut off");
        breaks(new Lz4Length(), new Bytes().u8(0x10).text("x").u8(1, 0), "cut off");
        breaks(new Lz4Length(), new Bytes().u8(0x10).text("x").u8(2, 0, 0), "before itself");
        breaks(new Lz4Length(), new Bytes().u8(0x10).text("x").u8(0, 0, 0), "before itself");
    }

    private static Bytes frame() {
        return new Bytes().i32(0xfd2fb528).u8(0, 0x58);
    }

    private static Bytes block(Bytes after, int form, int size) {
        int bits = size << 3 | form << 1;
        return after.u8(bits, bits >> 8, bits >> 16);
    }

    private static Bytes compressed(Bytes content) {
        return block(frame(), 2, content.bytes().length).raw(content.bytes());
    }

    @Test
    void zstdBlocksRawAndRepeated() throws Exception {
        Bytes bytes = block(frame(), RAW, 5).text("hello");
        block(bytes, REPEATED, 100_000).text("x");
        block(bytes, RAW, 0);

        assertThat(length(new ZstdLength(), bytes.bytes())).isEqualTo(100_005);
    }

    @Test
    void zstdFramesFollowEachOther() throws Exception {
        Bytes bytes = frame().u8(5 << 3 | 1, 0, 0).text("hello");
        bytes.i32(0xfd2fb528).u8(0x24, 3).u8(3 << 3 | 1, 0, 0).text("abc").i32(0x12345678);
        bytes.i32(0xfd2fb528).u8(0xc0, 0x58).raw(new byte[8]);
        block(bytes, REPEATED, 7).text("x");

        assertThat(length(new ZstdLength(), bytes.bytes())).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 16_383})
    void zstdPartsComeInAnyPieces(int piece) throws Exception {
        byte[] bytes = block(block(frame(), RAW, 50_000).raw(new byte[50_000]), 1, 9).u8(0).bytes();
        ZstdLength length = new ZstdLength();
        long all = 0;

        for (int at = 0; at < bytes.length; at += piece) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
            all += length.of(part, part.length);
        }

        assertThat(all + length.pause()).isEqualTo(50_009);
    }

    /// Literals alone, in each form that their number can have.
    @Test
    void zstdLiteralsWithoutSequences() throws Exception {
        assertThat(
                        length(
                                new ZstdLength(),
                                compressed(new Bytes().u8(3 << 3).text("abc").u8(0)).bytes()))
                .isEqualTo(3);
        Bytes twelve = new Bytes().u8(0x05 | 0x30, 0x12).u8(7).u8(0); // repeated, 0x123
        assertThat(length(new ZstdLength(), compressed(twelve).bytes())).isEqualTo(0x123);
        Bytes twenty = new Bytes().u8(0x0d | 0x50, 0x34, 0x12).u8(7).u8(0); // repeated, 0x12345
        assertThat(length(new ZstdLength(), compressed(twenty).bytes())).isEqualTo(0x12345);
        Bytes huffman = new Bytes().u8(0x02 | 0x50, 0x80, 0x00).raw(new byte[2]).u8(0);
        assertThat(length(new ZstdLength(), compressed(huffman).bytes())).isEqualTo(5);
    }

    @Test
    void zstdThatIsDamaged() {
        breaks(new ZstdLength(), new Bytes().i32(0xfd2fb527).u8(0, 0), "no Zstandard frame");
        breaks(new ZstdLength(), new Bytes().i32(0xfd2fb528).u8(1, 0), "a dictionary");
        breaks(new ZstdLength(), new Bytes().i32(0x184d2a50).u8(1, 0), "no Zstandard frame");
        breaks(new ZstdLength(), block(frame(), 3, 1), "form 3");
        breaks(new ZstdLength(), block(frame(), REPEATED, (128 << 10) + 1), "size 131073");
        breaks(new ZstdLength(), block(frame(), 2, 0), "size 0");
        breaks(new ZstdLength(), block(frame(), RAW, 5).text("hell"), "not flushed");
        breaks(new ZstdLength(), frame().u8(0), "not flushed");
        breaks(new ZstdLength(), new Bytes().i32(0xfd2fb528), "not flushed");
    }

    @Test
    void zstdBlocksThatAreDamaged() {
        Bytes none = new Bytes().u8(0); // no literals
        breaks(new ZstdLength(), compressed(none), "cut off");
        breaks(new ZstdLength(), compressed(new Bytes().u8(9 << 3).text("abc").u8(0)), "cut off");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 0, 0)), "longer than it may be");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0x0d, 0xff, 0xff, 7, 0)), "longer");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 1)), "an unknown form");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 0xfc)), "none before");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 0x54, 36)), "the code 36");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 0x54, 0, 32)), "the code 32");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 0x54, 0, 0, 53)), "the code 53");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 0x80, 0x0f)), "code of 20 bits");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 0x80, 0x00)), "code that is");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 0)), "end mark");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 0, 0)), "end mark");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 0, 0x80)), "too few bits");
        breaks(new ZstdLength(), compressed(new Bytes().u8(0, 1, 0, 0, 0, 0, 0, 1)), "left over");
    }

    /// One sequence whose three numbers have one code each: copies 3 + 1 bytes at distance 1.
    @Test
    void zstdSequencesWithOneCodeEach() throws Exception {
        Bytes content = new Bytes().u8(1 << 3).text("x").u8(1, 0x54, 1, 0, 1, 0x01);

        assertThat(length(new ZstdLength(), compressed(content).bytes())).isEqualTo(1 + 4);
    }

    @Test
    void zstdWithCodesOfItsOwn() throws Exception {
        assertThat(length(new ZstdLength(), Zstd.log())).isEqualTo(5_173);
    }

    /// Whatever is in it, a length comes out or a refusal, and nothing else.
    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "LZ4", "ZLIB"})
    void damagedInAnyWay(Compression how) throws Exception {
        byte[] lz4 = new Bytes().u8(0xf1, 2).text("x".repeat(17)).u8(9, 0, 0x20, 'y', 0).bytes();
        byte[] honest =
                switch (how) {
                    case LZ4 -> lz4;
                    case ZSTD -> Zstd.log();
                    default -> flushed(Zstd.LOG.getBytes(ISO_8859_1));
                };
        assertThat(length(counterOf(how), honest)).isPositive();
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(honest, honest.length - random.nextInt(2));
            for (int j = random.nextInt(3); j >= 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(length(counterOf(how), damaged)).isBetween(0L, 1L << 21);
            } catch (Broken _) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 20_000);
    }

    private static PackedLength counterOf(Compression how) {
        return switch (how) {
            case ZSTD -> new ZstdLength();
            case LZ4 -> new Lz4Length();
            default -> new DeflatedLength();
        };
    }
}
