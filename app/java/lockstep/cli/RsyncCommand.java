package lockstep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.options.ExitStatus;
import lockstep.options.HelpText;
import lockstep.options.Invocation;
import lockstep.options.OptionError;
import lockstep.options.Paper;
import lockstep.options.Surroundings;
import lockstep.options.Transcript;
import lockstep.rsync.Outcome;
import lockstep.rsync.Rsync;
import lockstep.rsync.Script;

/// rsync's own command line, with both ends anywhere. Gets its arguments as they were typed,
/// prints what rsync prints, and ends with rsync's exit codes. Used once.
public final class RsyncCommand implements Commands.Verbatim {
    private static final long SECONDS_TO_STOP = 60;

    private final Connections connections;
    private final Surroundings surroundings;
    private final Prints prints;
    private final Stop stop;

    /// Hosts that are connected to when they are used, and hung up on at the end.
    public interface Connections extends Invocation.Hosts, AutoCloseable {
        @Override
        void close();
    }

    /// Where texts go, and the one line for `--version`.
    public record Prints(Paper paper, String version) {}

    /// How it is stopped: by `cancel`, which Ctrl+C sets too; then `end` is given the exit code
    /// and ends the process.
    public record Stop(Cancel cancel, IntConsumer end) {}

    public RsyncCommand(
            Connections connections, Surroundings surroundings, Prints prints, Stop stop) {
        this.connections = connections;
        this.surroundings = surroundings;
        this.prints = prints;
        this.stop = stop;
    }

    @Override
    public String name() {
        return "rsync";
    }

    @Override
    public String description() {
        return "rsync's own command line, with both ends anywhere: rsync -a HOST:SRC HOST:DST";
    }

    @Override
    public int run(List<String> arguments) {
        CountDownLatch over = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().name("interrupt").unstarted(() -> interrupted(over));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return obeyed(arguments);
        } finally {
            over.countDown();
            forget(hook);
        }
    }

    private void interrupted(CountDownLatch over) {
        stop.cancel().set();
        try {
            if (!over.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                complain("it did not stop in time; ended anyway");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        stop.end().accept(ExitStatus.CANCELLED);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook has just been let go.
        }
    }

    private int obeyed(List<String> arguments) {
        try (connections) {
            Invocation invocation = Invocation.read(arguments, surroundings);
            if (invocation.asksForHelp()) {
                return shown(HelpText.text());
            }
            if (invocation.asksForVersion()) {
                return shown(prints.version() + "\n");
            }
            return relay(invocation);
        } catch (OptionError e) {
            complain(String.valueOf(e.getMessage()));
            return e.status();
        } catch (FaultException e) {
            complain(e.fault().message());
            return ExitStatus.of(e.fault());
        }
    }

    private int relay(Invocation invocation) throws OptionError, FaultException {
        Script script = invocation.script(connections);
        Transcript transcript = new Transcript(invocation.display(), script, prints.paper());
        try {
            Outcome outcome = Rsync.relay(script, transcript, stop.cancel());
            transcript.end(outcome);
            int status = ExitStatus.of(outcome);
            transcript.status(status);
            return transcript.failure().isPresent()
                    ? unwritten(transcript.failure().get(), status)
                    : status;
        } catch (FaultException e) {
            transcript.status(ExitStatus.of(e.fault()));
            throw e;
        }
    }

    private int shown(String text) {
        try {
            write(prints.paper().out(), text);
            return ExitStatus.DONE;
        } catch (IOException e) {
            return unwritten(e, ExitStatus.DONE);
        }
    }

    /// What was to be printed may be the whole purpose, so its loss is not passed over; a worse
    /// status stays.
    private int unwritten(IOException why, int status) {
        complain("the output could not be written: " + why.getMessage());
        return status == ExitStatus.DONE ? ExitStatus.MESSAGES : status;
    }

    private void complain(String text) {
        try {
            write(prints.paper().err(), "lockstep rsync: " + text + "\n");
        } catch (IOException _) {
            // Nobody reads; the exit code says the rest.
        }
    }

    private void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(prints.paper().charset()));
        to.flush();
    }
}
