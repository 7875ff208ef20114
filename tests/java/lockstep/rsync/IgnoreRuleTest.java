package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import lockstep.fleet.Rules;
import lockstep.rsync.IgnoreRule.Reach;
import lockstep.tree.Kind;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRuleTest {
    private static Optional<String> rule(String path, Kind kind, Reach reach) {
        TreePath at = path.isEmpty() ? TreePath.ROOT : TreePath.of(path);
        return IgnoreRule.of(at, kind, reach).map(IgnoreRule::text);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b.log, FILE, PATH, - /a/b.log",
        "a/b.log, FILE, NAME, - b.log",
        "a/b.log, FILE, EXTENSION, - *.log",
        "a/b.tar.gz, FILE, EXTENSION, - *.gz",
        "a/x[1].log, FILE, PATH, '- /a/x\\[1].log'",
        "a/x[1].l?g, FILE, EXTENSION, '- *.l\\?g'",
        "a*b\\c, FILE, PATH, '- /a\\*b\\\\c'",
        "a\\c, FILE, PATH, - /a\\c",
        "a\\c, DIRECTORY, CONTENTS, - /a\\\\c/*",
        "cache, DIRECTORY, PATH, - /cache/",
        "x/cache, DIRECTORY, NAME, - cache/",
        "x/cache, DIRECTORY, CONTENTS, - /x/cache/*",
        "'', DIRECTORY, CONTENTS, - /*",
    })
    void aRuleIsWrittenAsRsyncReadsIt(String path, Kind kind, Reach reach, String text) {
        assertThat(rule(path, kind, reach)).contains(text);
    }

    @Test
    void nothingIsOfferedThatIsNotThere() {
        assertThat(rule("Makefile", Kind.FILE, Reach.EXTENSION)).isEmpty();
        assertThat(rule(".bashrc", Kind.FILE, Reach.EXTENSION)).isEmpty();
        assertThat(rule("a.", Kind.FILE, Reach.EXTENSION)).isEmpty();
        assertThat(rule("d.d", Kind.DIRECTORY, Reach.EXTENSION)).isEmpty();
        assertThat(rule("a", Kind.FILE, Reach.CONTENTS)).isEmpty();
        assertThat(rule("", Kind.DIRECTORY, Reach.PATH)).isEmpty();
        assertThat(rule("", Kind.DIRECTORY, Reach.NAME)).isEmpty();
    }

    /// Whatever the name, the rule is one that a cluster file takes, hides that very path, and,
    /// where it is exact, none that is spelled otherwise.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                " front",
                "end ",
                " ",
                "[",
                "]",
                "[!a]",
                "**",
                "a***",
                "\\",
                "a\\",
                "\\*",
                "?",
                "- x",
                "+ x",
                "!",
                "#",
                "\"quoted\"",
                "tab\there",
                "line\nhere",
                "c1\u0085here",
                "sep\u2028here",
                "bidi\u202Ehere",
                "ü[ä]",
                "\uD83D\uDE00*",
            })
    void oddNamesAreHiddenAndTheirNeighboursAreNot(String name) {
        for (Reach reach : List.of(Reach.PATH, Reach.NAME)) {
            for (Kind kind : List.of(Kind.FILE, Kind.DIRECTORY)) {
                IgnoreRule rule =
                        IgnoreRule.of(TreePath.of("d/" + name), kind, reach).orElseThrow();
                assertThat(Rules.problem(rule.text())).as(rule.text()).isEmpty();
                assertThat(hides(rule, "d/" + name, kind)).as(rule.text()).isTrue();
                assertThat(hides(rule, "d/" + name + "x", kind)).as(rule.text()).isFalse();
                assertThat(hides(rule, "d/x" + name, kind)).as(rule.text()).isFalse();
                assertThat(hides(rule, "e/" + name, kind)).isEqualTo(reach == Reach.NAME);
                if (rule.exact() && name.length() == 1) {
                    assertThat(hides(rule, "d/q", kind)).as(rule.text()).isFalse();
                }
            }
        }
    }

    private static boolean hides(IgnoreRule rule, String path, Kind kind) {
        NameRules rules = NameRules.of(List.of(rule.text()));
        return kind == Kind.DIRECTORY
                ? rules.hidesDirectory(TreePath.of(path))
                : rules.hidesFile(TreePath.of(path));
    }

    @Test
    void bytesThatAreNoTextAreHiddenByAMarkForEach() throws MalformedTree {
        byte[] name = "a\u00ff*".getBytes(StandardCharsets.ISO_8859_1);
        TreePath path = TreePath.checked(name, 0, name.length);
        IgnoreRule rule = IgnoreRule.of(path, Kind.FILE, Reach.PATH).orElseThrow();
        assertThat(rule).isEqualTo(new IgnoreRule("- /a?\\*", false));
        assertThat(NameRules.of(List.of(rule.text())).hidesFile(path)).isTrue();
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        NameRules rules = NameRules.of(List.of("+ /keep/x.log", "- *.log", "+ *"));
        assertThat(rules.hidesFile(TreePath.of("keep/x.log"))).isFalse();
        assertThat(rules.hidesFile(TreePath.of("keep/y.log"))).isTrue();
        assertThat(rules.hidesFile(TreePath.of("y.txt"))).isFalse();
        assertThat(rules.hidesDirectory(TreePath.ROOT)).isFalse();
    }
}
