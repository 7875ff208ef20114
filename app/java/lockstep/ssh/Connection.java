package lockstep.ssh;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Deadline;
import lockstep.link.Link;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.TransportImpl;
import net.schmizz.sshj.userauth.UserAuthImpl;
import org.jspecify.annotations.Nullable;

/// One connection to a server, logged in, carrying any number of channels. Safe for many threads.
///
/// It dies when its line does, and when the server is silent for too long. That watch is not the
/// library's: its questions queue behind a write that a stopped server blocks, so that it would
/// wait for ever exactly then. Here silence is counted on the line, and the line is closed.
final class Connection implements AutoCloseable {
    /// The server takes no further program on this connection (`MaxSessions`).
    static final class FullException extends Exception {
        private static final long serialVersionUID = 1L;

        private FullException(Throwable cause) {
            super(cause);
        }
    }

    /// The connection was dead before the channel was open: nothing was started on it.
    static final class StaleException extends Exception {
        private static final long serialVersionUID = 1L;

        private StaleException(Throwable cause) {
            super(cause);
        }
    }

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Settings settings;
    private final SshOptions.Limits limits;
    private final Line line;
    private final TransportImpl transport;
    private final ConnectionImpl channels;
    private final UserAuthImpl login;
    private final AtomicReference<@Nullable String> doom = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean asking = new AtomicBoolean();

    private int channelsTaken;
    private int programsTaken;
    private int programsRunning;

    /// How many programs the server is known to allow.
    private int room = Integer.MAX_VALUE;

    private boolean everRan;

    private Connection(Settings settings, SshOptions.Limits limits, Line line) {
        this.settings = settings;
        this.limits = limits;
        this.line = line;
        Config config = Algorithms.config(settings.compression());
        transport = new TransportImpl(config);
        login = new UserAuthImpl(transport);
        channels = new ConnectionImpl(transport, config.getKeepAliveProvider());
        channels.setWindowSize(Algorithms.WINDOW);
    }

