package lockstep.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command line typed by a test: what it prints, and a person who gives prepared answers.
public final class Typed {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> questions = new ArrayList<>();
    private final Commands commands;
    private Runnable meanwhile = () -> {};

    private Typed(Clusters clusters, Terminal.Screen screen, List<String> answers) {
        this.answers.addAll(answers);
        PrintWriter toOut = new PrintWriter(out, true);
        PrintWriter toErr = new PrintWriter(err, true);
        Terminal.Screen asking =
                screen.answers() == null
                        ? screen
                        : new Terminal.Screen(
                                screen.columns(), screen.live(), screen.charset(), this::answer);
        Terminal terminal = new Terminal(toOut, toErr, asking);
        commands =
                new Commands("lockstep test", toOut, toErr)
                        .add(new DriftCommand(clusters, terminal))
                        .add(new PlanCommand(clusters, terminal))
                        .add(new SyncCommand(clusters, terminal))
                        .add(new ResumeCommand(clusters, terminal))
                        .add(HistoryCommand.of(clusters, terminal))
                        .add(new ReportCommand(clusters, terminal))
                        .add(PoolCommand.of(clusters, terminal))
                        .add(SnapshotCommand.of(clusters, terminal))
                        .add(new RollbackCommand(clusters, terminal));
    }

    /// Into a pipe: nobody looks, nobody answers.
    public static Typed piped(Clusters clusters) {
        return new Typed(clusters, screen(0, StandardCharsets.UTF_8), List.of());
    }

    /// On a terminal that wide, without a person.
    public static Typed wide(Clusters clusters, int columns, Charset charset) {
        return new Typed(clusters, screen(columns, charset), List.of());
    }

    /// By a person at a terminal, who gives these answers and then no more.
    public static Typed byPerson(Clusters clusters, String... answers) {
        return new Typed(
                clusters,
                new Terminal.Screen(100, true, StandardCharsets.UTF_8, _ -> null),
                List.of(answers));
    }

    private static Terminal.Screen screen(int columns, Charset charset) {
        return new Terminal.Screen(columns, false, charset, null);
    }

    private @Nullable String answer(String question) {
        questions.add(question);
        meanwhile.run();
        return answers.poll();
    }

    /// Does this whenever the person is asked.
    public Typed meanwhile(Runnable what) {
        meanwhile = what;
        return this;
    }

    /// Runs `lockstep` with these arguments and gives its exit code.
    public int run(String... arguments) {
        return commands.run(List.of(arguments));
    }

    public String out() {
        return out.toString();
    }

    public List<String> lines() {
        return out().lines().toList();
    }

    public String err() {
        return err.toString();
    }

    /// What the person was asked.
    public List<String> questions() {
        return questions;
    }
}
