package lockstep.cli;

import java.io.PrintWriter;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.options.ExitStatus;
import lockstep.options.HelpText;
import lockstep.options.Invocation;
import lockstep.options.OptionError;
import lockstep.options.Surroundings;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Rsync;
import lockstep.rsync.Script;

/// rsync's own command line, with both ends anywhere. Gets its arguments as they were typed and
/// ends with rsync's exit codes.
public final class RsyncCommand implements Commands.Verbatim {
    private final Connections connections;
    private final Surroundings surroundings;
    private final Prints prints;
    private final Cancel cancel;

    /// Hosts that are connected to when they are used, and hung up on at the end.
    public interface Connections extends Invocation.Hosts, AutoCloseable {
        @Override
        void close();
    }

    /// Where texts go, and the one line for `--version`.
    public record Prints(PrintWriter out, PrintWriter err, String version) {}

    /// @param cancel set where the operator wants it to stop
    public RsyncCommand(
            Connections connections, Surroundings surroundings, Prints prints, Cancel cancel) {
        this.connections = connections;
        this.surroundings = surroundings;
        this.prints = prints;
        this.cancel = cancel;
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
        try {
            Invocation invocation = Invocation.read(arguments, surroundings);
            if (invocation.asksForHelp()) {
                prints.out().print(HelpText.text());
                prints.out().flush();
                return ExitStatus.DONE;
            }
            if (invocation.asksForVersion()) {
                prints.out().println(prints.version());
                return ExitStatus.DONE;
            }
            return relay(invocation.script(connections));
        } catch (OptionError e) {
            prints.err().println("lockstep rsync: " + e.getMessage());
            return e.status();
        } catch (FaultException e) {
            return ended(e.fault());
        } finally {
            connections.close();
        }
    }

    private int relay(Script script) throws FaultException {
        Outcome outcome = Rsync.relay(script, new Errors(prints.err()), cancel);
        return ExitStatus.of(outcome);
    }

    private int ended(Fault fault) {
        prints.err().println("lockstep rsync: " + fault.message());
        return ExitStatus.of(fault);
    }

    /// Prints what goes wrong, as it does.
    private record Errors(PrintWriter err) implements RelayEvents {
        @Override
        public void message(String node, String text, boolean error) {
            if (error) {
                err.println(node + ": " + Visible.text(text));
            }
        }
    }
}