    /// Exchanges keys over `line`, checks the host key and logs in. The line is closed on failure.
    ///
    /// @throws FaultException `Unreachable`, `HostKeyUnknown`, `HostKeyChanged`,
    ///     `AuthenticationFailed`, `TimedOut`
    static Connection open(
            String where,
            Line line,
            Settings settings,
            HostKeys keys,
            Login.Credentials credentials)
            throws FaultException {
        Connection connection = new Connection(settings, credentials.options().limits(), line);
        boolean done = false;
        try {
            connection.exchangeKeys(where, keys);
            connection.logIn(where, credentials);
            done = true;
            Thread.ofVirtual().name("watching " + settings.address()).start(connection::watch);
            return connection;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    private void exchangeKeys(String where, HostKeys keys) throws FaultException {
        Duration limit = settings.connectTimeout().orElse(limits.connect());
        transport.setTimeoutMs(Math.toIntExact(limit.toMillis()));
        transport.addHostKeyVerifier(keys);
        try (Deadline deadline = Deadline.after(limit.multipliedBy(2), line::close)) {
            try {
                transport.init(settings.hostName(), settings.port(), line.in(), line.out());
                transport.doKex();
            } catch (TransportException | RuntimeException e) {
                Fault fault = keys.fault(where);
                if (fault == null) {
                    boolean late = deadline.passed() || timedOut(e);
                    fault = late ? silent(where, limit) : unreachable(where, e);
                }
                throw new FaultException(fault, e);
            }
        }
    }

    private Fault silent(String where, Duration limit) {
        return new Fault.TimedOut(where, "the SSH server at " + settings.address(), limit);
    }

    private Fault unreachable(String where, Exception e) {
        String complaint = line.complaint();
        String reason = complaint.isEmpty() ? why(e) : complaint;
        return new Fault.Unreachable(where, settings.address(), reason);
    }

    private static boolean timedOut(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private void logIn(String where, Login.Credentials credentials) throws FaultException {
        transport.setTimeoutMs(Math.toIntExact(limits.answer().toMillis()));
        new Login(where, settings, credentials)
                .in(
                        (method, limit) ->
                                login.authenticate(
                                        settings.user(),
                                        channels,
                                        method,
                                        Math.toIntExact(limit.toMillis())),
                        login::getAllowedMethods);
    }

    boolean alive() {
        return doom.get() == null && transport.isRunning();
    }

    /// Takes a place for a channel, if there is one.
    synchronized boolean reserve(Opening opening) {
        if (opening instanceof Opening.Program) {
            if (programsTaken >= room) {
                return false;
            }
            programsTaken++;
        }
        channelsTaken++;
        return true;
    }

    /// Whether nothing is open on it.
    synchronized boolean idle() {
        return channelsTaken == 0;
    }

    private synchronized boolean everRan() {
        return everRan;
    }

    private final class Taken implements NodeChannel.Place {
        private final boolean program;
        private boolean running;

        Taken(Opening opening) {
            program = opening instanceof Opening.Program;
        }

        @Override
        public void opened() {
            synchronized (Connection.this) {
                running = true;
                if (program) {
                    everRan = true;
                    programsRunning++;
                }
            }
        }

        @Override
        public void gone() {
            synchronized (Connection.this) {
                channelsTaken--;
                if (program) {
                    programsTaken--;
                    if (running) {
                        programsRunning--;
                    } else {
                        room = Math.min(room, programsRunning); // it was refused at this number
                    }
                }
            }
        }
    }

    /// Opens a channel; its place must be reserved, and is given back when the far side lets go.
    ///
    /// @throws FaultException `LinkLost` when the far side refuses, `TimedOut`
    Link open(String where, Opening opening) throws FaultException, FullException, StaleException {
        NodeChannel channel = new NodeChannel(channels, opening, new Taken(opening));
        try {
            channel.start(limits.answer());
            return new SshLink(where, opening, channel, this);
        } catch (OpenFailException e) {
            if (opening instanceof Opening.Program && everRan()) {
                throw new FullException(e);
            }
            throw new FaultException(new Fault.LinkLost(where, refusal(opening, e)), e);
        } catch (TimeoutException e) {
            throw new FaultException(
                    new Fault.TimedOut(where, opening.words(), limits.answer()), e);
        } catch (ConnectionException | TransportException e) {
            if (!channel.wasOpen()) {
                doom.compareAndSet(null, why(e));
                line.close();
                throw new StaleException(e);
            }
            channel.abandon();
            throw new FaultException(new Fault.LinkLost(where, why(e)), e);
        }
    }

    private static String refusal(Opening opening, OpenFailException e) {
        String words = Visible.text(opening.words(), 300);
        if (e.getReason() == OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED) {
            return "the server forbids "
                    + words
                    + " (its AllowTcpForwarding, AllowStreamLocalForwarding or PermitOpen)";
        }
        return words + " was refused (" + Visible.text(String.valueOf(e.getMessage()), 300) + ")";
    }

    /// Why this connection, or something on it, failed, in words.
    String why(Exception e) {
        String said = doom.get();
        if (said != null) {
            return said;
        }
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        if (message.startsWith("Broken transport")) {
            return "the server ended the connection";
        }
        if (message.startsWith("Server closed connection during ident")) {
            return "it closed the connection without a word; it may limit how many come at once";
        }
        if (message.startsWith("Unable to reach a settlement")) {
            return "it has no algorithm in common with this program ("
                    + Visible.text(message, 600)
                    + ")";
        }
        return Visible.text(message, 600);
    }

    /// Looks at the line every now and then; asks the server for a sign of life when it is silent.
    private void watch() {
        Duration interval = settings.aliveInterval().orElse(limits.alive());
        int most = settings.aliveCount().orElse(limits.silences());
        long seen = line.received();
        int silences = 0;
        try {
            while (!over.await(interval.toMillis(), TimeUnit.MILLISECONDS)
                    && transport.isRunning()) {
                long now = line.received();
                silences = now == seen ? silences + 1 : 0;
                seen = now;
                if (silences > most) {
                    doom.compareAndSet(
                            null,
                            "the server has been silent for "
                                    + interval.multipliedBy(silences).toSeconds()
                                    + " s");
                    line.close();
                    return;
                }
                if (silences > 0 && asking.compareAndSet(false, true)) {
                    Thread.ofPlatform().daemon().name("asking for a sign of life").start(this::ask);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody does; the connection works on unwatched
        }
    }

    /// May block where the line is full; only one of it does.
    private void ask() {
        try {
            channels.sendGlobalRequest("keepalive@openssh.com", true, new byte[0]);
        } catch (SSHException _) {
            // The reading side finds out as well, and tells everyone.
        } finally {
            asking.set(false);
        }
    }

    /// Says goodbye, shortly, and closes the line. Channels that are open end.
    @Override
    public void close() {
        doom.compareAndSet(null, "it was closed here");
        over.countDown();
        Thread farewell =
                Thread.ofPlatform().daemon().name("farewell").start(transport::disconnect);
        try {
            farewell.join(FAREWELL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        line.close();
    }
}
