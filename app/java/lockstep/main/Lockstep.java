package lockstep.main;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import lockstep.cli.Clusters;
import lockstep.cli.Commands;
import lockstep.cli.DemoCommand;
import lockstep.cli.DriftCommand;
import lockstep.cli.HistoryCommand;
import lockstep.cli.PlanCommand;
import lockstep.cli.PoolCommand;
import lockstep.cli.PreflightCommand;
import lockstep.cli.ReportCommand;
import lockstep.cli.ResumeCommand;
import lockstep.cli.RollbackCommand;
import lockstep.cli.RsyncCommand;
import lockstep.cli.SnapshotCommand;
import lockstep.cli.SyncCommand;
import lockstep.cli.Terminal;
import lockstep.link.Cancel;
import lockstep.options.Paper;
import lockstep.options.Surroundings;
import lockstep.present.Product;
import lockstep.ssh.SshOptions;

/// Where the program starts.
///
/// Not a JavaFX `Application`: Java's launcher would refuse one whose JavaFX is on the class path,
/// and the command line would pay for loading it.
public final class Lockstep {
    private Lockstep() {}

    /// Runs one command and ends the process with its exit code (see [lockstep.cli.ExitCode]).
    public static void main(String[] arguments) {
        PrintWriter out = writer(System.out);
        PrintWriter err = writer(System.err);
        int code = commands(out, err).run(TypedWords.of(List.of(arguments)));
        out.flush();
        err.flush();
        System.exit(code);
    }

    private static Commands commands(PrintWriter out, PrintWriter err) {
        Terminal terminal = ThisTerminal.over(out, err, System.out.charset());
        Clusters clusters = file -> new RealClusters(ConsolePrompts.at(terminal)).open(file);
        return new Commands(versionLine(), out, err)
                .add(new DriftCommand(clusters, terminal))
                .add(new PlanCommand(clusters, terminal))
                .add(new SyncCommand(clusters, terminal))
                .add(new ResumeCommand(clusters, terminal))
                .add(HistoryCommand.of(clusters, terminal))
                .add(new ReportCommand(clusters, terminal))
                .add(PoolCommand.of(clusters, terminal))
                .add(SnapshotCommand.of(clusters, terminal))
                .add(new RollbackCommand(clusters, terminal))
                .add(new PreflightCommand(clusters, terminal))
                .add(rsync(terminal))
                .add(new DemoCommand(new DemoHere(terminal), terminal))
                .add(new WindowCommand())
                .whenBare(new WindowCommand());
    }

    /// Ctrl+C ends the relay on both ends before the process ends. Both outputs are written to
    /// directly, because `System.out` does not tell what it could not write.
    private static RsyncCommand rsync(Terminal terminal) {
        Paper paper =
                new Paper(
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err),
                        System.out.charset(),
                        Clock.system(ZoneId.systemDefault()));
        return new RsyncCommand(
                new ShellHosts(SshOptions.standard(), ConsolePrompts.at(terminal)),
                new Surroundings(System.getenv(), Path.of(""), System.in),
                new RsyncCommand.Prints(paper, versionLine()),
                new RsyncCommand.Stop(new Cancel(), Runtime.getRuntime()::halt));
    }

    /// Lines in the encoding of the terminal.
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }

    private static String versionLine() {
        return "lockstep %s (Java %s, %s %s)"
                .formatted(
                        Product.version(),
                        Runtime.version(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
    }
}
