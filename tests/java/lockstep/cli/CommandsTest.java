package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Commands commands =
            new Commands("lockstep 1", new PrintWriter(out, true), new PrintWriter(err, true));

    @Test
    void helpListsCommandsAndExitCodes() {
        int code = commands.add(new Ends(() -> ExitCode.DONE)).run(List.of("--help"));
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("Usage: lockstep", "ends", "1   the nodes differ", "5   it could not");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void versionIsOneLine() {
        assertThat(commands.run(List.of("--version"))).isZero();
        assertThat(out.toString().lines()).containsExactly("lockstep 1");
    }

    @Test
    void unknownArgumentsAreUsageErrors() {
        assertThat(commands.run(List.of("--no-such"))).isEqualTo(4);
        assertThat(err.toString()).contains("--no-such", "Try: lockstep --help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void nearMissesAreSuggested() {
        assertThat(commands.add(new Ends(() -> ExitCode.DONE)).run(List.of("endz"))).isEqualTo(4);
        assertThat(err.toString()).contains("ends");
    }

    @Test
    void withoutArgumentsThereIsNothingToDoUnlessToldWhat() {
        assertThat(commands.run(List.of())).isEqualTo(4);
        assertThat(commands.whenBare(() -> ExitCode.DRIFT).run(List.of())).isEqualTo(1);
    }

    @Test
    void commandsEndWithTheirOwnCode() {
        commands.add(new Ends(() -> ExitCode.PARTIAL));
        assertThat(commands.run(List.of("ends"))).isEqualTo(2);
    }

    @Test
    void faultsAreToldInTheirOwnWords() {
        Fault fault = new Fault.GuardTripped("web1", "The source is empty.", "Mount it.");
        commands.add(new Ends(() -> fail(fault)));
        assertThat(commands.run(List.of("ends"))).isEqualTo(3);
        assertThat(err.toString().strip()).isEqualTo("web1: The source is empty. Mount it.");
    }

    @Test
    void whatIsProposedCanBeTypedAsItStands() {
        Fault fault =
                new Fault.GuardTripped(
                        "web1", "A run waits.", "Finish it: lockstep resume FILE run-1.");
        commands.add(new Reads(() -> fail(fault)));
        assertThat(commands.run(List.of("reads", "my shop.toml"))).isEqualTo(3);
        assertThat(err.toString().strip())
                .isEqualTo("web1: A run waits. Finish it: lockstep resume 'my shop.toml' run-1.");
    }

    @Test
    void aFileThatIsNoPartOfACommandIsLeft() {
        Fault fault = new Fault.GuardTripped("web1", "FILE is empty.", "Look at FILE.");
        commands.add(new Reads(() -> fail(fault)));
        commands.run(List.of("reads", "shop.toml"));
        assertThat(err.toString().strip()).isEqualTo("web1: FILE is empty. Look at FILE.");
    }

    @Test
    void defectsAreCalledDefects() {
        commands.add(
                new Ends(
                        () -> {
                            throw new IllegalStateException("row 7");
                        }));
        assertThat(commands.run(List.of("ends"))).isEqualTo(5);
        assertThat(err.toString()).contains("defect in Lockstep", "row 7");
    }

    private static ExitCode fail(Fault fault) throws FaultException {
        throw new FaultException(fault);
    }

    @Command(name = "reads", description = "Ends as it is told.")
    private static final class Reads implements Callable<ExitCode> {
        private final Callable<ExitCode> how;

        @Parameters(paramLabel = "FILE")
        private String file = "";

        Reads(Callable<ExitCode> how) {
            this.how = how;
        }

        @Override
        public ExitCode call() throws Exception {
            assertThat(file).isNotEmpty();
            return how.call();
        }
    }

    @Command(name = "ends", description = "Ends as it is told.")
    private record Ends(Callable<ExitCode> how) implements Callable<ExitCode> {
        @Override
        public ExitCode call() throws Exception {
            return how.call();
        }
    }
}
