package lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "plain|plain",
                "a,b|\"a,b\"",
                "say \"x\"|\"say \"\"x\"\"\"",
                "=1+1|'=1+1",
                "@SUM(A1)|'@SUM(A1)",
                "-2,3|\"'-2,3\"",
            })
    void whatASpreadsheetWouldComputeIsText(String cell, String quoted) {
        assertThat(Csv.quoted(cell)).isEqualTo(quoted);
    }

    @Test
    void aRowEndsAsRfc4180HasIt() {
        assertThat(Csv.line(List.of("a", "b,c", ""))).isEqualTo("a,\"b,c\",\r\n");
    }
}
