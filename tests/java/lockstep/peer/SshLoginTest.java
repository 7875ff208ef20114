package lockstep.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Link;
import lockstep.link.Prompts;
import lockstep.link.Prompts.HostKeyAnswer;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshLoginTest {
    private Sshd sshd;
    @TempDir private Path directory;

    @BeforeAll
    void start() throws Exception {
        sshd = Sshd.start();
    }

    @AfterAll
    void stop() {
        sshd.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
    void everyTypeOfKeyLogsIn(String type) throws Exception {
        Path key = key("plain_" + type, type, "");
        assertThat(echo(options(key), Prompts.refusing())).isEqualTo("in\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
    void anEncryptedKeyAsksForItsPassphraseOnce(String type) throws Exception {
        Path key = key("locked_" + type, type, "correct horse");
        Person person = new Person(HostKeyAnswer.NO, "wrong", "correct horse");
        try (SshHosts hosts = new SshHosts(options(key), person)) {
            assertThat(echo(hosts, "one")).isEqualTo("in\n");
            assertThat(echo(hosts, "another")).isEqualTo("in\n");
        }
        assertThat(person.asked())
                .containsExactly(
                        "passphrase locked_" + type + " 1", "passphrase locked_" + type + " 2");
    }

    @ParameterizedTest
    @CsvSource({"rsa,PEM", "ecdsa,PEM", "rsa,PKCS8", "ecdsa,PKCS8"})
    void olderFormatsOfEncryptedKeysAreRead(String type, String format) throws Exception {
        Path key = key("old_" + type + format, type, "secret");
        Peer.run(
                "ssh-keygen",
                "-p",
                "-m",
                format,
                "-P",
                "secret",
                "-N",
                "secret",
                "-f",
                key.toString());
        Files.delete(Path.of(key + ".pub"));
        assertThat(echo(options(key), new Person(HostKeyAnswer.NO, "secret"))).isEqualTo("in\n");
    }

    @Test
    void aWrongPassphraseIsSaidSo() throws Exception {
        Path key = key("mistaken", "ed25519", "right");
        Person person = new Person(HostKeyAnswer.NO, "a", "b", "c");
        Fault fault = refusal(options(key), person);
        assertThat(fault).isInstanceOf(Fault.AuthenticationFailed.class);
        assertThat(fault.message()).contains("web1").contains("mistaken: the passphrase is wrong");
        assertThat(person.asked()).hasSize(3);
    }

    @Test
    void thePassphraseOfAKeyThatTheServerDoesNotTakeIsNotAsked() throws Exception {
        Path key = directory.resolve("stranger");
        Sshd.generateKey(key, "ed25519", "never asked");
        Person person = new Person(HostKeyAnswer.NO, "x");
        Fault fault = refusal(options(key), person);
        assertThat(fault.message()).contains("stranger: not accepted");
        assertThat(person.asked()).isEmpty();
    }

    @Test
    void aFileThatIsNoKeyIsSaidSoAndTheNextIsTried() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken"), "no key at all\n");
        Path key = key("good", "ed25519", "");
        SshOptions options = sshd.options("IdentityFile " + broken, "IdentityFile " + key);
        assertThat(echo(options, Prompts.refusing())).isEqualTo("in\n");
        Fault fault = refusal(options(broken), Prompts.refusing());
        assertThat(fault.message()).contains("broken: it is not a private key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
    void theAgentSigns(String type) throws Exception {
        Path key = key("agent_" + type, type, "");
        try (SshAgent agent = SshAgent.start(directory.resolve(type + ".sock"))) {
            agent.add(key);
            Files.delete(key);
            assertThat(echo(options(agent, "IdentitiesOnly no"), Prompts.refusing()))
                    .isEqualTo("in\n");
        }
    }

    @Test
    void identitiesOnlyKeepsOtherAgentKeysBack() throws Exception {
        Path key = key("kept_back", "ed25519", "");
        Path named = directory.resolve("named");
        Sshd.generateKey(named, "ed25519", "");
        try (SshAgent agent = SshAgent.start(directory.resolve("only.sock"))) {
            agent.add(key);
            SshOptions options = options(agent, "IdentitiesOnly yes", "IdentityFile " + named);
            Fault fault = refusal(options, Prompts.refusing());
            assertThat(fault).isInstanceOf(Fault.AuthenticationFailed.class);
            assertThat(fault.message()).contains("named: not accepted").doesNotContain("agent key");
        }
    }

    @Test
    void aDeadAgentIsSaidSoAndTheKeyFileIsUsed() throws Exception {
        Path key = key("fallback", "ed25519", "");
        String dead = "IdentityAgent " + directory.resolve("nobody.sock");
        assertThat(echo(sshd.options(dead, "IdentityFile " + key), Prompts.refusing()))
                .isEqualTo("in\n");
        Path other = directory.resolve("other");
        Sshd.generateKey(other, "ed25519", "");
        Fault fault = refusal(sshd.options(dead, only(other)), Prompts.refusing());
        assertThat(fault.message()).contains("agent: no agent answers");
    }

    @Test
    void aPasswordLogsInAndAWrongOneIsAskedAgain() throws Exception {
        try (PasswordServer server = new PasswordServer(UserAuthPasswordFactory.INSTANCE)) {
            Person person = new Person(HostKeyAnswer.ONCE, "wrong", "s3cret ž");
            assertThat(echo(server.options(), person)).isEqualTo("in\n");
            assertThat(person.asked().subList(1, 3))
                    .containsExactly("password deploy 1", "password deploy 2");
        }
    }

    @Test
    void aPasswordAskedAsAQuestionLogsIn() throws Exception {
        try (PasswordServer server =
                new PasswordServer(UserAuthKeyboardInteractiveFactory.INSTANCE)) {
            Person person = new Person(HostKeyAnswer.ONCE, "wrong", "s3cret ž");
            assertThat(echo(server.options(), person)).isEqualTo("in\n");
            assertThat(person.asked().get(2)).startsWith("question Password");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPasswordIsAskedOnceForAllConnections(boolean asQuestion) throws Exception {
        UserAuthFactory way =
                asQuestion
                        ? UserAuthKeyboardInteractiveFactory.INSTANCE
                        : UserAuthPasswordFactory.INSTANCE;
        try (PasswordServer server = new PasswordServer(way)) {
            Person person = new Person(HostKeyAnswer.ONCE, "s3cret ž");
            try (SshHosts hosts = new SshHosts(server.options(), person)) {
                assertThat(echo(hosts, "web1")).isEqualTo("in\n");
                server.dropConnections();
                assertThat(echo(hosts, "web1")).isEqualTo("in\n");
            }
            assertThat(person.asked()).hasSize(2);
        }
    }

    @Test
    void wrongPasswordsAndNoPasswordAreSaidSo() throws Exception {
        try (PasswordServer server = new PasswordServer(UserAuthPasswordFactory.INSTANCE)) {
            Fault wrong =
                    refusal(server.options(), new Person(HostKeyAnswer.ONCE, "a", "b", "c", "d"));
            assertThat(wrong).isInstanceOf(Fault.AuthenticationFailed.class);
            assertThat(wrong.message()).contains("deploy").contains("password: not accepted");
            Fault none = refusal(server.options(), new Person(HostKeyAnswer.ONCE));
            assertThat(none.message()).contains("password: none was given");
        }
    }

    @Test
    void nobodyIsAskedInBatchMode() throws Exception {
        try (PasswordServer server = new PasswordServer(UserAuthPasswordFactory.INSTANCE)) {
            Person person = new Person(HostKeyAnswer.ALWAYS, "s3cret ž");
            Fault fault =
                    refusal(server.options("BatchMode yes", "StrictHostKeyChecking no"), person);
            assertThat(fault).isInstanceOf(Fault.AuthenticationFailed.class);
            assertThat(person.asked()).isEmpty();
        }
    }

    /// A key that the server takes.
    private Path key(String name, String type, String passphrase) throws IOException {
        Path key = directory.resolve(name);
        Sshd.generateKey(key, type, passphrase);
        Files.writeString(
                sshd.authorizedKeys(),
                Files.readString(Path.of(key + ".pub")),
                StandardOpenOption.APPEND);
        return key;
    }

    private SshOptions options(Path key) throws IOException {
        return sshd.options(only(key));
    }

    private SshOptions options(SshAgent agent, String... lines) throws IOException {
        String[] all =
                List.of(String.join("\n", lines), "IdentityAgent " + agent.socket())
                        .toArray(String[]::new);
        return withoutClientKey(sshd.options(all));
    }

    /// A configuration in which the server's own client key has no part.
    private SshOptions withoutClientKey(SshOptions options) throws IOException {
        Path config = options.config();
        assertThat(config).isNotNull();
        List<String> lines =
                Files.readAllLines(config).stream()
                        .filter(line -> !line.equals("IdentityFile " + sshd.clientKey()))
                        .toList();
        Files.write(config, lines);
        return options;
    }

    private static String only(Path key) {
        return "IdentityFile " + key;
    }

    private static String echo(SshOptions options, Prompts prompts) throws Exception {
        try (SshHosts hosts = new SshHosts(options, prompts)) {
            return echo(hosts, "web1");
        }
    }

    private static String echo(SshHosts hosts, String name) throws Exception {
        try (Link link = hosts.host(name, name).run(List.of("echo", "in"))) {
            return new String(link.in().readAllBytes(), UTF_8);
        }
    }

    private Fault refusal(SshOptions options, Prompts prompts) throws Exception {
        withoutClientKey(options);
        try (SshHosts hosts = new SshHosts(options, prompts)) {
            FaultException[] caught = new FaultException[1];
            assertThatThrownBy(() -> echo(hosts, "web1"))
                    .isInstanceOfSatisfying(FaultException.class, e -> caught[0] = e);
            return caught[0].fault();
        }
    }

    /// A private agent, in its own process.
    private static final class SshAgent implements AutoCloseable {
        private final Path socket;
        private final Process process;

        private SshAgent(Path socket, Process process) {
            this.socket = socket;
            this.process = process;
        }

        static SshAgent start(Path socket) throws Exception {
            Process process =
                    new ProcessBuilder(
                                    Peer.program("ssh-agent").toString(),
                                    "-D",
                                    "-a",
                                    socket.toString())
                            .redirectErrorStream(true)
                            .start();
            // It says where it listens once it does.
            assertThat(process.inputReader(UTF_8).readLine()).contains(socket.toString());
            return new SshAgent(socket, process);
        }

        Path socket() {
            return socket;
        }

        void add(Path key) throws IOException {
            Peer.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    /// A server that takes the password `s3cret ž` and nothing else.
    private final class PasswordServer implements AutoCloseable {
        private final SshServer server = SshServer.setUpDefaultServer();

        PasswordServer(UserAuthFactory way) throws IOException {
            server.setHost("127.0.0.1");
            server.setPort(0);
            server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
            server.setUserAuthFactories(List.of(way));
            server.setPasswordAuthenticator((_, password, _) -> password.equals("s3cret ž"));
            server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
            server.start();
        }

        SshOptions options(String... lines) throws IOException {
            Path config = Files.createTempFile(directory, "ssh_config", "");
            Files.writeString(config, String.join("\n", lines) + "\n");
            Files.write(
                    config,
                    List.of(
                            "HostName 127.0.0.1",
                            "Port " + server.getPort(),
                            "User deploy",
                            "IdentityAgent none",
                            "IdentityFile none",
                            "UserKnownHostsFile /dev/null",
                            "GlobalKnownHostsFile /dev/null"),
                    StandardOpenOption.APPEND);
            return SshOptions.standard().withConfig(config);
        }

        void dropConnections() throws IOException {
            for (AbstractSession session : server.getActiveSessions()) {
                session.close(true).await(10_000);
            }
        }

        @Override
        public void close() throws IOException {
            server.stop(true);
        }
    }
}
