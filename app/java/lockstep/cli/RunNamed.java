package lockstep.cli;

import java.nio.file.Path;
import java.util.Objects;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.run.Operations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The cluster file and the run that a command is about.
final class RunNamed {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The cluster file.")
    private @Nullable Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RUN",
            description = "The run's name, as lockstep history lists it.")
    private @Nullable String run;

    /// @throws CommandLine.ParameterException when none was given
    Path file() {
        Path given = file;
        if (given == null) {
            throw misused("The cluster file is missing.");
        }
        return given;
    }

    /// Whether a run was named.
    boolean isGiven() {
        return run != null;
    }

    /// The run that was named.
    ///
    /// @throws CommandLine.ParameterException when the cluster has no such run
    RunRecord of(Operations cluster) throws FaultException {
        String name = Objects.requireNonNull(run);
        return cluster.run(name)
                .orElseThrow(
                        () ->
                                misused(
                                        "There is no run of that name here; lockstep history lists"
                                                + " them."));
    }

    CommandLine.ParameterException misused(String text) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), text);
    }
}
