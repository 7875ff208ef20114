package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import lockstep.wire.Broken;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumHeadTest {
    private static SumHead read(int count, int length, int sum, int remainder) throws IOException {
        return SumHead.read(
                new Bytes().i32(count).i32(length).i32(sum).i32(remainder).in(), Digest.XXH64);
    }

    @Test
    void blocksAreAsLongAsTheHeadSays() throws IOException {
        SumHead head = read(3, 700, 2, 100);

        assertThat(head.lengthOf(0)).isEqualTo(700);
        assertThat(head.lengthOf(1)).isEqualTo(700);
        assertThat(head.lengthOf(2)).isEqualTo(100);
        assertThat(head.sumBytes()).isEqualTo(18);
        assertThat(read(3, 700, 2, 0).lengthOf(2)).isEqualTo(700);
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> head.lengthOf(3));
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> head.lengthOf(-1));
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> SumHead.NONE.lengthOf(0));
    }

    @Test
    void theLargestIsCountedInLongs() throws IOException {
        assertThat(read((1 << 28) - 1, 1 << 17, 8, 1 << 17).sumBytes())
                .isEqualTo(12L * ((1 << 28) - 1));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 700, 2, 0",
        "268435456, 700, 2, 0",
        "1, 0, 2, 0",
        "1, -700, 2, 0",
        "1, 131073, 2, 0",
        "1, 700, -1, 0",
        "1, 700, 9, 0",
        "1, 700, 2, -1",
        "1, 700, 2, 701",
        "-2147483648, -2147483648, -2147483648, -2147483648"
    })
    void impossibleForms(int count, int length, int sum, int remainder) {
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> read(count, length, sum, remainder))
                .withMessageContaining("impossible form");
    }
}
