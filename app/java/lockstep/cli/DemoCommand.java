package lockstep.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import lockstep.cli.DemoStage.Afterwards;
import lockstep.fault.FaultException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The main job on a private cluster: in the window, or step by step on the terminal.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a private cluster on this machine and opens it in the window.",
            "It listens on the loopback address only, lives in a temporary directory, and is gone"
                    + " when the program ends."
        },
        footer = {
            "",
            "On the terminal it ends with 0 only if everything was as it should be, and with 2 if"
                    + " something had to be left out."
        })
public final class DemoCommand implements Callable<ExitCode> {
    private static final int MOST_NODES = 12;

    private final DemoStage stage;
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--terminal", description = "Does the main job here, without a window.")
    private boolean inTerminal;

    @Option(
            names = "--photographs",
            paramLabel = "DIR",
            description = "Leaves a photograph of every screen in this directory (--terminal).")
    private @Nullable Path photographs;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "So many nodes, from 2 to 12. Usually 3.")
    private int nodes = 3;

    @Option(names = "--keep", description = "Keeps the cluster's directory afterwards.")
    private boolean keep;

    public DemoCommand(DemoStage stage, Terminal terminal) {
        this.stage = stage;
        this.terminal = terminal.onAPage();
    }

    @Override
    public ExitCode call() throws FaultException {
        if (nodes < 2 || nodes > MOST_NODES) {
            throw misused("A demo cluster has from 2 to 12 nodes, not " + nodes + ".");
        }
        if (photographs != null && !inTerminal) {
            throw misused("--photographs goes with --terminal.");
        }
        Afterwards afterwards = keep ? Afterwards.KEEP : Afterwards.REMOVE;
        DemoStage.Size size = new DemoStage.Size(nodes, afterwards);
        if (inTerminal) {
            return perform(size);
        }
        stage.window(size);
        return ExitCode.DONE;
    }

    private ExitCode perform(DemoStage.Size size) throws FaultException {
        terminal.say("Starting a private cluster of " + size.nodes() + " nodes ...");
        DemoJob job = new DemoJob(terminal);
        try (Demonstration demo = stage.start(size)) {
            terminal.say("It lies in " + demo.directory() + ".");
            job.perform(demo);
        }
        Path directory = photographs;
        if (directory != null) {
            photograph(directory, job);
        }
        return job.conclude();
    }

    private void photograph(Path directory, DemoJob job) {
        job.head("Photographs of every screen");
        try {
            List<Path> taken = stage.photograph(directory);
            terminal.say(Words.count(taken.size(), "photograph") + " in " + directory);
            taken.forEach(file -> terminal.say("  " + file.getFileName()));
            if (taken.isEmpty()) {
                job.wrong("no photograph was taken");
            }
        } catch (FaultException e) {
            terminal.note(e.fault().message());
            job.wrong("the photographs were not taken");
        }
    }

    private CommandLine.ParameterException misused(String problem) {
        return new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), problem);
    }
}
