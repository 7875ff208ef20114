package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The expected texts are what rsync 3.5.0 printed for the same numbers.
class FiguresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    200015 | 0 | 200015
                    200015 | 1 | 200,015
                    200015 | 2 | 200.01K
                    200015 | 3 | 195.33K
                    314572800 | 2 | 314.57M
                    4096 | 3 | 4.00K
                    999 | 2 | 999
                    1000 | 3 | 1,000
                    999999 | 2 | 1000.00K
                    -5000 | 2 | -5.00K
                    9223372036854775807 | 2 | 9223.37P
                    """)
    void wholeNumbers(long number, int level, String text) {
        assertThat(Figures.of(number, level)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    99286 | 0 | 99286.00
                    401050 | 1 | 401,050.00
                    99286 | 2 | 99.29K
                    450 | 2 | 450.00
                    """)
    void numbersWithDecimals(double number, int level, String text) {
        assertThat(Figures.of(number, 2, level)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = "6336.7 | 2 | 6,336.70\n6336.7 | 0 | 6336.70")
    void ratiosAreNeverInUnits(double number, int level, String text) {
        assertThat(Figures.ratio(number, 2, level)).isEqualTo(text);
    }
}
