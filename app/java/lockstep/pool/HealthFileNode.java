package lockstep.pool;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Dialect;
import lockstep.link.Command;
import lockstep.link.Host;
import org.jspecify.annotations.Nullable;

/// The file on one node: seen, made and removed by short programs there. Paths and texts reach
/// them as arguments and input and are never part of what a shell reads.
final class HealthFileNode {
    /// In seconds of the node's own clock, and with the times that its `stat` knows.
    private static final String LOOK =
            """
            echo "now $(date +%s)"
            if [ -e "$1" ]; then
              if [ -L "$1" ]; then echo 'kind link'
              elif [ -f "$1" ]; then echo 'kind file'
              else echo 'kind other'; fi
              echo "time $(stat -c %Y -- "$1" 2>/dev/null || stat -f %m -- "$1")"
            elif [ ! -d "$2" ]; then echo 'kind nowhere'
            elif [ ! -x "$2" ]; then echo 'kind hidden'
            else
              echo 'kind none'
              echo "time $(stat -c %Z -- "$3" 2>/dev/null || stat -c %Y -- "$2" 2>/dev/null || stat -f %m -- "$2")"
            fi
            if [ -f "$3" ]; then echo aside; fi
            if [ -f "$1" ] && [ ! -L "$1" ]; then echo text; head -c 1000 -- "$1"; fi
            """;

    /// Never through a link, and never over what is there.
    private static final String MAKE = "set -C; umask 022; cat > \"$1\"";

    private static final int MOST = 64 << 10;

    private final String balancer;
    private final String node;
    private final Host host;
    private final Dialect.HealthFile dialect;
    private final Exchange.Listener listener;

    HealthFileNode(
            String balancer,
            String node,
            Host host,
            Dialect.HealthFile dialect,
            Exchange.Listener listener) {
        this.balancer = balancer;
        this.node = node;
        this.host = host;
        this.dialect = dialect;
        this.listener = listener;
    }

    Host host() {
        return host;
    }

    /// @throws FaultException `BalancerRefused` when the node's answer makes no sense; what the
    ///     host raises
    HealthFileSight look() throws FaultException {
        List<String> program =
                List.of("sh", "-c", LOOK, "sh", dialect.file(), directory(), aside());
        Command.Reply reply = run(Exchange.Kind.LOOK, "look at " + dialect.file(), program, "");
        try {
            return HealthFileSight.parse(reply.text());
        } catch (IllegalArgumentException e) {
            String said =
                    reply.errors().isEmpty() ? String.valueOf(e.getMessage()) : reply.errors();
            throw refused("look at " + dialect.file(), said, e);
        }
    }

    /// Makes the file. That it is there already is for the next look to find.
    void make(String text) throws FaultException {
        List<String> program = List.of("sh", "-c", MAKE, "sh", dialect.file());
        run(Exchange.Kind.ORDER, "make " + dialect.file(), program, text);
    }

    void remove() throws FaultException {
        List<String> program = List.of("rm", "-f", "--", dialect.file());
        run(Exchange.Kind.ORDER, "remove " + dialect.file(), program, "");
    }

    /// Keeps the file beside its place, under another name.
    void setAside() throws FaultException {
        List<String> program = List.of("mv", "-f", "--", dialect.file(), aside());
        run(Exchange.Kind.ORDER, "set aside " + dialect.file(), program, "");
    }

    void putBack() throws FaultException {
        List<String> program = List.of("mv", "-f", "--", aside(), dialect.file());
        run(Exchange.Kind.ORDER, "put back " + dialect.file(), program, "");
    }

    private String directory() {
        int slash = dialect.file().lastIndexOf('/');
        return slash == 0 ? "/" : dialect.file().substring(0, slash);
    }

    private String aside() {
        return dialect.file() + ".lockstep";
    }

    /// A program that fails is told by what the next look finds, in its own words by the journal.
    private Command.Reply run(
            Exchange.Kind kind, String command, List<String> program, String input)
            throws FaultException {
        List<String> argv = new ArrayList<>(dialect.sudo() ? List.of("sudo", "-n") : List.of());
        argv.addAll(program);
        try {
            Command.Reply reply =
                    new Command(host).run(argv, input.getBytes(StandardCharsets.UTF_8), MOST);
            tell(kind, command, reply.status() + " " + reply.text() + reply.errors());
            if (kind == Exchange.Kind.ORDER && reply.status() != 0 && !raced(reply)) {
                throw refused(command, reply.errors(), null);
            }
            return reply;
        } catch (FaultException e) {
            if (!(e.fault() instanceof Fault.BalancerRefused)) {
                tell(kind, command, e.fault().what());
            }
            throw e;
        }
    }

    /// Somebody else was quicker, to the same end.
    private static boolean raced(Command.Reply reply) {
        return reply.errors().contains("File exists");
    }

    private void tell(Exchange.Kind kind, String command, String reply) {
        listener.said(
                new Exchange(
                        Instant.now(),
                        balancer,
                        kind,
                        Visible.text(node + ": " + command),
                        Visible.text(reply, MOST)));
    }

    private FaultException refused(String command, String why, @Nullable Exception cause) {
        return new FaultException(
                new Fault.BalancerRefused(
                        balancer,
                        node + ": " + command,
                        Visible.text(why.isBlank() ? "it failed without a word" : why, 400) + ".",
                        "Check the path and its rights on the node, and sudo where it is asked"
                                + " for."),
                cause);
    }
}
