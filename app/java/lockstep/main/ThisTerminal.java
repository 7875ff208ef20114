package lockstep.main;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.cli.Terminal;
import org.jspecify.annotations.Nullable;

/// Finds out what this process' outputs lead to.
final class ThisTerminal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final Pattern SIZE = Pattern.compile("[0-9]+ ([0-9]{1,4})\\s*");
    private static final long LIMIT_SECONDS = 1;

    private ThisTerminal() {}

    static Terminal over(PrintWriter out, PrintWriter err, Charset charset) {
        Optional<Console> console = console();
        return new Terminal(
                out,
                err,
                new Terminal.Screen(
                        console.isPresent() ? columns() : 0,
                        isLive(console.isPresent()),
                        charset,
                        console.map(ThisTerminal::answers).orElse(null)));
    }

    /// The person's side of standard input and output, where both are a terminal.
    static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    private static Function<String, @Nullable String> answers(Console console) {
        return question -> console.readLine("%s", question);
    }

    /// Java knows of standard input and output together only; Linux tells of each.
    private static boolean isLive(boolean person) {
        try {
            String to = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return to.startsWith("/dev/pts/") || to.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException _) {
            return person;
        }
    }

    /// As `stty` says; without an answer, what most terminals have.
    private static int columns() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(TERMINAL.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                boolean ended = stty.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
                Matcher size = SIZE.matcher(ended ? reply(stty) : "");
                return size.matches() && !size.group(1).equals("0")
                        ? Integer.parseInt(size.group(1))
                        : 80;
            } finally {
                stty.destroy();
            }
        } catch (IOException _) {
            return 80;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 80;
        }
    }

    private static String reply(Process stty) throws IOException {
        return new String(stty.getInputStream().readNBytes(100), StandardCharsets.US_ASCII);
    }
}
