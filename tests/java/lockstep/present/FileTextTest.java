package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import lockstep.present.FileText.Encoding;
import lockstep.present.FileText.Ends;
import org.junit.jupiter.api.Test;

class FileTextTest {
    private static FileText of(String text) {
        return FileText.of(text.getBytes(StandardCharsets.UTF_8), false).orElseThrow();
    }

    @Test
    void whatEndsLinesIsNoPartOfThem() {
        assertThat(of("a\r\nb\r\n"))
                .isEqualTo(
                        new FileText(
                                java.util.List.of("a", "b"),
                                Encoding.ASCII,
                                Ends.CRLF,
                                true,
                                false));
        assertThat(of("a\nb").closed()).isFalse();
        assertThat(of("a\rb\r").ends()).isEqualTo(Ends.CR);
        assertThat(of("a\r\nb\n").ends()).isEqualTo(Ends.MIXED);
        assertThat(of("a").ends()).isEqualTo(Ends.NONE);
        assertThat(of("").lines()).isEmpty();
        assertThat(of("a\n\n").lines()).containsExactly("a", "");
        assertThat(of("a\rb\n").lines()).containsExactly("a\rb");
    }

    @Test
    void encodingsAreToldByTheBytes() {
        assertThat(of("é").encoding()).isEqualTo(Encoding.UTF_8);
        assertThat(of("\ufeffa").encoding()).isEqualTo(Encoding.UTF_8_MARKED);
        assertThat(of("\ufeffa").lines()).containsExactly("a");
        FileText latin =
                FileText.of("é\n".getBytes(StandardCharsets.ISO_8859_1), false).orElseThrow();
        assertThat(latin.encoding()).isEqualTo(Encoding.LATIN_1);
        assertThat(latin.lines()).containsExactly("é");
        byte[] wide = "\ufeffé\nb".getBytes(StandardCharsets.UTF_16LE);
        assertThat(FileText.of(wide, false).orElseThrow().encoding()).isEqualTo(Encoding.UTF_16_LE);
        assertThat(FileText.of(wide, false).orElseThrow().lines()).containsExactly("é", "b");
    }

    @Test
    void aCutThroughACharacterDoesNotMakeItLatin() {
        byte[] bytes = "aé€".getBytes(StandardCharsets.UTF_8);
        for (int length = 3; length <= bytes.length; length++) {
            FileText text = FileText.of(Arrays.copyOf(bytes, length), true).orElseThrow();
            assertThat(text.encoding()).as("%d bytes", length).isEqualTo(Encoding.UTF_8);
            assertThat(text.cut()).isTrue();
        }
    }

    @Test
    void bytesOfZeroAreNoText() {
        assertThat(FileText.of(new byte[] {'a', 0, 'b'}, false)).isEmpty();
    }

    @Test
    void noMoreThanSoManyLinesAreRead() {
        FileText text = of("x\n".repeat(FileText.MAX_LINES + 1));
        assertThat(text.lines()).hasSize(FileText.MAX_LINES);
        assertThat(text.cut()).isTrue();
    }
}
