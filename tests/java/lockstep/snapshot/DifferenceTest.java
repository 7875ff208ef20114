package lockstep.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import lockstep.snapshot.Difference.Kind;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DifferenceTest {
    private static byte[] line(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "'*deleting  ', ADDED",
        ">f+++++++++, GONE",
        "cd+++++++++, GONE",
        "hf+++++++++, GONE",
        ">fc........, CONTENT",
        ">fcst......, CONTENT",
        "cLc.T......, CONTENT",
        ".f...p....., ATTRIBUTES",
        ".d..t......, ATTRIBUTES",
        "hf..t......, ATTRIBUTES",
        "cf....og.ax, ATTRIBUTES"
    })
    void rsyncsItemsAreTold(String code, Kind kind) {
        assertThat(Difference.read(line(":" + code + " a b/c")))
                .contains(new Difference(TreePath.of("a b/c"), kind));
    }

    @Test
    void directoriesAndTheRootLoseTheirSlash() {
        assertThat(Difference.read(line(":.d..t...... a/b/")).orElseThrow().path())
                .isEqualTo(TreePath.of("a/b"));
        assertThat(Difference.read(line(":.d..t...... ./")).orElseThrow().path())
                .isEqualTo(TreePath.ROOT);
    }

    @Test
    void escapesAreBytesAndNothingElseIsAnEscape() throws Exception {
        byte[] expected = line("a\nb\u0001\u00ff\\#101\\#9\\#40");

        Difference read =
                Difference.read(line(":>f+++++++++ a\\#012b\\#001\\#377\\#134#101\\#9\\#40"))
                        .orElseThrow();

        assertThat(read.path()).isEqualTo(TreePath.checked(expected, 0, expected.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":>f+++++++++ ",
                ":>f+++++++++x",
                "created directory /srv/x",
                ":>f+++++++++ ../../etc/passwd",
                ":>f+++++++++ /etc/passwd",
                ":>f+++++++++ a\\#000b",
                ":>f+++++++++ a//b"
            })
    void whatIsNoItemOfThisTreeIsLeftOut(String text) {
        assertThat(Difference.read(line(text))).isEmpty();
    }
}
