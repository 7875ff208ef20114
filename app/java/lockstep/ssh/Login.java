package lockstep.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Prompts;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthNone;

/// Logs in to one server, trying what `ssh` would try: the agent's keys, the key files, questions,
/// a password. Remembers what it tried, in words, for the fault.
final class Login {
    /// One try; `true` when the server let us in.
    @FunctionalInterface
    interface Server {
        boolean authenticate(AuthMethod method, Duration limit)
                throws UserAuthException, TransportException;
    }

    /// A server is not offered more keys than this; most end the connection after six.
    private static final int MAX_KEYS = 32;

    private final String where;
    private final Settings settings;
    private final Credentials credentials;
    private final Set<String> tried = new LinkedHashSet<>();

    /// @param where the node, for messages
    Login(String where, Settings settings, Credentials credentials) {
        this.where = where;
        this.settings = settings;
        this.credentials = credentials;
    }

    /// @param allowed the ways that the server still offers; asked again after each try
    /// @throws FaultException `AuthenticationFailed`, `TimedOut`
    void in(Server server, Supplier<Collection<String>> allowed) throws FaultException {
        try {
            if (server.authenticate(new AuthNone(), limits().answer())
                    || withKeys(server, allowed)
                    || withAnswers(server, allowed)
                    || withPassword(server, allowed)) {
                return;
            }
        } catch (UserAuthException | TransportException e) {
            throw failed(e);
        }
        throw failed(null);
    }

    private SshOptions.Limits limits() {
        return credentials.options().limits();
    }

    private boolean withKeys(Server server, Supplier<Collection<String>> allowed)
            throws UserAuthException, TransportException {
        if (!settings.publicKeys()) {
            return false;
        }
        int offered = 0;
        for (Identity identity : identities()) {
            if (!allowed.get().contains("publickey") || offered++ == MAX_KEYS) {
                return false;
            }
            if (withKey(server, identity)) {
                return true;
            }
        }
        return false;
    }

    private boolean withKey(Server server, Identity identity)
            throws UserAuthException, TransportException {
        try {
            // Signing may ask a person, for a passphrase or to touch a key.
            if (server.authenticate(new PublicKeyLogin(identity), limits().person())) {
                return true;
            }
            note(identity.name() + ": not accepted");
        } catch (UserAuthException e) {
            if (fatal(e)) {
                throw e;
            }
            note(identity.name() + ": " + reason(e));
        } catch (TransportException e) {
            throw e;
        } catch (IOException e) {
            note(identity.name() + ": " + reason(e));
        }
        return false;
    }

    /// The agent's keys first, those that the configuration names before others; then the files
    /// that the agent does not hold.
    private List<Identity> identities() {
        List<KeyFile> files =
                settings.identityFiles().stream()
                        .filter(Files::isRegularFile)
                        .map(credentials::file)
                        .toList();
        Set<KeyBlob> named =
                settings.identityFiles().stream()
                        .map(credentials::file)
                        .map(KeyFile::known)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet());
        List<Identity> held = held();
        Map<Boolean, List<Identity>> byNamed =
                held.stream()
                        .collect(
                                Collectors.partitioningBy(
                                        k -> k.known().filter(named::contains).isPresent()));
        List<Identity> order = new ArrayList<>(Objects.requireNonNull(byNamed.get(true)));
        if (!settings.identitiesOnly()) {
            order.addAll(Objects.requireNonNull(byNamed.get(false)));
        }
        Set<KeyBlob> inAgent =
                order.stream()
                        .map(Identity::known)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet());
        files.stream()
                .filter(f -> f.known().filter(inAgent::contains).isEmpty())
                .forEach(order::add);
        return order;
    }

    private List<Identity> held() {
        Optional<String> socket = settings.agentSocket(System.getenv());
        if (socket.isEmpty()) {
            return List.of();
        }
        try {
            return new Agent(socket.get(), limits()).identities();
        } catch (IOException e) {
            note("agent: " + reason(e));
            return List.of();
        }
    }

    private boolean withAnswers(Server server, Supplier<Collection<String>> allowed)
            throws UserAuthException, TransportException {
        if (!allowed.get().contains("keyboard-interactive")
                || !settings.questions()
                || !settings.interactive()) {
            return false;
        }
        Passwords passwords = credentials.passwords();
        QuestionLogin method =
                new QuestionLogin(
                        account(),
                        credentials.prompts(),
                        passwords.of(account()),
                        settings.passwordAttempts());
        Duration limit = limits().person().multipliedBy(settings.passwordAttempts());
        passwords.forget(account());
        boolean in = tryOne(server, method, limit);
        method.password(in).ifPresent(password -> passwords.keep(account(), password));
        return in;
    }

    private boolean withPassword(Server server, Supplier<Collection<String>> allowed)
            throws UserAuthException, TransportException {
        if (!settings.passwords() || !settings.interactive()) {
            return false;
        }
        int asked = 0;
        while (allowed.get().contains("password") && asked < settings.passwordAttempts()) {
            char[] password = credentials.passwords().of(account());
            if (password == null) {
                asked++;
                password = credentials.prompts().password(account(), settings.user(), asked);
            }
            if (password == null) {
                note("password: none was given");
                return false;
            }
            if (withPassword(server, password)) {
                return true;
            }
        }
        return false;
    }

    /// Keeps the password when the server takes it, and forgets it when it does not.
    private boolean withPassword(Server server, char[] password)
            throws UserAuthException, TransportException {
        credentials.passwords().forget(account());
        try {
            boolean in = tryOne(server, new PasswordLogin(password), limits().answer());
            if (in) {
                credentials.passwords().keep(account(), password);
            }
            return in;
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private boolean tryOne(Server server, AuthMethod method, Duration limit)
            throws UserAuthException, TransportException {
        try {
            if (server.authenticate(method, limit)) {
                return true;
            }
            note(method.getName() + ": not accepted");
        } catch (UserAuthException e) {
            if (fatal(e)) {
                throw e;
            }
            note(method.getName() + ": " + reason(e));
        }
        return false;
    }

    private String account() {
        return where + " (" + settings.user() + "@" + settings.address() + ")";
    }

    private void note(String what) {
        tried.add(Visible.text(what, 300));
    }

    /// Whether the connection is gone, so that nothing more can be tried.
    private static boolean fatal(Throwable e) {
        for (Throwable at = e.getCause(); at != null; at = at.getCause()) {
            if (at instanceof TransportException || at instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.toString());
    }

    private FaultException failed(@org.jspecify.annotations.Nullable Exception why) {
        for (Throwable at = why; at != null; at = at.getCause()) {
            if (at instanceof TimeoutException) {
                return new FaultException(
                        new Fault.TimedOut(where, "the answer to a login", limits().answer()), why);
            }
        }
        if (why != null) {
            note("then the server ended the connection: " + reason(why));
        }
        String words = tried.isEmpty() ? "nothing that it allows" : String.join("; ", tried);
        return new FaultException(
                new Fault.AuthenticationFailed(where, settings.user(), words), why);
    }

    /// What is shared by all logins of one [SshHosts]: the person, and what the person opened.
    record Credentials(
            SshOptions options, Prompts prompts, Map<Path, KeyFile> files, Passwords passwords) {
        private KeyFile file(Path path) {
            Function<Path, KeyFile> open = p -> new KeyFile(p, prompts);
            return files.computeIfAbsent(path, open);
        }
    }
}
