package lockstep.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Path HOME = Path.of("/h");

    private static Settings settings(String... lines) {
        return Settings.parse(Stream.of(lines), "web1", HOME);
    }

    @Test
    void tildesAndTokensAreExpanded() {
        Settings settings =
                settings(
                        "hostname 10.0.0.1",
                        "port 2222",
                        "user deploy",
                        "identityfile ~/.ssh/id_%h_%p_%r_%n",
                        "identityfile %d/k%%",
                        "identityfile /abs",
                        "identityfile none",
                        "proxycommand nc %h %p",
                        "userknownhostsfile ~/.ssh/known_hosts /etc/kh_%n none");
        assertThat(settings.identityFiles())
                .containsExactly(
                        Path.of("/h/.ssh/id_10.0.0.1_2222_deploy_web1"),
                        Path.of("/h/k%"),
                        Path.of("/abs"));
        assertThat(settings.proxyCommand()).contains("nc 10.0.0.1 2222");
        assertThat(settings.userKnownHosts())
                .containsExactly(Path.of("/h/.ssh/known_hosts"), Path.of("/etc/kh_web1"));
    }

    @ParameterizedTest
    @CsvSource({"inet, true, false", "inet6, false, true", "any, true, true"})
    void anAddressFamilyLeavesTheOtherOut(String said, boolean four, boolean six) {
        Settings settings = settings("addressfamily " + said);

        assertThat(settings.takes(InetAddress.ofLiteral("127.0.0.1"))).isEqualTo(four);
        assertThat(settings.takes(InetAddress.ofLiteral("::1"))).isEqualTo(six);
    }

    @Test
    void noneAndZeroMeanNothing() {
        Settings settings =
                settings(
                        "proxyjump none",
                        "proxycommand none",
                        "hostkeyalias none",
                        "connecttimeout none",
                        "serveraliveinterval 0",
                        "serveralivecountmax 3");
        assertThat(settings.jumps()).isEmpty();
        assertThat(settings.proxyCommand()).isEmpty();
        assertThat(settings.hostKeyAlias()).isEmpty();
        assertThat(settings.connectTimeout()).isEmpty();
        assertThat(settings.aliveInterval()).isEmpty();
        assertThat(settings.aliveCount()).isEmpty();
    }

    @Test
    void limitsOfTheConfigurationAreRead() {
        Settings settings =
                settings("connecttimeout 7", "serveraliveinterval 5", "serveralivecountmax 2");
        assertThat(settings.connectTimeout()).contains(Duration.ofSeconds(7));
        assertThat(settings.aliveInterval()).contains(Duration.ofSeconds(5));
        assertThat(settings.aliveCount()).contains(2);
    }

    @ParameterizedTest
    @CsvSource({
        "true,yes",
        "yes,yes",
        "false,no",
        "no,no",
        "off,no",
        "accept-new,accept-new",
        "ask,ask",
        "nonsense,ask"
    })
    void everySpellingOfStrictnessIsKnown(String printed, String meant) {
        assertThat(settings("stricthostkeychecking " + printed).strictHostKeyChecking())
                .isEqualTo(meant);
    }

    @Test
    void theAgentIsWhereTheConfigurationSaysAndElseWhereTheEnvironmentDoes() {
        Map<String, String> environment = Map.of("SSH_AUTH_SOCK", "/run/a", "MINE", "/run/m");
        assertThat(settings().agentSocket(environment)).contains("/run/a");
        assertThat(settings().agentSocket(Map.of())).isEmpty();
        assertThat(settings("identityagent none").agentSocket(environment)).isEmpty();
        assertThat(settings("identityagent SSH_AUTH_SOCK").agentSocket(environment))
                .contains("/run/a");
        assertThat(settings("identityagent $MINE").agentSocket(environment)).contains("/run/m");
        assertThat(settings("identityagent ${MINE}").agentSocket(environment)).contains("/run/m");
        assertThat(settings("identityagent ~/agent.sock").agentSocket(environment))
                .contains("/h/agent.sock");
    }

    @Test
    void withoutAClientTheUsualDefaultsHold() throws Exception {
        Settings settings = Settings.defaults(Address.parse("web1", "deploy@[::1]:2222"), HOME);
        assertThat(settings.address()).isEqualTo("[::1]:2222");
        assertThat(settings.user()).isEqualTo("deploy");
        assertThat(settings.identityFiles()).contains(HOME.resolve(".ssh/id_ed25519"));
        assertThat(settings.userKnownHosts()).contains(HOME.resolve(".ssh/known_hosts"));
        assertThat(settings.strictHostKeyChecking()).isEqualTo("ask");
        assertThat(settings.interactive()).isTrue();
    }

    @Test
    void jumpsAreInTheOrderInWhichTheyArePassed() {
        assertThat(settings("proxyjump a@one:1,two").jumps()).containsExactly("a@one:1", "two");
    }

    @Test
    void compressionIsAskedFor() {
        assertThat(settings("compression yes").compression()).isTrue();
        assertThat(settings("compression no").compression()).isFalse();
        assertThat(settings("compression no", "user u").compressing().compression()).isTrue();
        assertThat(settings("compression no", "user u").compressing().user()).isEqualTo("u");
    }
}
