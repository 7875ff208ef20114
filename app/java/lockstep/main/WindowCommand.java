package lockstep.main;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import lockstep.cli.ExitCode;
import lockstep.fault.FaultException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Opens the window, and in it a cluster file if one is named.
@Command(
        name = "gui",
        mixinStandardHelpOptions = true,
        description = "Opens the window; so does lockstep without any argument.")
final class WindowCommand implements Callable<ExitCode> {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A cluster file to open.")
    private @Nullable Path file;

    @Override
    public ExitCode call() throws FaultException {
        Desktop.show(Optional.ofNullable(file));
        return ExitCode.DONE;
    }
}
