package lockstep.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Layers, libraries and bans, held against the compiled program and tests.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassRulesTest {
    private JavaClasses app;
    private JavaClasses tests;

    @BeforeAll
    void read() {
        app = House.app();
        tests = House.tests();
    }

    @Test
    void somethingIsChecked() {
        assertThat(app).hasSizeGreaterThan(20);
        assertThat(tests).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource
    void holds(ClassRule rule) {
        if (rule.where != ClassRule.Where.TESTS) {
            rule.rule.check(app);
        }
        if (rule.where != ClassRule.Where.APP) {
            rule.rule.check(tests);
        }
    }

    @ParameterizedTest
    @EnumSource
    void canFail(ClassRule rule, @TempDir Path directory) {
        JavaClasses offending = House.compiled(directory, rule.samples);
        assertThat(rule.rule.evaluate(offending).hasViolation()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void libraryStaysWhereItBelongs(LibraryRule library) {
        library.rule.check(app);
    }

    @ParameterizedTest
    @EnumSource
    void libraryElsewhereIsFound(LibraryRule library, @TempDir Path directory) {
        JavaClasses offending = House.compiled(directory, List.of(library.sample()));
        assertThat(library.rule.evaluate(offending).hasViolation()).isTrue();
    }
}
