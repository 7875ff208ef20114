package lockstep.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lockstep.snapshot.About.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AboutTest {
    private static final String SUM = "0123456789abcdef".repeat(4);
    private static final About ABOUT = about("op@desk", "before the Friday release");

    private static About about(String who, String why) {
        return new About(who, Reason.HAND, why, "xxh128", "00ff", SUM, 50_000, 0);
    }

    @Test
    void itsTextIsALineEach() {
        assertThat(ABOUT.text())
                .isEqualTo(
                        """
                        who op@desk
                        reason hand
                        why before the Friday release
                        digest xxh128
                        state 00ff
                        manifest %s
                        entries 50000
                        bytes 0
                        """
                                .formatted(SUM));
        assertThat(About.parse(ABOUT.text())).contains(ABOUT);
    }

    @Test
    void whateverAnOperatorWritesIsOneLineAndIsReadAgain() {
        for (String why : new String[] {"", "two\nlines\u0001\u202e", "a\\b\u2401", "é😀"}) {
            About about = about("o\np@desk", why);

            assertThat(about.text().lines()).hasSize(8);
            assertThat(About.parse(about.text())).contains(about);
        }
        assertThat(about("", "x".repeat(300)).why()).hasSize(200).endsWith("x…");
        assertThat(about("", "x".repeat(200)).why()).hasSize(200).endsWith("xx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reason hand>reason hands",
                "reason hand>reason HAND",
                "who op@desk\n>",
                "who>whose",
                "bytes 0\n>bytes 0",
                "bytes 0\n>bytes 0\nmore 1\n",
                "bytes 0>bytes -1",
                "bytes 0>bytes 00",
                "entries 50000>entries 99999999999999999999",
                "state 00ff>state 00fg",
                "state 00ff>state ",
                "digest xxh128>digest ../x",
                "manifest 0>manifest ",
                "why before>why \u001b[1mbefore",
                "who op@desk>who op@desk\r"
            })
    void anythingElseIsNotUnderstood(String change) {
        String[] parts = change.split(">", -1);
        String text = ABOUT.text().replace(parts[0], parts[1]);

        assertThat(text).isNotEqualTo(ABOUT.text());
        assertThat(About.parse(text)).isEmpty();
    }

    @Test
    void whatIsNoDigestIsRefused() {
        assertThatThrownBy(() -> new About("", Reason.RUN, "", "md5", "00", "", 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
