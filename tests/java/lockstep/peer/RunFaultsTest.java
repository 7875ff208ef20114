package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lockstep.state.Course;
import lockstep.state.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The console is killed at every step of a rolling run over real OpenSSH nodes behind a real
/// HAProxy under load. No request is lost, no node is silently out or different, and the next
/// console finishes or undoes what was left.
@Tag("long")
@Timeout(180)
class RunFaultsTest {
    @TempDir static Path directory;
    private static RunRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new RunRig(directory);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    static Stream<Arguments> kills() {
        return Course.ROLLING.steps().stream()
                .filter(step -> step != Step.SETTLE)
                .flatMap(
                        step ->
                                Stream.of("before ", "after ")
                                        .flatMap(
                                                when ->
                                                        Stream.of(
                                                                Arguments.of(
                                                                        when + step.words(),
                                                                        "web2",
                                                                        "--finish"),
                                                                Arguments.of(
                                                                        when + step.words(),
                                                                        "web3",
                                                                        "--undo"))));
    }

    @ParameterizedTest(name = "{0} of {1}, then {2}")
    @MethodSource("kills")
    void theConsoleIsKilled(String moment, String node, String then) throws Exception {
        rig.reset(rig.hook(moment, node, "kill"));
        String before = rig.state("web2");
        long answered = rig.load.answered();
        try (ConsoleProcess console = rig.sync()) {
            assertThat(console.await()).as(console.output()).isEqualTo(137);
        }
        nothingIsSilent();
        try (ConsoleProcess next = rig.sync()) {
            assertThat(next.await()).as(next.output()).isEqualTo(3);
            assertThat(next.output()).contains("was not finished");
        }
        try (ConsoleProcess resume = rig.console("resume", rig.file().toString(), then)) {
            assertThat(resume.await()).as(resume.output()).isZero();
        }
        for (String other : List.of("web2", "web3")) {
            assertThat(rig.state(other))
                    .as(other)
                    .isEqualTo(then.equals("--finish") ? rig.state("web1") : before);
        }
        end();
        assertThat(rig.load.answered()).isGreaterThan(answered);
    }

    /// A console that comes new knows of every node that is out that it is, and why.
    private void nothingIsSilent() throws Exception {
        try (ConsoleProcess list = rig.console("pool", "list", rig.file().toString())) {
            assertThat(list.await()).as(list.output()).isIn(0, 1);
            if (!rig.allAreUp()) {
                assertThat(list.output()).contains("for a run that did not end");
            }
        }
    }

    private void end() throws Exception {
        RunRig.until(rig::allAreUp);
        assertThat(rig.load.failed()).isEmpty();
        try (ConsoleProcess verify = rig.console("history", "verify", rig.file().toString())) {
            assertThat(verify.await()).as(verify.output()).isZero();
        }
    }
}
