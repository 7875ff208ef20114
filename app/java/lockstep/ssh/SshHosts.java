package lockstep.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.link.Prompts;
import org.jspecify.annotations.Nullable;

/// Gives the [Host] for a node's address, and holds what hosts share: connections, opened keys,
/// accepted host keys, and the person to ask. One for a program. Safe for many threads.
///
/// ```java
/// try (SshHosts hosts = new SshHosts(SshOptions.standard(), Prompts.refusing())) {
///     Host web1 = hosts.host("web1", "deploy@web1.example.org");
///     try (Link link = web1.run(List.of("rsync", "--version"))) { … }
/// }
/// ```
public final class SshHosts implements AutoCloseable {
    private static final String LOCAL = "local";

    private final SshOptions options;
    private final Resolver resolver;
    private final Login.Credentials credentials;
    private final HostKeys.Accepted accepted = new HostKeys.Accepted();
    private final Map<Way, Route> routes = new ConcurrentHashMap<>();

    /// Where a route leads, and through what.
    private record Way(Address address, @Nullable List<String> hops) {}

    /// Sets up the cryptography of this process too: adds Bouncy Castle as its last security
    /// provider, where it is not there yet.
    public SshHosts(SshOptions options, Prompts prompts) {
        Algorithms.prepare();
        this.options = options;
        resolver = new Resolver(options);
        credentials =
                new Login.Credentials(
                        options,
                        new OneAtATime(prompts),
                        new ConcurrentHashMap<>(),
                        new Passwords());
    }

    /// The host at `address`, which is as in [lockstep.fleet.Node#address]. Does not connect: the
    /// first call on the host does.
    ///
    /// @throws FaultException `UnsafeArgument` for an address that `ssh` could misunderstand
    public Host host(String name, String address) throws FaultException {
        if (address.equals(LOCAL)) {
            return new LocalHost(name);
        }
        return remote(name, address);
    }

    /// As [#host(String, String)], where no address means this machine.
    public Host remote(String name, String address) throws FaultException {
        return new SshHost(name, route(name, address, null));
    }

    Route route(String where, String address, @Nullable List<String> hops) throws FaultException {
        Way way = new Way(Address.parse(where, address), hops == null ? null : List.copyOf(hops));
        return routes.computeIfAbsent(way, w -> new Route(this, w.address(), w.hops()));
    }

    SshOptions options() {
        return options;
    }

    Resolver resolver() {
        return resolver;
    }

    Login.Credentials credentials() {
        return credentials;
    }

    HostKeys.Accepted accepted() {
        return accepted;
    }

    /// Closes every connection, at most a second for each; links on them end with a fault.
    @Override
    public void close() {
        routes.values().forEach(Route::close);
    }

    /// A person answers one question at a time, however many nodes connect at once.
    private record OneAtATime(Prompts prompts, ReentrantLock turn) implements Prompts {
        OneAtATime(Prompts prompts) {
            this(prompts, new ReentrantLock());
        }

        private <T extends @Nullable Object> T inTurn(Supplier<T> question) {
            turn.lock();
            try {
                return question.get();
            } finally {
                turn.unlock();
            }
        }

        @Override
        public char @Nullable [] passphrase(Path file, int attempt) {
            return inTurn(() -> prompts.passphrase(file, attempt));
        }

        @Override
        public char @Nullable [] password(String where, String user, int attempt) {
            return inTurn(() -> prompts.password(where, user, attempt));
        }

        @Override
        public @Nullable List<char[]> answers(Challenge challenge) {
            return inTurn(() -> prompts.answers(challenge));
        }

        @Override
        public HostKeyAnswer acceptHostKey(HostKey key) {
            return inTurn(() -> prompts.acceptHostKey(key));
        }
    }
}
