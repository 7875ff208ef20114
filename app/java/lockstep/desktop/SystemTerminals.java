package lockstep.desktop;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;

/// Starts the terminal as a program of its own, which outlives this one.
final class SystemTerminals implements Terminals {
    private final TerminalFinder finder;

    SystemTerminals(TerminalFinder finder) {
        this.finder = finder;
    }

    @Override
    public boolean open(Login login) throws FaultException {
        Optional<List<String>> line = finder.commandLine(login);
        if (line.isPresent()) {
            start(line.get());
        }
        return line.isPresent();
    }

    /// A terminal that ends at once with an error has shown nothing; some end at once when they
    /// have handed the command over.
    private static void start(List<String> line) throws FaultException {
        String program = Visible.text(line.getFirst(), 200);
        try {
            Process process =
                    new ProcessBuilder(line)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            if (process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() != 0) {
                throw refused(program, "it ended at once with status " + process.exitValue(), null);
            }
        } catch (IOException e) {
            throw refused(program, Visible.text(String.valueOf(e.getMessage()), 300), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static FaultException refused(String program, String why, @Nullable Exception cause) {
        return new FaultException(
                new Fault.GuardTripped(
                        program,
                        "The terminal did not open: " + why + ".",
                        "Name another one in "
                                + TerminalFinder.NAMED
                                + ", or copy the command and run it where you like."),
                cause);
    }
}
