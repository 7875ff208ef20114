package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Link;
import lockstep.link.Prompts.HostKeyAnswer;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshHostKeyTest {
    private Sshd sshd;
    @TempDir private Path directory;

    @BeforeAll
    void start() throws Exception {
        sshd = Sshd.start(List.of("ed25519", "rsa", "ecdsa"));
    }

    @AfterAll
    void stop() {
        sshd.close();
    }

    @Test
    void anUnknownKeyIsShownAndAskedAndWrittenOnce() throws Exception {
        Path file = directory.resolve("new").resolve("known_hosts");
        Person person = new Person(HostKeyAnswer.ALWAYS);
        connect(options(file, "StrictHostKeyChecking ask"), person);
        String fingerprint = fingerprint("host_ed25519");
        assertThat(person.asked()).containsExactly("host key ssh-ed25519 " + fingerprint);
        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(Files.readString(file))
                .startsWith("[127.0.0.1]:" + sshd.port() + " ssh-ed25519");
        sshAgrees(file);
        connect(options(file, "StrictHostKeyChecking yes"), new Person(HostKeyAnswer.NO));
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void anAcceptedKeyIsWrittenHashedWhereThatIsWanted() throws Exception {
        Path file = Files.writeString(directory.resolve("hashed"), "# no line break at the end");
        SshOptions options = options(file, "StrictHostKeyChecking ask", "HashKnownHosts yes");
        connect(options, new Person(HostKeyAnswer.ALWAYS));
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(Files.readAllLines(file).get(1)).startsWith("|1|").doesNotContain("127.0.0.1");
        sshAgrees(file);
        connect(options(file, "StrictHostKeyChecking yes"), new Person(HostKeyAnswer.NO));
    }

    @Test
    void aFileThatSshKeygenHashedIsRead() throws Exception {
        Path file = directory.resolve("keygen");
        Files.write(file, sshd.hostKeyLines());
        Peer.run("ssh-keygen", "-H", "-f", file.toString());
        assertThat(Files.readString(file)).doesNotContain("127.0.0.1");
        connect(options(file, "StrictHostKeyChecking yes"), new Person(HostKeyAnswer.NO));
    }

    @Test
    void aKeyAcceptedOnceIsNotWritten() throws Exception {
        Path file = directory.resolve("once");
        Person person = new Person(HostKeyAnswer.ONCE);
        try (SshHosts hosts = new SshHosts(options(file, "StrictHostKeyChecking ask"), person)) {
            connect(hosts);
            sshd.dropConnections();
            connect(hosts);
        }
        assertThat(person.asked()).hasSize(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void anUnknownKeyThatIsRefusedEndsIt() throws Exception {
        Path file = directory.resolve("refused");
        Fault asked = refusal(options(file, "StrictHostKeyChecking ask"), HostKeyAnswer.NO);
        assertThat(asked).isInstanceOf(Fault.HostKeyUnknown.class);
        assertThat(asked.message()).contains("web1").contains(fingerprint("host_ed25519"));
        Fault strict = refusal(options(file, "StrictHostKeyChecking yes"), HostKeyAnswer.ALWAYS);
        assertThat(strict).isInstanceOf(Fault.HostKeyUnknown.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void acceptNewTakesAnUnknownKeyAndNoOther() throws Exception {
        Path file = directory.resolve("accept_new");
        connect(options(file, "StrictHostKeyChecking accept-new"), new Person(HostKeyAnswer.NO));
        assertThat(Files.readAllLines(file)).hasSize(1);
        Path changed = changedKeys("accept_new_changed");
        assertThat(
                        refusal(
                                options(changed, "StrictHostKeyChecking accept-new"),
                                HostKeyAnswer.ALWAYS))
                .isInstanceOf(Fault.HostKeyChanged.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask", "no", "yes", "accept-new"})
    void aChangedKeyIsAlwaysRefused(String strict) throws Exception {
        Path file = changedKeys("changed_" + strict);
        String before = Files.readString(file);
        SshOptions options = options(file, "StrictHostKeyChecking " + strict);
        Fault fault = refusal(options, HostKeyAnswer.ALWAYS);
        assertThat(fault).isInstanceOf(Fault.HostKeyChanged.class);
        assertThat(fault.message()).contains("CHANGED").contains(file.toString());
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void aKeyOfAnotherTypeThanTheKnownOneIsAChange() throws Exception {
        try (Sshd onlyRsa = Sshd.start(List.of("rsa"))) {
            Path file = directory.resolve("other_type");
            Path stranger = directory.resolve("stranger_ecdsa");
            Sshd.generateKey(stranger, "ecdsa", "");
            Files.writeString(file, line(onlyRsa.port(), stranger));
            SshOptions options =
                    onlyRsa.options("UserKnownHostsFile " + file, "StrictHostKeyChecking no");
            assertThat(refusal(options, HostKeyAnswer.ALWAYS))
                    .isInstanceOf(Fault.HostKeyChanged.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
    void theServerIsAskedForTheTypeThatIsKnown(String type) throws Exception {
        Path file = directory.resolve("only_" + type);
        Files.writeString(file, line(sshd.port(), sshd.directory().resolve("host_" + type)));
        connect(options(file, "StrictHostKeyChecking yes"), new Person(HostKeyAnswer.NO));
    }

    @Test
    void aRevokedKeyIsRefusedEvenWhereItIsTrusted() throws Exception {
        Path file = directory.resolve("revoked");
        List<String> lines = new ArrayList<>(sshd.hostKeyLines());
        for (String line : sshd.hostKeyLines()) {
            lines.add("@revoked * " + line.substring(line.indexOf(' ') + 1));
        }
        Files.write(file, lines);
        Fault fault = refusal(options(file, "StrictHostKeyChecking no"), HostKeyAnswer.ALWAYS);
        assertThat(fault).isInstanceOf(Fault.HostKeyChanged.class);
        assertThat(fault.message()).contains("REVOKED");
    }

    @Test
    void aCertificateAuthorityTrustsNoPlainKey() throws Exception {
        Path file = directory.resolve("authority");
        List<String> lines =
                sshd.hostKeyLines().stream()
                        .map(l -> "@cert-authority * " + l.substring(l.indexOf(' ') + 1))
                        .toList();
        Files.write(file, lines);
        assertThat(refusal(options(file, "StrictHostKeyChecking yes"), HostKeyAnswer.ALWAYS))
                .isInstanceOf(Fault.HostKeyUnknown.class);
    }

    @Test
    void everyFileCountsAndAnAliasNamesTheKeys() throws Exception {
        Path first = Files.writeString(directory.resolve("first"), "");
        Path second = directory.resolve("second");
        Path key = sshd.directory().resolve("host_ed25519.pub");
        Files.writeString(second, "the-cluster " + Files.readString(key));
        SshOptions options =
                sshd.options(
                        "UserKnownHostsFile " + first + " " + second,
                        "HostKeyAlias the-cluster",
                        "StrictHostKeyChecking yes");
        connect(options, new Person(HostKeyAnswer.NO));
    }

    /// Lines that name other keys of every type for the server.
    private Path changedKeys(String name) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String type : List.of("ed25519", "rsa", "ecdsa")) {
            Path stranger = directory.resolve(name + "_" + type);
            Sshd.generateKey(stranger, type, "");
            lines.append(line(sshd.port(), stranger));
        }
        return Files.writeString(directory.resolve(name), lines);
    }

    private static String line(int port, Path key) throws IOException {
        return "[127.0.0.1]:" + port + " " + Files.readString(Path.of(key + ".pub"));
    }

    private SshOptions options(Path knownHosts, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("UserKnownHostsFile " + knownHosts);
        return sshd.options(all.toArray(String[]::new));
    }

    private String fingerprint(String key) throws IOException {
        String line = Peer.run("ssh-keygen", "-lf", sshd.directory().resolve(key) + ".pub");
        return line.split(" ")[1];
    }

    /// The real client finds the server's key in `file`.
    private void sshAgrees(Path file) throws IOException {
        Path config = options(file, "StrictHostKeyChecking yes", "BatchMode yes").config();
        assertThat(Peer.run("ssh", "-T", "-F", String.valueOf(config), "web1", "echo", "agreed"))
                .contains("agreed");
    }

    private static void connect(SshOptions options, Person person) throws Exception {
        try (SshHosts hosts = new SshHosts(options, person)) {
            connect(hosts);
        }
    }

    private static void connect(SshHosts hosts) throws Exception {
        try (Link link = hosts.host("web1", "web1").run(List.of("true"))) {
            assertThat(link.awaitExit(Duration.ofSeconds(20))).isZero();
        }
    }

    private static Fault refusal(SshOptions options, HostKeyAnswer answer) {
        FaultException[] caught = new FaultException[1];
        assertThatThrownBy(() -> connect(options, new Person(answer)))
                .isInstanceOfSatisfying(FaultException.class, e -> caught[0] = e);
        return caught[0].fault();
    }
}
