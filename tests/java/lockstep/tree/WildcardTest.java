package lockstep.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WildcardTest {
    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean matches(String pattern, String name) {
        byte[] framed = bytes("(" + name + ")");
        return new Wildcard(pattern).matches(framed, 1, framed.length - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "*, .x, true",
        "*, a/b, false",
        "**, a/b, true",
        "a*c, abc, true",
        "a*c, ac, true",
        "a*c, acb, false",
        "a*c, acbc, true",
        "a*b*c, abxbc, true",
        "a*/b*c, a/x/bc, false",
        "**/b*c, a/bd/bxc, true",
        "a**/c, a/b/c, true",
        "a**/c, a/c, true",
        "a**/c, ac, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "a?c, a/c, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[!a]x, /x, false",
        "[^a]x, bx, true",
        "[]x]y, ]y, true",
        "[]-a]y, ^y, true",
        "[a-]y, -y, true",
        "[-a]y, -y, true",
        "[a-c-e]y, dy, false",
        "[c-a]y, cy, true",
        "[c-a]y, by, false",
        "[a\\-c]y, by, false",
        "[\\]]y, ]y, true",
        "[a-\\c]y, by, true",
        "[a, [a, false",
        "[a\\, a, false",
        "\\*, *, true",
        "\\*, x, false",
        "[[:digit:]x]y, 5y, true",
        "[[:digit:]]y, ay, false",
        "[[:digit:]-z]y, -y, true",
        "[[:]y, :y, true",
        "[[:x]y, [y, true",
        "[[:digit]y, gy, true",
        "[[:none:]x]y, xy, false",
        "[![:upper:][:space:]]y, ay, true",
        "[![:upper:][:space:]]y, Ay, false",
        "a**b, axxb, true",
        "a\\, 'a\\', true"
    })
    void isWhatRsyncTakesItFor(String pattern, String name, boolean matches) {
        assertThat(matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void orAllBehindASlash() {
        byte[] text = bytes("a/bc/d");
        assertThat(new Wildcard("bc**").matchesFromAnySlash(text, 0, 6)).isTrue();
        assertThat(new Wildcard("c**").matchesFromAnySlash(text, 0, 6)).isFalse();
        assertThat(new Wildcard("?/d**").matchesFromAnySlash(text, 0, 6)).isFalse();
        assertThat(new Wildcard("??/d").matchesFromAnySlash(text, 0, 6)).isTrue();
    }

    /// A regular expression says the same in another way.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isTheRegularExpression(long seed) {
        Random random = new Random(seed);
        String[] pieces = {"a", "b", "/", "?", "*", "**", "[ab]", "[!a]"};
        String[] regex = {"a", "b", "/", "[^/]", "[^/]*", ".*", "[ab]", "[^a/]"};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder pattern = new StringBuilder();
            StringBuilder same = new StringBuilder();
            for (int n = random.nextInt(7); n > 0; n--) {
                int piece = random.nextInt(pieces.length);
                boolean stars = piece == 4 || piece == 5;
                if (!stars || !pattern.toString().endsWith("*")) {
                    pattern.append(pieces[piece]);
                    same.append(regex[piece]);
                }
            }
            String name = name(random);
            boolean whole = Pattern.matches(same.toString(), name);
            boolean any = Pattern.matches("(?:.*/)?(?:" + same + ")", name);
            byte[] text = bytes(name);
            Wildcard wildcard = new Wildcard(pattern.toString());
            assertThat(wildcard.matches(text, 0, text.length))
                    .as("%s %s", pattern, name)
                    .isEqualTo(whole);
            if (!name.endsWith("/")) {
                assertThat(wildcard.matchesFromAnySlash(text, 0, text.length))
                        .as("%s %s", pattern, name)
                        .isEqualTo(any);
            }
        }
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int n = random.nextInt(9); n > 0; n--) {
            name.append("aab/".charAt(random.nextInt(4)));
        }
        return name.toString();
    }

    /// Names that are made to be slow: 4,096 bytes, tried again at each of them.
    @Test
    void hostileNamesAreNotSlow() {
        String part = "a".repeat(255) + "/";
        byte[] text = bytes(part.repeat(16));
        Wildcard wildcard = new Wildcard("**a*a*a*a*a*a*a*a*a*a*a*b");
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> {
                    for (int i = 0; i < 20; i++) {
                        assertThat(wildcard.matches(text, 0, text.length)).isFalse();
                        assertThat(wildcard.matchesFromAnySlash(text, 0, text.length)).isFalse();
                    }
                });
    }
}
