package lockstep.pool;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Deadline;
import lockstep.link.Host;
import lockstep.link.Link;
import org.jspecify.annotations.Nullable;

/// The runtime API: one line asked, one bounded reply read, a connection each. HAProxy closes the
/// connection after the reply, which is the only sign of its end; a master does so only when it is
/// told that no other question comes.
final class HaproxyChannel {
    /// The largest reply, in bytes; some 20,000 servers fit.
    static final int MAX_REPLY = 16 << 20;

    /// The longest reply that is told to the listener, in characters.
    private static final int MAX_TOLD = 64 << 10;

    /// How long one question may take, from the open connection to the end of the reply.
    static final Duration LIMIT = Duration.ofSeconds(10);

    private final String balancer;
    private final String socket;
    private final Host host;
    private final Exchange.Listener listener;
    private final Duration limit;

    /// @param socket an absolute path of a Unix socket, or `host:port`, as seen from `host`
    HaproxyChannel(String balancer, String socket, Host host, Exchange.Listener listener) {
        this(balancer, socket, host, listener, LIMIT);
    }

    HaproxyChannel(
            String balancer, String socket, Host host, Exchange.Listener listener, Duration limit) {
        this.balancer = balancer;
        this.socket = socket;
        this.host = host;
        this.listener = listener;
        this.limit = limit;
    }

    /// @param line commands, several with `;` between, without a line end
    /// @return the reply as UTF-8 text, untrusted
    /// @throws FaultException `BalancerUnreachable` when there is no whole reply in time or the
    ///     socket is not open for the command; what the host raises
    String ask(Exchange.Kind kind, String line) throws FaultException {
        String reply;
        try (Link link = open();
                Deadline deadline = Deadline.after(limit, link::close)) {
            reply = exchange(link, line, deadline);
        } catch (FaultException e) {
            tell(kind, line, e.fault().what());
            throw e;
        }
        tell(kind, line, reply);
        if (reply.strip().startsWith("Permission denied")) {
            throw unreachable("\"" + line + "\" is not permitted on this socket", null);
        }
        return reply;
    }

    private void tell(Exchange.Kind kind, String line, String reply) {
        listener.said(
                new Exchange(
                        Instant.now(),
                        balancer,
                        kind,
                        Visible.text(line),
                        Visible.text(reply, MAX_TOLD)));
    }

    private Link open() throws FaultException {
        try {
            if (socket.startsWith("/")) {
                return host.unixSocket(socket);
            }
            int colon = socket.lastIndexOf(':');
            String address = socket.substring(0, colon).replaceAll("^\\[|]$", "");
            return host.tcp(address, Integer.parseInt(socket.substring(colon + 1)));
        } catch (FaultException e) {
            if (e.fault() instanceof Fault.LinkLost lost) {
                throw unreachable(lost.detail(), e);
            }
            throw e;
        }
    }

    private String exchange(Link link, String line, Deadline deadline) throws FaultException {
        byte[] reply;
        try {
            try (OutputStream out = link.out()) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            reply = link.in().readNBytes(MAX_REPLY + 1);
        } catch (IOException e) {
            String reason = Visible.text(String.valueOf(e.getMessage()), 300);
            throw unreachable(deadline.passed() ? late() : reason, e);
        }
        if (deadline.passed()) {
            throw unreachable(late(), null);
        }
        if (reply.length > MAX_REPLY) {
            throw unreachable("its reply is larger than " + MAX_REPLY + " bytes", null);
        }
        if (reply.length == 0) {
            throw unreachable("the connection was closed without a reply", null);
        }
        return new String(reply, StandardCharsets.UTF_8);
    }

    private String late() {
        return "no whole reply within " + limit.toSeconds() + " s";
    }

    /// The fault of a balancer that cannot be talked to, for the given reason (no full stop).
    FaultException unreachable(String reason, @Nullable Exception cause) {
        return new FaultException(new Fault.BalancerUnreachable(balancer, socket, reason), cause);
    }
}
