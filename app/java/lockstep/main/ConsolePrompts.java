package lockstep.main;

import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lockstep.cli.Terminal;
import lockstep.fault.Visible;
import lockstep.link.Prompts;
import org.jspecify.annotations.Nullable;

/// Asks the person at the terminal what only a person can say while a connection is made.
final class ConsolePrompts implements Prompts {
    private final Console console;
    private final Terminal terminal;

    /// Asks on this terminal; where nobody is at it, every question stays without an answer.
    static Prompts at(Terminal terminal) {
        return ThisTerminal.console()
                .<Prompts>map(console -> new ConsolePrompts(console, terminal))
                .orElseGet(Prompts::refusing);
    }

    private ConsolePrompts(Console console, Terminal terminal) {
        this.console = console;
        this.terminal = terminal;
    }

    @Override
    public char @Nullable [] passphrase(Path file, int attempt) {
        return secret(again(attempt) + "Passphrase of the key " + visible(file.toString()) + ": ");
    }

    @Override
    public char @Nullable [] password(String where, String user, int attempt) {
        return secret(again(attempt) + "Password of " + visible(user) + " on " + where + ": ");
    }

    private static String again(int attempt) {
        return attempt > 1 ? "That was not it. " : "";
    }

    @Override
    public @Nullable List<char[]> answers(Challenge challenge) {
        terminal.note(challenge.where() + " asks: " + challenge.title());
        if (!challenge.instruction().isBlank()) {
            terminal.note(challenge.instruction());
        }
        List<char[]> answers = new ArrayList<>();
        for (Question question : challenge.questions()) {
            String text = question.text() + " ";
            char[] answer =
                    question.echo()
                            ? terminal.ask(text).map(String::toCharArray).orElse(null)
                            : secret(text);
            if (answer == null) {
                return null;
            }
            answers.add(answer);
        }
        return answers;
    }

    @Override
    public HostKeyAnswer acceptHostKey(HostKey key) {
        terminal.note(
                "%s: the server at %s is not known. Its %s key has the fingerprint"
                        .formatted(key.where(), key.address(), key.type()));
        terminal.note("    " + key.fingerprint());
        terminal.note("Compare it with the one that the server's administrator gives.");
        Optional<String> answer =
                terminal.ask("Connect? \"yes\" keeps the key, \"once\" forgets it, else no: ");
        return switch (answer.orElse("").toLowerCase(Locale.ROOT)) {
            case "yes" -> HostKeyAnswer.ALWAYS;
            case "once" -> HostKeyAnswer.ONCE;
            default -> HostKeyAnswer.NO;
        };
    }

    private char @Nullable [] secret(String question) {
        terminal.quiet();
        return console.readPassword("%s", terminal.printable(question));
    }

    private static String visible(String text) {
        return Visible.text(text);
    }
}
