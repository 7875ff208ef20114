package lockstep.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {
    @Test
    void leavesOrdinaryTextAlone() {
        String text = "Häßliche Namen, 日本語, 🙂 and `quotes` $(id) <b>";
        assertThat(Visible.text(text)).isEqualTo(text);
        assertThat(Visible.bytes(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "000a, ␊",
        "001b, ␛",
        "0000, ␀",
        "007f, ␡",
        "0085, \\u{85}",
        "009b, \\u{9b}",
        "200b, \\u{200b}",
        "200f, \\u{200f}",
        "202e, \\u{202e}",
        "2028, \\u{2028}",
        "2066, \\u{2066}",
        "feff, \\u{feff}",
        "00ad, \\u{ad}",
        "00a0, \\u{a0}",
        "3000, \\u{3000}",
        "e000, \\u{e000}",
        "fffe, \\u{fffe}",
        "d800, \\u{d800}",
        "e0041, \\u{e0041}"
    })
    void showsWhatWouldActOnAScreenOrHide(String codePoint, String shown) {
        String text = "a" + Character.toString(HexFormat.fromHexDigits(codePoint)) + "b";
        assertThat(Visible.text(text)).isEqualTo("a" + shown + "b");
    }

    @ParameterizedTest
    @CsvSource({
        "240a, \\u{240a}", "2421, \\u{2421}", "fe0f, \\u{fe0f}", "e0100, \\u{e0100}",
        "3164, \\u{3164}", "115f, \\u{115f}", "2800, \\u{2800}", "34f, \\u{34f}"
    })
    void showsWhatWouldPassForSomethingElseOrForNothing(String codePoint, String shown) {
        String text = "a" + Character.toString(HexFormat.fromHexDigits(codePoint)) + "b";
        assertThat(Visible.text(text)).isEqualTo("a" + shown + "b");
    }

    @ParameterizedTest
    @CsvSource({
        "ff, \\xff", "c0af, \\xc0\\xaf", "e08080, \\xe0\\x80\\x80", "eda080, \\xed\\xa0\\x80",
        "f4908080, \\xf4\\x90\\x80\\x80", "c3, \\xc3", "e282, \\xe2\\x82", "c328, \\xc3(",
        "80, \\x80", "5c7866, \\\\xf", "f8, \\xf8"
    })
    void showsBytesThatAreNotUtf8(String hex, String shown) {
        assertThat(Visible.bytes(HexFormat.of().parseHex(hex))).isEqualTo(shown);
    }

    @Test
    void readsOnlyItsRange() {
        byte[] bytes = "xé\ny".getBytes(StandardCharsets.UTF_8);
        assertThat(Visible.bytes(bytes, 1, 3)).isEqualTo("é␊");
        assertThat(Visible.bytes(bytes, 1, 1)).isEqualTo("\\xc3");
        assertThat(Visible.bytes(bytes, 0, 0)).isEmpty();
    }

    @Test
    void twoNamesNeverLookTheSame() {
        byte[] tempting = {
            '\\', 'x', '0', 'a', 'u', '{', '}', '\n', 1, 127, -30, -112, -118, -61, -87
        };
        Map<String, String> seen = new HashMap<>();
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            byte[] name = new byte[1 + random.nextInt(6)];
            for (int j = 0; j < name.length; j++) {
                name[j] = tempting[random.nextInt(tempting.length)];
            }
            String hex = HexFormat.of().formatHex(name);
            String before = seen.putIfAbsent(Visible.bytes(name), hex);
            assertThat(before == null ? hex : before).isEqualTo(hex);
        }
        assertThat(seen).hasSizeGreaterThan(50_000);
    }

    @Test
    void cutsLongTextAndSaysSo() {
        assertThat(Visible.text("abcdef", 3)).isEqualTo("abc…");
        assertThat(Visible.text("abc", 3)).isEqualTo("abc");
        assertThat(Visible.text("x".repeat(9_000))).hasSize(4_001);
        assertThat(Visible.text("🙂🙂", 1)).isEqualTo("🙂…");
        assertThat(Visible.text("", 0)).isEmpty();
    }

    @Test
    void whatWasShownCanBeReadBack() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            String text = new String(bytes, StandardCharsets.UTF_16BE);
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            assertThat(Visible.original(Visible.bytes(bytes))).hasValue(bytes);
            assertThat(Visible.original(Visible.bytes(utf8))).hasValue(utf8);
        }
    }

    /// Each would be a second text for what is shown in another way.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\",
                "a\\n",
                "\\x4",
                "\\x41",
                "\\xC3",
                "\\xc3\\xa9",
                "\\u{}",
                "\\u{41}",
                "\\u{202E}",
                "\\u{202e",
                "\\u{1fffff}",
                "\\u{fffffffff}",
                "\\u{d800}",
                "\u202e",
                "\u0007",
                "\u2420",
                "\ud800"
            })
    void otherTextsAreNotReadBack(String text) {
        assertThat(Visible.original(text)).isEmpty();
    }
}
