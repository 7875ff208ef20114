package lockstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexTest {
    @Test
    void knownForms() throws IOException {
        WireIn in =
                new Bytes()
                        .u8(1, 2, 0, 0xff, 1, 0xff, 99) // 0, 2, DONE, -2, -101
                        .u8(0xfe, 1, 0) // 2 + 256
                        .u8(0xfe, 0x80, 5, 0, 0) // 5
                        .u8(0xff, 0xfe, 0x81, 2, 0, 0) // -(1 << 24 | 2)
                        .in();
        Index index = new Index();

        assertThat(index.read(in)).isZero();
        assertThat(index.read(in)).isEqualTo(2);
        assertThat(index.read(in)).isEqualTo(Index.DONE);
        assertThat(index.read(in)).isEqualTo(Index.LISTS_END);
        assertThat(index.read(in)).isEqualTo(Index.LIST_OFFSET);
        assertThat(index.read(in)).isEqualTo(258);
        assertThat(index.read(in)).isEqualTo(5);
        assertThat(index.read(in)).isEqualTo(-(1 << 24 | 2));
    }

    @Test
    void everySequenceComesBack() throws IOException {
        Random random = new Random(3);
        int[] values = new int[20_000];
        for (int i = 0; i < values.length; i++) {
            int value = random.nextInt() >>> 1 + random.nextInt(30);
            values[i] = random.nextInt(4) == 0 ? -1 - Math.max(1, value) : value;
        }
        Bytes bytes = new Bytes();
        for (int v : values) {
            bytes.index(v);
            if (v % 7 == 0) {
                bytes.index(Index.DONE);
            }
        }
        WireIn in = bytes.in();
        Index index = new Index();

        for (int v : values) {
            assertThat(index.read(in)).isEqualTo(v);
            if (v % 7 == 0) {
                assertThat(index.read(in)).isEqualTo(Index.DONE);
            }
        }
        assertThat(in.atEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x7f00})
    void anIndexThatRunsOverIsRefused(int distance) {
        WireIn in =
                new Bytes().u8(0xfe, 0xff, 0xff, 0xff, 0xff).u8(0xfe, distance >> 8, distance).in();
        Index index = new Index();

        assertThatExceptionOfType(Broken.class)
                .isThrownBy(
                        () -> {
                            assertThat(index.read(in)).isEqualTo(Integer.MAX_VALUE);
                            index.read(in);
                        })
                .withMessageContaining("runs over");
    }
}
