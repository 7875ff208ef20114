package lockstep.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sizes, parameters and contracts, held against the sources as javac reads them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceRulesTest {
    private List<Source> app;
    private List<Source> tests;

    @BeforeAll
    void read() {
        app = House.sources("app/java");
        tests = House.sources("tests/java");
    }

    @Test
    void somethingIsChecked() {
        assertThat(app).hasSizeGreaterThan(20);
        assertThat(tests).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource
    void holds(SourceRule rule) {
        List<Source> sources = new ArrayList<>(app);
        if (rule.where == SourceRule.Where.EVERYWHERE) {
            sources.addAll(tests);
        }
        assertThat(sources.stream().flatMap(s -> rule.violations.apply(s).stream())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void canFail(SourceRule rule) {
        assertThat(rule.violations.apply(parsed(rule.sample))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record Wide(int a, int b, int c, int d, int e, boolean f) { Wide {} }",
                "class Ranges { int a(byte[] a, int from, int to, byte[] b, int f, int t) { return 0; } }",
                "class Sets { public void setOpen(boolean open) {} }",
                "class Overrides extends Sets { @Override public void a(int b, boolean c) {} }",
                "class Hidden { public void a(String b, boolean c) {} public record R() {} }",
                "class Asks { private void a(String b, boolean c) {} }",
            })
    void whatIsAllowed(String type) {
        Source source = parsed("package lockstep.run;\n" + type + "\n");
        assertThat(SourceChecks.parameters(source)).isEmpty();
        assertThat(SourceChecks.booleanParameters(source)).isEmpty();
        assertThat(SourceChecks.contracts(source)).isEmpty();
    }

    private static Source parsed(String text) {
        return Source.parse(List.of(SourceText.sample(text))).getFirst();
    }
}
