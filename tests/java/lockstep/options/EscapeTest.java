package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EscapeTest {
    private static String name(Escape escape, byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        escape.name(raw, out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String shown(Escape escape, String text) {
        byte[] out =
                name(escape, text.getBytes(StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.ISO_8859_1);
        return new String(out, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    plain,plain
                    a\tb,a\tb
                    back\\slash,back\\slash
                    back\\#012,back\\#134#012
                    back\\#01x,back\\#01x
                    \033[2J,\\#033[2J
                    \177,\\#177
                    é,é
                    日本,日本
                    \u009b2J,\\#302\\#2332J
                    \u202egpj,\\#342\\#200\\#256gpj
                    \u200b,\\#342\\#200\\#213
                    """)
    void whatIsShownInUtf8(String raw, String shown) {
        assertThat(shown(Escape.UTF_8, raw)).isEqualTo(shown);
    }

    @Test
    void otherCharsetsShowNothingAbove127() {
        assertThat(shown(Escape.ASCII, "é\n")).isEqualTo("\\#303\\#251\\#012");
    }

    @Test
    void eightBitShowsAllButControls() {
        byte[] raw = {
            (byte) 0xe9, 'x', (byte) 0xc2, (byte) 0x9b, (byte) 0x9b, 27, 127, (byte) 0xff
        };

        assertThat(name(Escape.EIGHT_BIT, raw))
                .isEqualTo("\u00e9x\\#302\\#233\\#233\\#033\\#177\u00ff");
    }

    @Test
    void sequencesThatAreCutOffOrTooLongAreEscaped() {
        byte[] raw = {(byte) 0xc3, '/', (byte) 0xe0, (byte) 0x80, (byte) 0xaf, (byte) 0xf0};

        assertThat(name(Escape.UTF_8, raw)).isEqualTo("\\#303/\\#340\\#200\\#257\\#360");
    }

    @Test
    void textsKeepTheEscapesThatTheyCameWith() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Escape.UTF_8.text("open \"a\\#012b\"\033c".getBytes(StandardCharsets.UTF_8), out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("open \"a\\#012b\"\\#033c");
    }

    @ParameterizedTest
    @EnumSource(Escape.class)
    void nothingLetsAControlCharacterThrough(Escape escape) {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] raw = new byte[random.nextInt(12)];
            random.nextBytes(raw);
            String shown = name(escape, raw);

            assertThat(shown.chars().filter(c -> c < ' ' && c != '\t' || c == 127)).isEmpty();
            byte[] bytes = shown.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(new String(bytes, StandardCharsets.UTF_8).chars())
                    .noneMatch(c -> c >= 0x80 && c < 0xa0);
        }
    }
}
