package lockstep.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Command;
import lockstep.link.Host;
import org.jspecify.annotations.Nullable;

/// Runs an operator's commands where they belong, one at a time or several, each bounded in time
/// and output; tells the listener of each.
///
/// @param balancer its name
/// @param host where they run
record CommandRunner(String balancer, Host host, Exchange.Listener listener, Duration limit) {
    static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST = 1 << 20;

    /// What the command printed, untrusted.
    ///
    /// @throws FaultException `BalancerRefused` when it ends with another status than 0 or prints
    ///     too much; `BalancerUnreachable` when it does not end in time, cannot be started or is
    ///     cut off; what else the host raises
    String run(Exchange.Kind kind, List<String> argv) throws FaultException {
        try {
            Command.Reply reply = new Command(host, limit).run(argv, MOST);
            tell(kind, argv, reply.text() + reply.errors());
            if (reply.bytes().length == MOST) {
                throw refused(argv, "it printed more than " + MOST + " bytes", null);
            }
            if (reply.status() != 0) {
                String said = reply.errors().isEmpty() ? "" : ": " + reply.errors();
                throw refused(argv, "it ended with status " + reply.status() + said, null);
            }
            return reply.text();
        } catch (FaultException e) {
            String what = e.fault().what();
            if (!(e.fault() instanceof Fault.BalancerRefused)) {
                tell(kind, argv, what);
            }
            boolean away =
                    e.fault() instanceof Fault.TimedOut
                            || e.fault() instanceof Fault.LinkLost
                            || e.fault() instanceof Fault.Unreachable;
            throw away
                    ? new FaultException(
                            new Fault.BalancerUnreachable(
                                    balancer, host.name(), what.replaceAll("\\.$", "")),
                            e)
                    : e;
        }
    }

    private void tell(Exchange.Kind kind, List<String> argv, String reply) {
        listener.said(
                new Exchange(
                        Instant.now(), balancer, kind, told(argv), Visible.text(reply, 64 << 10)));
    }

    private static String told(List<String> argv) {
        return Visible.text(String.join(" ", argv), 1_000);
    }

    /// The fault of a command that did not do what it should.
    ///
    /// @param reason made visible, without a full stop
    FaultException refused(List<String> argv, String reason, @Nullable Exception cause) {
        return new FaultException(
                new Fault.BalancerRefused(
                        balancer,
                        told(argv),
                        reason + ".",
                        "Run it by hand on " + host.name() + " and mend what it says."),
                cause);
    }
}
