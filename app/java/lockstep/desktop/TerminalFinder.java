package lockstep.desktop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.ShellWords;

/// Which program is the terminal, and how it is told what to run. Pure, but for asking which files
/// are programs.
///
/// `$LOCKSTEP_TERMINAL` comes first: words between spaces, to which the command is added; a single
/// word gets the option that it is known to need, or `-e`.
final class TerminalFinder {
    static final String NAMED = "LOCKSTEP_TERMINAL";

    private static final String USUAL = "-e";

    /// The last reads the line that Terminal is given in a shell; there all of it is quoted.
    private static final List<String> MAC =
            List.of(
                    "osascript",
                    "-e",
                    "on run argv",
                    "-e",
                    "tell application \"Terminal\" to do script (item 1 of argv)",
                    "-e",
                    "tell application \"Terminal\" to activate",
                    "-e",
                    "end run");

    /// What neither `cmd` nor `wt` nor the command lines of Windows give a meaning to, and what the
    /// command itself is made of. Quotes are of the node's shell; `&` is within double ones.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,:=+@/' $&\\[\\]-]*");

    private final Map<String, String> environment;
    private final String system;
    private final ProgramPath programs;

    /// @param system as `os.name` has it
    TerminalFinder(Map<String, String> environment, String system, Predicate<Path> isProgram) {
        this.environment = environment;
        this.system = system;
        programs = new ProgramPath(environment, isProgram);
    }

    /// What is to be started for a terminal in which that command runs; empty when no terminal is
    /// found.
    ///
    /// @throws FaultException `GuardTripped` when this system cannot hand the command over as it
    ///     is
    Optional<List<String>> commandLine(Login login) throws FaultException {
        List<String> named = named();
        if (!named.isEmpty()) {
            return Optional.of(joined(named, login.argv()));
        }
        if (system.startsWith("Mac")) {
            return Optional.of(joined(MAC, List.of(ShellWords.line(login.argv()))));
        }
        return system.startsWith("Windows") ? windows(login) : unix(login.argv());
    }

    private List<String> named() {
        String text = environment.getOrDefault(NAMED, "").strip();
        List<String> words = text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
        if (words.size() != 1) {
            return words;
        }
        String program = words.getFirst();
        String name = program.substring(program.lastIndexOf('/') + 1);
        return List.of(program, options().getOrDefault(name, USUAL));
    }

    /// The terminals that are looked for, in that order, each with the option after which it takes
    /// a program and its arguments as they are.
    private static Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("x-terminal-emulator", USUAL);
        options.put("gnome-terminal", "--");
        options.put("konsole", USUAL);
        options.put("xfce4-terminal", "-x");
        options.put("xterm", USUAL);
        return options;
    }

    private Optional<List<String>> unix(List<String> argv) {
        return options().entrySet().stream()
                .filter(terminal -> isOnPath(terminal.getKey(), ":"))
                .findFirst()
                .map(terminal -> joined(List.of(terminal.getKey(), terminal.getValue()), argv));
    }

    private Optional<List<String>> windows(Login login) throws FaultException {
        for (String word : login.argv()) {
            if (!PLAIN.matcher(word).matches()) {
                throw Login.refused(
                        login.node(),
                        Visible.text(word, 300),
                        "it has characters that terminals of Windows give a meaning to");
            }
        }
        List<String> terminal =
                isOnPath("wt.exe", ";")
                        ? List.of("wt.exe", "new-tab")
                        : List.of("cmd.exe", "/c", "start", "");
        return Optional.of(joined(terminal, login.argv()));
    }

    private static List<String> joined(List<String> terminal, List<String> argv) {
        List<String> all = new ArrayList<>(terminal);
        all.addAll(argv);
        return all;
    }

    private boolean isOnPath(String program, String separator) {
        return programs.has(program, separator);
    }
}
