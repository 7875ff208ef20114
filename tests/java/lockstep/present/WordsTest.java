package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9949, 9.9 kB",
        "9950, 10 kB",
        "84211, 84 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "1240000000, 1.2 GB",
        "9223372036854775807, 9.2 EB"
    })
    void sizesAreShort(long bytes, String words) {
        assertThat(Words.bytes(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "0, now",
        "12, 12 s ago",
        "119, 119 s ago",
        "120, 2 min ago",
        "7200, 2 h ago",
        "259200, 3 d ago",
        "63072000, 2 y ago",
        "-3600, in the future"
    })
    void agesAreShort(long seconds, String words) {
        assertThat(Words.ago(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @Test
    void modesAreShownAsLsDoes() {
        assertThat(Facts.mode(0100644)).isEqualTo("0644 rw-r--r--");
        assertThat(Facts.mode(0104755)).isEqualTo("4755 rwsr-xr-x");
        assertThat(Facts.mode(0102640)).isEqualTo("2640 rw-r-S---");
        assertThat(Facts.mode(041777)).isEqualTo("1777 rwxrwxrwt");
    }
}
