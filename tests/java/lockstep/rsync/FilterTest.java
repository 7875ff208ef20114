package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lockstep.tree.Budget;
import lockstep.wire.Broken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What filter rules are sure to hide. That it is what rsync hides is `peer/FilterPeerTest`.
class FilterTest {
    private static EntryReader entry(String name) {
        EntryReader entry =
                new EntryReader(
                        new EntryReader.Form(Set.of(), true, false, 0),
                        EntryReader.Names.NONE,
                        new Budget(1 << 20));
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, entry.path, 0, bytes.length);
        entry.length = bytes.length;
        return entry;
    }

    /// @param rules with a comma and a blank between them
    /// @param name of a directory where a slash ends it
    private static boolean hides(String rules, String name) {
        List<byte[]> told =
                Arrays.stream(rules.split(", "))
                        .map(rule -> rule.getBytes(StandardCharsets.ISO_8859_1))
                        .toList();
        boolean directory = name.length() > 1 && name.endsWith("/");
        try {
            Filter.of(told).judge(entry(directory ? name.replaceAll("/$", "") : name), directory);
            return false;
        } catch (Broken e) {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- a|a",
                "- a|d/a",
                "- a/|d/a/",
                "- /a|a",
                "- /a/b|a/b",
                "- a/b|d/a/b",
                "- a/*|d/a/x",
                "- *|d/x",
                "- *.c|d/x.c",
                "- a?|ab",
                "- [!a]|b",
                "- **/a|a",
                "- **/a|d/a",
                "- /d/**|d/e/f",
                "- d/**|x/d/e/f",
                "- d**f|x/d/e/f",
                "- /d/***|d/",
                "- /d/***|d/e/f",
                "- d/***|x/d/",
                "- a\\b|a\\b",
                "- \\*|*",
                "-! a|b",
                "-! */|b",
                "-! a/|a",
                "-p a|a",
                "-s a|a",
                "-sr a|a",
                "-_a|a",
                "-,p_a|a",
                "exclude a|a",
                "exclude,p a|a",
                "H a|a",
                "hide a|a",
                "+ *.c, - *|x.d",
                "+ */, - a/b|a/b",
                "- a, !, - b|b",
                "+ b, - a, : .rules|a",
                "P a, - a|a",
                "- a, +x *, - b|b",
                ":- .excludes, - a|a",
                ":C, - a|a",
                ": .rules, clear, - a|a",
                "- [[:digit:]]|7",
                "-! [[:digit:]]|x"
            })
    void isHidden(String rules, String name) {
        assertThat(hides(rules, name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- a|b",
                "- a|aa",
                "- a|a/b",
                "- a/|a",
                "- /a|d/a",
                "- /a/b|d/a/b",
                "- a/b|b",
                "- a/b|xa/b",
                "- a/*|d/a/x/y",
                "- /*|d/x",
                "- a?c|a/c",
                "- a[!b]c|a/c",
                "- /d/**|d/",
                "- /d/***|d",
                "- **/a/b|b",
                "- a\\b*|a\\b",
                "- *\\|x\\",
                "- [a|[a",
                "- [[:nonsense:]a]|a",
                "-! a|a",
                "-! */|d/",
                "+ a, - *|a",
                "+ */, - *|d/",
                "S *.c, - *|x.c",
                "show x, - *|x",
                "- a, !|a",
                "- a, clear|a",
                "P a|a",
                "-r a|a",
                "R a, - a|a",
                "-x a|a",
                "-C|core",
                "-/ a|a",
                "+/ /srv/a, - a|a",
                ": .rules, - a|a",
                ":+ .includes, - a|a",
                "dir-merge,e .rules, - a|a",
                "- a, . rules|a",
                ". rules, - a|a",
                "nonsense, - a|a",
                "-y a|a",
                "-a|a"
            })
    void isNotSurelyHidden(String rules, String name) {
        assertThat(hides(rules, name)).isFalse();
    }

    /// What a letter is beyond ASCII, a node's locale says.
    @ParameterizedTest
    @ValueSource(strings = {"- [[:alpha:]]", "-! [[:alpha:]]", "- [^[:alpha:]]"})
    void aClassOfCharactersBeyondAscii(String rule) {
        assertThat(hides(rule, "\u00e4")).isFalse();
        assertThat(hides("+" + rule.substring(1) + ", - *", "\u00e4")).isFalse();
        assertThat(hides("- [\u00e0-\u00ff]", "\u00e4")).isTrue();
    }

    @Test
    void theRootIsNotHidden() {
        assertThat(hides("- *", ".")).isFalse();
        assertThat(hides("- .", ".")).isFalse();
        assertThat(hides("- *", "..a")).isTrue();
    }

    @Test
    void theNameAndTheRuleAreSaid() {
        Filter filter = Filter.of(List.of("- \033*".getBytes(StandardCharsets.ISO_8859_1)));

        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> filter.judge(entry("d/\033[2Jx"), false))
                .withMessage("\"d/␛[2Jx\", which the rule \"- ␛*\" hides");
    }
}
