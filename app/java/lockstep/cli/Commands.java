package lockstep.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.ShellWords;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The command line: reads arguments, runs the command that they name, turns what went wrong into
/// a sentence and an exit code.
///
/// A command is an object annotated with picocli's `@Command` that implements
/// `Callable<ExitCode>`. Whoever composes the program makes it with all it needs and adds it
/// here; what a command prints goes to `spec.commandLine().getOut()`. Used by one thread, once.
public final class Commands {
    /// As every command calls its cluster file, and as faults do, which do not know it.
    private static final String CLUSTER_FILE = "FILE";

    private static final Pattern FILE_TO_TYPE =
            Pattern.compile("(?<=lockstep [a-z]{1,20} (?:[a-z]{1,20} )?)" + CLUSTER_FILE + "\\b");

    private final CommandLine root;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, Verbatim> verbatim = new HashMap<>();
    private Optional<Callable<ExitCode>> bare = Optional.empty();

    /// @param version one line, for `--version`
    public Commands(String version, PrintWriter out, PrintWriter err) {
        CommandSpec spec =
                CommandSpec.wrapWithoutInspection((Callable<ExitCode>) this::runBare)
                        .name("lockstep")
                        .version(version)
                        .mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description(
                        "Keeps the same files identical on several servers behind a load balancer.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        root = new CommandLine(spec);
        this.out = out;
        this.err = err;
    }

    /// Adds a command under the name that its annotation gives.
    public Commands add(Callable<ExitCode> command) {
        root.addSubcommand(command);
        return this;
    }

    /// Adds a command that has commands of its own.
    public Commands add(CommandLine command) {
        root.addSubcommand(command);
        return this;
    }

    /// A command that reads its arguments by rules of its own and has exit codes of its own.
    public interface Verbatim {
        String name();

        /// One line for the list of commands.
        String description();

        /// Runs it to its end.
        ///
        /// @return the exit code
        int run(List<String> arguments);
    }

    /// Adds a command that gets all that stands behind its name untouched.
    public Commands add(Verbatim command) {
        CommandSpec listed = CommandSpec.create();
        listed.usageMessage().description(command.description());
        root.addSubcommand(command.name(), listed);
        verbatim.put(command.name(), command);
        return this;
    }

    /// What `lockstep` does without any argument; a usage error unless this says otherwise.
    public Commands whenBare(Callable<ExitCode> action) {
        bare = Optional.of(action);
        return this;
    }

    /// Runs what the arguments ask for, to its end, and gives the exit code. Throws no exception:
    /// what a command throws is told on the error writer.
    public int run(List<String> arguments) {
        Verbatim untouched = arguments.isEmpty() ? null : verbatim.get(arguments.getFirst());
        return untouched == null ? parsed(arguments) : untouched(untouched, arguments);
    }

    private int untouched(Verbatim command, List<String> arguments) {
        try {
            return command.run(arguments.subList(1, arguments.size()));
        } catch (RuntimeException e) {
            return failed(e, Optional.empty());
        }
    }

    private int parsed(List<String> arguments) {
        // Here and not before, because settings reach only the commands added so far.
        root.setOut(out).setErr(err);
        root.setParameterExceptionHandler((e, _) -> misused(e));
        root.setExecutionExceptionHandler((e, _, given) -> failed(e, file(given)));
        root.setExecutionStrategy(
                parsed -> {
                    int status = new CommandLine.RunLast().execute(parsed);
                    return result(parsed).map(ExitCode::number).orElse(status);
                });
        return root.execute(arguments.toArray(String[]::new));
    }

    private static Optional<ExitCode> result(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        Object result = last.commandSpec().commandLine().getExecutionResult();
        return result instanceof ExitCode code ? Optional.of(code) : Optional.empty();
    }

    private ExitCode runBare() throws Exception {
        if (bare.isEmpty()) {
            throw new CommandLine.ParameterException(root, "No command was given.");
        }
        return bare.get().call();
    }

    private int misused(CommandLine.ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        err.println(problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }

    /// The cluster file, as it was typed.
    private static Optional<String> file(CommandLine.ParseResult given) {
        CommandLine.ParseResult last = given;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.matchedPositionals().stream()
                .filter(word -> word.paramLabel().equals(CLUSTER_FILE))
                .flatMap(word -> word.originalStringValues().stream())
                .findFirst();
    }

    /// What is proposed to be typed next is so that it can be.
    private static String typeable(String message, Optional<String> file) {
        return file.map(f -> Visible.text(ShellWords.line(List.of(f))))
                .map(f -> FILE_TO_TYPE.matcher(message).replaceAll(Matcher.quoteReplacement(f)))
                .orElse(message);
    }

    private int failed(Exception problem, Optional<String> file) {
        if (problem instanceof FaultException e) {
            err.println(typeable(e.fault().message(), file));
            return ExitCode.of(e.fault()).number();
        }
        LoggerFactory.getLogger(Commands.class).error("a command failed", problem);
        err.println("This is a defect in Lockstep, not in your servers: " + problem);
        return ExitCode.FAILED.number();
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values())
                .forEach(code -> codes.put(String.valueOf(code.number()), code.meaning()));
        return codes;
    }
}
