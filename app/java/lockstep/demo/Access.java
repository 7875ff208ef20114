package lockstep.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/// The keys of one demo cluster, made on the spot, and the files through which any SSH client gets
/// in: a private key, `known_hosts` and `ssh_config`.
final class Access {
    private static final int RSA_BITS = 3072;

    private final Path directory;
    private final KeyPair client;
    private final KeyPair host;

    /// Makes both keys and writes the client's.
    Access(Path directory) throws IOException {
        this.directory = directory;
        try {
            client = fresh();
            host = fresh();
            writeClientKey();
        } catch (GeneralSecurityException e) {
            throw new IOException("no key could be made", e);
        }
    }

    /// Writes `known_hosts` and `ssh_config`.
    ///
    /// @param ports where each host listens on the loopback address, by name
    void describe(Map<String, Integer> ports) throws IOException {
        StringBuilder known = new StringBuilder();
        StringBuilder config = new StringBuilder();
        ports.forEach(
                (name, port) -> {
                    known.append("[127.0.0.1]:%d ".formatted(port))
                            .append(PublicKeyEntry.toString(host.getPublic()))
                            .append('\n');
                    config.append(entry(name, port));
                });
        Files.writeString(knownHosts(), known);
        Files.writeString(sshConfig(), config);
    }

    private String entry(String name, int port) {
        return """
        Host %s
            HostName 127.0.0.1
            Port %d
            User %s
            IdentityFile %s
            IdentitiesOnly yes
            IdentityAgent none
            UserKnownHostsFile %s
            GlobalKnownHostsFile /dev/null
            StrictHostKeyChecking yes

        """
                .formatted(name, port, user(), quoted(identity()), quoted(knownHosts()));
    }

    /// A path as OpenSSH's configuration takes it: blanks kept, no token expanded.
    private static String quoted(Path path) {
        return '"' + path.toString().replace("%", "%%") + '"';
    }

    /// Who logs in: whoever runs this.
    static String user() {
        return System.getProperty("user.name");
    }

    Path identity() {
        return directory.resolve("id_demo");
    }

    Path knownHosts() {
        return directory.resolve("known_hosts");
    }

    Path sshConfig() {
        return directory.resolve("ssh_config");
    }

    KeyPairProvider hostKey() {
        return KeyPairProvider.wrap(host);
    }

    boolean admits(String name, PublicKey key) {
        return name.equals(user()) && KeyUtils.compareKeys(key, client.getPublic());
    }

    private static KeyPair fresh() throws GeneralSecurityException {
        return SecurityUtils.isEDDSACurveSupported()
                ? KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256)
                : KeyUtils.generateKeyPair(KeyPairProvider.SSH_RSA, RSA_BITS);
    }

    private void writeClientKey() throws IOException, GeneralSecurityException {
        Files.createFile(
                identity(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(identity(), StandardOpenOption.WRITE)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
                    client, "lockstep demo", null, out);
        }
    }
}
