package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import lockstep.state.Course;
import lockstep.state.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The console is killed at every step of a rolling run over real OpenSSH nodes behind a real
/// HAProxy under load. No request is lost, no node is silently out or different, and the next
/// console finishes or undoes what was left.
class RunFaultsTest extends FaultSuite {
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
        run.reset(rig.hook(moment, node, "kill"));
        run.ends(137);
        assertThat(rig.told(3, "sync", rig.file().toString(), "--yes", "--delete"))
                .contains("was not finished");
        if (then.equals("--finish")) {
            run.finish();
        } else {
            run.undo();
        }
    }
}
