package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;

class ExactRulesTest {
    private static List<String> text(List<byte[]> rules) {
        return rules.stream().map(r -> new String(r, StandardCharsets.UTF_8)).toList();
    }

    @Test
    void whatIsChosenAndTheDirectoriesAboveIt() {
        assertThat(text(ExactRules.only(Set.of(TreePath.of("a/b/c")))))
                .containsExactly("+ /a/b/c", "+ /a/b/", "+ /a/", "- *");
        assertThat(text(ExactRules.only(Set.of(TreePath.of("b"), TreePath.of("a")))))
                .containsExactlyInAnyOrder("+ /a", "+ /b", "- *")
                .endsWith("- *");
    }

    @Test
    void whatGoesIsHiddenFromOneEndAndRiskedAtTheOther() {
        assertThat(text(ExactRules.without(Set.of(TreePath.of("a/b")))))
                .containsExactly("H /a/b", "R /a/b", "R /a/b/***", "+ /a/", "- *");
    }

    /// A backslash is itself where there is no wildcard.
    @Test
    void oddNamesStandForThemselves() {
        assertThat(text(ExactRules.without(Set.of(TreePath.of("b\\k")))))
                .startsWith("H /b\\k", "R /b\\k", "R /b\\\\k/***");
        assertThat(text(ExactRules.only(Set.of(TreePath.of("[*]\\?")))))
                .startsWith("+ /\\[\\*]\\\\\\?");
    }
}
