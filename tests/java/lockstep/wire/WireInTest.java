package lockstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireInTest {
    private static final long[] EDGES = {
        0,
        1,
        0x3f,
        0x40,
        0x7f,
        0x80,
        0xff,
        0x100,
        0x3fff,
        0x4000,
        0xffff,
        0x10000,
        0x1fffff,
        0x200000,
        0xffffff,
        0x1000000,
        0xfffffff,
        0x10000000,
        0x7fffffff,
        0x80000000L,
        0xffffffffL
    };

    @Test
    void integersStandLowByteFirst() throws IOException {
        WireIn in = new Bytes().u8(1, 2, 0xff, 1, 2, 3, 0x84).u8(0xff, 0xff).in();

        assertThat(in.unsignedByte()).isEqualTo(1);
        assertThat(in.unsignedShort()).isEqualTo(0xff02);
        assertThat(in.int32()).isEqualTo(0x84030201);
        assertThat(in.unsignedShort()).isEqualTo(0xffff);
    }

    /// Bytes as rsync 3.5.0 writes them.
    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "7f, 127",
        "8080, 128",
        "80ff, 255",
        "bfff, 16383",
        "c00040, 16384",
        "c03412, 4660",
        "dfffff, 2097151",
        "e0000020, 2097152",
        "f000000010, 268435456",
        "f0ffffffff, -1",
        "f000000080, -2147483648"
    })
    void varints(String hex, int value) throws IOException {
        assertThat(new WireIn(stream(hex)).varint()).isEqualTo(value);
    }

    @Test
    void everyVarintComesBack() throws IOException {
        Random random = new Random(1);
        Bytes bytes = new Bytes();
        for (long edge : EDGES) {
            bytes.varint((int) edge);
        }
        for (int i = 0; i < 10_000; i++) {
            bytes.varint(random.nextInt() >>> random.nextInt(32));
        }
        WireIn in = bytes.in();
        for (long edge : EDGES) {
            assertThat(in.varint()).isEqualTo((int) edge);
        }
        Random again = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(in.varint()).isEqualTo(again.nextInt() >>> again.nextInt(32));
        }
        assertThat(in.atEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"f800000000", "fc0000000000", "ff", "fe", "f1ffffffff", "f700000000"})
    void aVarintHasAtMost32Bits(String hex) {
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> new WireIn(stream(hex)).varint())
                .withMessageContaining("varint");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 000000, 0",
        "3, 000500, 5",
        "3, 017cc8, 116860",
        "3, 7fffff, 8388607",
        "3, 80000080, 8388608",
        "4, 65a1b2c3, 1707324065",
        "4, f8ffffffffffffffff, -1",
        "4, f8807e010000000000, 97920",
        "3, fcffffffffffffffff, -1"
    })
    void varlongs(int minimum, String hex, long value) throws IOException {
        assertThat(new WireIn(stream(hex)).varlong(minimum)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void everyVarlongComesBack(int minimum) throws IOException {
        Random random = new Random(2);
        long[] values = random.longs(10_000).map(v -> v >>> (int) (v & 63)).toArray();
        Bytes bytes = new Bytes();
        for (long v : values) {
            bytes.varlong(v, minimum);
        }
        bytes.varlong(Long.MIN_VALUE, minimum).varlong(Long.MAX_VALUE, minimum);
        WireIn in = bytes.in();

        for (long v : values) {
            assertThat(in.varlong(minimum)).isEqualTo(v);
        }
        assertThat(in.varlong(minimum)).isEqualTo(Long.MIN_VALUE);
        assertThat(in.varlong(minimum)).isEqualTo(Long.MAX_VALUE);
        assertThat(in.atEnd()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"4, fc000000000000000000", "4, ff000000000000000000", "3, fd0000000000000000"})
    void aVarlongHasAtMost64Bits(int minimum, String hex) {
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> new WireIn(stream(hex)).varlong(minimum))
                .withMessageContaining("varlong");
    }

    @Test
    void countsHaveALimit() throws IOException {
        assertThat(new Bytes().varint(10).in().count(10, "a thing")).isEqualTo(10);
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> new Bytes().varint(11).in().count(10, "a thing"))
                .withMessage("a thing of 11, over 10");
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> new Bytes().varint(-1).in().count(10, "a thing"))
                .withMessage("a thing of 4294967295, over 10");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255, 256, 1024})
    void stringsOfAnyLength(int length) throws IOException {
        String text = "x".repeat(length);

        byte[] read = new Bytes().vstring(text).in().vstring(1024);

        assertThat(new String(read, StandardCharsets.US_ASCII)).isEqualTo(text);
    }

    @Test
    void aStringHasALimitWhateverItsLengthBytesSay() {
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> new Bytes().vstring("x".repeat(11)).in().vstring(10));
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> new Bytes().u8(0xff, 0xff).in().vstring(10));
    }

    @Test
    void theEndInsideAnItemIsNoValue() {
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> new Bytes().u8(1, 2, 3).in().int32());
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> new Bytes().u8(0xc0, 1).in().varint());
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> new Bytes().u8(5, 1).in().vstring(10));
    }

    private static java.io.InputStream stream(String hex) {
        return new java.io.ByteArrayInputStream(java.util.HexFormat.of().parseHex(hex));
    }
}
