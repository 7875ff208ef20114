package lockstep.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/// Judges the host key of one server for one attempt to connect.
///
/// The library asks in the middle of the key exchange, where nobody can wait for a person. So an
/// unknown key ends the attempt, [#verdict] says why, and the [Route] asks and tries again.
final class HostKeys implements HostKeyVerifier {
    /// Keys that a person accepted until the program ends, by known-hosts name.
    static final class Accepted {
        private final Map<String, KeyBlob> keys = new ConcurrentHashMap<>();

        void add(String name, KeyBlob key) {
            keys.put(name, key);
        }

        private List<KeyBlob> keys(String name) {
            KeyBlob key = keys.get(name);
            return key == null ? List.of() : List.of(key);
        }
    }

    /// What came of it.
    sealed interface Verdict {
        /// No key was shown yet.
        record None() implements Verdict {}

        record Trusted(KeyBlob key) implements Verdict {}

        record Unknown(KeyBlob key) implements Verdict {}

        record Changed(KeyBlob key) implements Verdict {}

        record Revoked(KeyBlob key) implements Verdict {}
    }

    private final Settings settings;
    private final Accepted accepted;
    private final KnownHosts known;
    private final String name;
    private volatile Verdict verdict = new Verdict.None();

    /// @throws FaultException `Unreadable` when a known-hosts file exists and cannot be read
    HostKeys(String where, Settings settings, Accepted accepted) throws FaultException {
        this.settings = settings;
        this.accepted = accepted;
        this.name =
                settings.hostKeyAlias()
                        .orElse(KnownHosts.name(settings.hostName(), settings.port()));
        try {
            known =
                    KnownHosts.read(
                            Stream.concat(
                                            settings.userKnownHosts().stream(),
                                            settings.globalKnownHosts().stream())
                                    .toList());
        } catch (IOException e) {
            throw new FaultException(
                    new Fault.Unreadable(where, "known_hosts", Visible.text(String.valueOf(e))), e);
        }
    }

    Verdict verdict() {
        return verdict;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey shown) {
        KeyBlob key = KeyBlob.of(shown);
        verdict = judge(key);
        return verdict instanceof Verdict.Trusted;
    }

    /// A key exchange in the life of a connection shows the key again; it must be the same.
    private Verdict judge(KeyBlob key) {
        if (verdict instanceof Verdict.Trusted(KeyBlob before)) {
            return before.equals(key) ? verdict : new Verdict.Changed(key);
        }
        if (known.revoked(name, key)) {
            return new Verdict.Revoked(key);
        }
        List<KeyBlob> keys = known.keys(name);
        if (keys.contains(key) || accepted.keys(name).contains(key)) {
            return new Verdict.Trusted(key);
        }
        // A key of another type is a change as well: the types that are known were asked for
        // first, and a listener who has none of those keys would otherwise only be "unknown".
        if (!keys.isEmpty() || !accepted.keys(name).isEmpty()) {
            return new Verdict.Changed(key);
        }
        return underPlainName(key) ? new Verdict.Trusted(key) : new Verdict.Unknown(key);
    }

    /// As `ssh` does, a server on another port may be the one known on port 22.
    private boolean underPlainName(KeyBlob key) {
        String plain = KnownHosts.name(settings.hostName(), 22);
        return settings.hostKeyAlias().isEmpty()
                && !known.revoked(plain, key)
                && known.keys(plain).contains(key);
    }

    /// The types of the keys that are known, so that the server shows one of them.
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return Stream.concat(known.keys(name).stream(), accepted.keys(name).stream())
                .flatMap(key -> Algorithms.signatures(key.type()).stream())
                .distinct()
                .toList();
    }

    /// Remembers `key` until the program ends.
    void acceptOnce(KeyBlob key) {
        accepted.add(name, key);
    }

    /// Writes `key` to the first of the user's files, and remembers it where there is none.
    void acceptAlways(KeyBlob key) throws IOException {
        if (settings.userKnownHosts().isEmpty()) {
            acceptOnce(key);
            return;
        }
        String hosts = settings.hashKnownHosts() ? KnownHosts.hashed(name) : name;
        Path file = settings.userKnownHosts().getFirst();
        KnownHosts.append(file, hosts, key);
        if (!Files.isRegularFile(file)) {
            acceptOnce(key); // /dev/null, which configurations name to keep nothing
        }
    }

    /// The fault that a verdict other than `Trusted` amounts to; `null` for none.
    @Nullable Fault fault(String where) {
        String address = settings.address();
        return switch (verdict) {
            case Verdict.None _, Verdict.Trusted _ -> null;
            case Verdict.Unknown(KeyBlob key) ->
                    new Fault.HostKeyUnknown(where, address, key.type(), key.fingerprint());
            case Verdict.Changed(KeyBlob key) -> changed(where, key.type(), key);
            case Verdict.Revoked(KeyBlob key) -> changed(where, "the REVOKED " + key.type(), key);
        };
    }

    private Fault changed(String where, String type, KeyBlob key) {
        String files =
                settings.userKnownHosts().isEmpty()
                        ? "known_hosts"
                        : settings.userKnownHosts().getFirst().toString();
        return new Fault.HostKeyChanged(
                where, settings.address(), type, key.fingerprint(), Visible.text(files, 400));
    }
}
