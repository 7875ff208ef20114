package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSideTest {
    private static boolean heard(RuleSide side, String rule) {
        byte[] bytes = rule.getBytes(StandardCharsets.UTF_8);
        return side.of(List.of(bytes)).contains(bytes);
    }

    private static String text(byte[] rule) {
        return new String(rule, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "H /a",
                "S_/a",
                "Hp /r",
                "hide /r",
                "show,p /a",
                "-s /r",
                "+s r",
                "-,s /a",
                "exclude,s /r",
                "include,!s_r"
            })
    void theSendersAlone(String rule) {
        assertThat(heard(RuleSide.SENDER, rule)).isTrue();
        assertThat(heard(RuleSide.RECEIVER, rule)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P /a",
                "R_/a",
                "Pp /s",
                "protect /s",
                "risk,p /a",
                "-r /s",
                "+/r s",
                "-,r /a",
                "exclude,r /s",
                "include,!r_s"
            })
    void theReceiversAlone(String rule) {
        assertThat(heard(RuleSide.RECEIVER, rule)).isTrue();
        assertThat(heard(RuleSide.SENDER, rule)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- s",
                "+ r",
                "-_/r s",
                "-sr /a",
                "-rs /a",
                "exclude /s",
                "include r",
                "-,rs /a",
                "!",
                ": .rules",
                ":s .rules",
                "dir-merge,s .rules",
                ". r",
                "-p s/",
                "- a\nH b"
            })
    void everyones(String rule) {
        assertThat(heard(RuleSide.SENDER, rule)).isTrue();
        assertThat(heard(RuleSide.RECEIVER, rule)).isTrue();
    }

    @Test
    void theOrderStays() {
        List<byte[]> rules =
                List.of("- a", "H b", "+ c", "P d", "- e").stream()
                        .map(rule -> rule.getBytes(StandardCharsets.UTF_8))
                        .toList();

        assertThat(RuleSide.SENDER.of(rules).stream().map(RuleSideTest::text))
                .containsExactly("- a", "H b", "+ c", "- e");
        assertThat(RuleSide.RECEIVER.of(rules).stream().map(RuleSideTest::text))
                .containsExactly("- a", "+ c", "P d", "- e");
    }
}
