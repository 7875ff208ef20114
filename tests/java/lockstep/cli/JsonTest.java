package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void everyTextComesBackAsItWas() {
        String hostile = "\"\\/\b\u0000\u001b\u007f\u2028é\ud83d\ude00\ud800";
        String text = new Json().object().name(hostile).value(hostile).end().finished();
        assertThat(JsonText.read(text)).isEqualTo(Map.of(hostile, hostile));
        assertThat(text).matches("\\p{ASCII}*");
    }

    @Test
    void nestsEmptyAndFull() {
        Json json = new Json().array().object().end().array().end().value(-7).value(true);
        json.object().name("a").nothing().name("b").array().value("x").value(2).end().end();
        Object read = JsonText.read(json.end().finished());
        assertThat(JsonText.array(read)).hasSize(5).contains(Map.of(), List.of(), -7L, true);
    }

    @Test
    void isWrittenWhileItGrows() {
        StringBuilder to = new StringBuilder();
        Json json = new Json(to).array().value("a");
        assertThat(to.toString()).contains("\"a\"");
        assertThatIllegalStateException().isThrownBy(json::finish);
        json.end().finish();
        assertThat(JsonText.read(to.toString())).isEqualTo(List.of("a"));
    }

    @Test
    void whatWouldNotBeJsonIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> new Json().name("a"));
        assertThatIllegalStateException().isThrownBy(() -> new Json().object().value(1));
        assertThatIllegalStateException().isThrownBy(() -> new Json().object().name("a").end());
        assertThatIllegalStateException().isThrownBy(() -> new Json().array().name("a"));
        assertThatIllegalStateException().isThrownBy(() -> new Json().object().finished());
        assertThatIllegalStateException().isThrownBy(() -> new Json().value(1).value(2));
        assertThatIllegalStateException().isThrownBy(() -> new Json().finished());
    }

    @Test
    void aPathWhoseTextIsNotItsNameComesWithItsBytes() throws Exception {
        byte[] latin = {'a', (byte) 0xe9};
        TreePath odd = TreePath.checked(latin, 0, latin.length);
        String text = new Json().object().path(odd).end().finished();
        assertThat(JsonText.read(text)).isEqualTo(Map.of("path", odd.visible(), "pathHex", "61e9"));
        assertThat(new Json().object().path(TreePath.of("b/\u00e9")).end().finished())
                .contains("\"path\"")
                .doesNotContain("pathHex");
    }
}
