package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every kind of balancer in the cluster file.
class DialectFileTest {
    private static final List<Balancer.Server> SERVERS =
            List.of(new Balancer.Server("shop", "[2001:db8::1]:80", "web1"));

    private static final List<Dialect> SMALLEST =
            List.of(
                    new Dialect.Haproxy("lb", "/run/h.sock"),
                    new Dialect.Nginx("lb", "/etc/u.conf", Optional.empty(), "nginx", false),
                    new Dialect.NginxPlus("lb", "http://127.0.0.1:8080/api"),
                    new Dialect.Elb(Optional.empty(), Optional.empty(), Optional.empty()),
                    new Dialect.HealthFile(
                            "/srv/out",
                            Dialect.HealthFile.Presence.ABSENT,
                            Optional.empty(),
                            Optional.empty(),
                            Duration.ZERO,
                            false),
                    new Dialect.Commands(
                            "local",
                            List.of("l"),
                            List.of("d"),
                            List.of(),
                            List.of(),
                            List.of("r", "{end}")));

    @TempDir Path directory;

    @Test
    void theExampleShowsEveryKind() throws Exception {
        List<Balancer> balancers = ClusterReader.read(ClusterFile.example(), "c").balancers();
        assertThat(balancers)
                .extracting(b -> b.dialect().getClass().getSimpleName())
                .containsExactly("Haproxy", "Nginx", "NginxPlus", "Elb", "HealthFile", "Commands");
        assertThat(balancers.get(4).servers())
                .containsExactly(
                        new Balancer.Server("any", "web1", "web1"),
                        new Balancer.Server("any", "web2", "web2"));
    }

    @Test
    void whatIsLeftOutIsLeftOutWhenWrittenAgain() throws Exception {
        for (Dialect dialect : SMALLEST) {
            List<Balancer.Server> servers =
                    dialect instanceof Dialect.Haproxy
                            ? List.of(new Balancer.Server("shop", "web1", "web1"))
                            : SERVERS;
            Cluster cluster = cluster(new Balancer("lb", dialect, 0, servers));
            assertThat(cluster.problems()).isEmpty();
            Path file = directory.resolve("c.toml");
            ClusterFile.write(cluster, file);
            assertThat(ClusterFile.read(file)).isEqualTo(cluster);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "file = \"/etc/nginx/conf.d | file = \"etc/nginx/conf.d | is not absolute",
                "configuration = \"/etc | configuration = \"/../etc | \"..\"",
                "program = \"nginx\" | program = \"-s\" | is not absolute",
                "api = \"http: | api = \"https: | is not of the form http://",
                "api = \"http://127.0.0.1 | api = \"http://u:p@127.0.0.1 | is not of the form",
                "region = \"eu-central-1\" | region = \"eu central\" | is not 1 to 100",
                "region = \"eu-central-1\" | endpoint = \"x\" | is not of the form http|https://",
                "name = \"i-0123456789abcdef0:8080\" | name = \"-i\" | is not 1 to 250",
                "out = \"present\" | out = \"maybe\" | is none of present, absent",
                "port = 8080   | port = 80800 | not between 1 and 65535",
                "check = \"http://127.0.0.1:8080 | check = \"http:// | is not of the form",
                "list = [\"/usr/local/bin/pool\", \"list\"] | list = [] | must each be a command",
                "drain = [\"/usr/local/bin/pool\" | drain = [\" \" | has no program",
            })
    void isRefused(String sound, String broken, String reason) {
        String text = ClusterFile.example().replace(sound.strip(), broken.strip());
        assertThat(text).isNotEqualTo(ClusterFile.example());
        FaultException e =
                catchThrowableOfType(FaultException.class, () -> ClusterReader.read(text, "c"));
        assertThat(e.fault().what()).contains(reason);
    }

    private static Cluster cluster(Balancer balancer) {
        Node node = new Node("web1", "local", "/srv/www", false);
        return new Cluster("c", List.of(node), "web1", List.of(), List.of(balancer));
    }
}
