package lockstep.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Link;
import lockstep.link.Prompts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to one address, and the connections that are open on it. Safe for many threads.
///
/// The first call connects; so does one after the connection dropped. A server allows only so many
/// programs on a connection (ten, as OpenSSH comes), so there may be several.
final class Route implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Route.class);
    private static final int MAX_CONNECTIONS = 16;
    private static final int MAX_HOPS = 8;
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final Prompts.HostKeyAnswer NO = Prompts.HostKeyAnswer.NO;

    private final SshHosts hosts;
    private final Address address;
    private final @Nullable List<String> hops;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Connection> connections = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private @Nullable FaultException lastFailure;
    private volatile @Nullable Line dialled;
    private volatile boolean closed;

    /// @param hops the jump hosts to go through, nearest first; `null` leaves it to the
    ///     configuration
    Route(SshHosts hosts, Address address, @Nullable List<String> hops) {
        this.hosts = hosts;
        this.address = address;
        this.hops = hops;
    }

    /// Opens a channel, connecting first where that is needed.
    ///
    /// @param where the node, for messages
    /// @param depth how many hosts behind this one asked for it
    Link open(String where, Opening opening, int depth) throws FaultException {
        boolean retried = false;
        while (true) {
            Connection connection = reserved(where, opening, depth);
            try {
                return connection.open(where, opening);
            } catch (Connection.FullException _) {
                // The next round takes another connection, or makes one; their number is limited.
            } catch (Connection.StaleException e) {
                if (retried) {
                    throw new FaultException(
                            new Fault.LinkLost(where, "the server ends every new connection"), e);
                }
                retried = true;
            }
        }
    }

    private Connection reserved(String where, Opening opening, int depth) throws FaultException {
        int before = failures.get();
        lock.lock();
        try {
            connections.removeIf(c -> !c.alive());
            for (Connection connection : List.copyOf(connections)) {
                if (connection.reserve(opening)) {
                    return connection;
                }
                if (connection.idle()) { // what the server still counts there is no longer ours
                    connections.remove(connection);
                    connection.close();
                }
            }
            if (failures.get() != before && lastFailure != null) {
                // It failed while this thread waited: do not make everyone wait for it in turn.
                throw new FaultException(lastFailure.fault(), lastFailure);
            }
            requireOpen(where);
            if (connections.size() == MAX_CONNECTIONS) {
                throw lost(where, "the server takes no more programs");
            }
            Connection connection = connectNoting(where, depth);
            connections.add(connection);
            if (closed) { // while a person was asked, say
                connection.close();
            }
            requireOpen(where);
            if (!connection.reserve(opening)) {
                throw new IllegalStateException("a new connection has room");
            }
            return connection;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen(String where) throws FaultException {
        if (closed) {
            throw lost(where, "it was closed here");
        }
    }

    private static FaultException lost(String where, String why) {
        return new FaultException(new Fault.LinkLost(where, why));
    }

    private Connection connectNoting(String where, int depth) throws FaultException {
        try {
            return connect(where, depth);
        } catch (FaultException e) {
            lastFailure = e;
            failures.incrementAndGet();
            throw e;
        }
    }

    private Connection connect(String where, int depth) throws FaultException {
        Settings settings = settings(where, depth);
        HostKeys keys = new HostKeys(where, settings, hosts.accepted());
        try {
            return attempt(where, settings, keys, depth);
        } catch (FaultException e) {
            if (!(keys.verdict() instanceof HostKeys.Verdict.Unknown(KeyBlob key))
                    || !accept(where, settings, keys, key)) {
                throw e;
            }
        }
        return attempt(where, settings, new HostKeys(where, settings, hosts.accepted()), depth);
    }

    /// What goes through a jump host is compressed already, and encrypted.
    private Settings settings(String where, int depth) throws FaultException {
        SshOptions options = hosts.options();
        List<String> words = depth == 0 ? options.words() : options.wordsForJumps();
        Settings settings = hosts.resolver().resolve(where, address, words);
        boolean wished = options.compress() && depth == 0;
        return wished ? settings.compressing() : settings;
    }

    private Connection attempt(String where, Settings settings, HostKeys keys, int depth)
            throws FaultException {
        Line line = dial(where, settings, depth);
        dialled = line;
        try {
            requireOpen(where);
            return Connection.open(where, line, settings, keys, hosts.credentials());
        } catch (FaultException e) {
            line.close();
            throw e;
        } finally {
            dialled = null;
        }
    }

    private Line dial(String where, Settings settings, int depth) throws FaultException {
        Duration limit = settings.connectTimeout().orElse(hosts.options().limits().connect());
        Dialer dialer = new Dialer(where, settings, limit);
        List<String> through = hops == null ? settings.jumps() : hops;
        if (through.equals(List.of(address.host()))) {
            through = List.of(); // `Host *` with a ProxyJump also matches the jump host itself
        }
        if (!through.isEmpty()) {
            return jump(where, settings, through, depth);
        }
        if (hops == null && settings.proxyCommand().isPresent()) {
            return dialer.proxy(settings.proxyCommand().get());
        }
        return dialer.direct();
    }

    private Line jump(String where, Settings settings, List<String> through, int depth)
            throws FaultException {
        if (depth == MAX_HOPS) {
            throw new FaultException(
                    new Fault.Unreachable(
                            where,
                            settings.address(),
                            "its ProxyJump leads through too many hosts"));
        }
        String last = through.getLast();
        List<String> rest = through.subList(0, through.size() - 1);
        Route hop = hosts.route(where, last, rest.isEmpty() ? null : rest);
        Opening target = new Opening.Tcp(settings.hostName(), settings.port());
        return Dialer.over(hop.open(where + " (through " + last + ")", target, depth + 1));
    }

    /// Whether an unknown key is taken, by the configuration's rule or by a person.
    private boolean accept(String where, Settings settings, HostKeys keys, KeyBlob key) {
        Prompts.HostKeyAnswer answer =
                switch (settings.strictHostKeyChecking()) {
                    case "accept-new", "no" -> Prompts.HostKeyAnswer.ALWAYS;
                    case "ask" -> settings.interactive() ? ask(where, settings, key) : NO;
                    default -> NO;
                };
        switch (answer) {
            case NO -> {
                return false;
            }
            case ONCE -> keys.acceptOnce(key);
            case ALWAYS -> {
                try {
                    keys.acceptAlways(key);
                } catch (IOException e) {
                    LOG.warn("{}: the host key could not be written to known_hosts", where, e);
                    keys.acceptOnce(key);
                }
            }
        }
        return true;
    }

    private Prompts.HostKeyAnswer ask(String where, Settings settings, KeyBlob key) {
        return hosts.credentials()
                .prompts()
                .acceptHostKey(
                        new Prompts.HostKey(
                                where, settings.address(), key.type(), key.fingerprint()));
    }

    /// Closes what is open and what is being made; no further connection is made.
    @Override
    public void close() {
        closed = true;
        Line line = dialled;
        if (line != null) {
            line.close();
        }
        try {
            if (lock.tryLock(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    connections.forEach(Connection::close);
                    connections.clear();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
