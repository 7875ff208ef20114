package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lockstep.fleet.Cluster;
import lockstep.fleet.Health;
import lockstep.fleet.Machine;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.preflight.Findings;
import lockstep.preflight.Kind;
import lockstep.run.OpenCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A preflight without a plan asks for what a run would: also for the health of the nodes.
@Timeout(60)
class AnyPreflightTest {
    @TempDir Path directory;

    @Test
    void aNodeThatIsNotWellIsFoundWithoutAPlan() throws Exception {
        Peer.program("rsync");
        Health health =
                new Health(
                        new Health.Command(List.of("test", "{node}", "!=", "web2")),
                        Machine.NODE,
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
        List<Node> nodes = List.of(node("web1"), node("web2"), node("web3"));
        Cluster cluster =
                new Cluster(
                        "shop",
                        nodes,
                        "web1",
                        List.of(),
                        List.of(),
                        false,
                        Optional.of(health),
                        List.of());
        try (OpenCluster open = OpenCluster.open(cluster, (name, _) -> new LocalHost(name))) {
            Findings findings = open.preflight(new Cancel());
            assertThat(findings.all())
                    .singleElement()
                    .satisfies(
                            found -> {
                                assertThat(found.node()).isEqualTo("web2");
                                assertThat(found.kind()).isEqualTo(Kind.HEALTH);
                            });
        }
    }

    private Node node(String name) throws Exception {
        Path root = Files.createDirectory(directory.resolve(name));
        return new Node(name, "local", root.toString(), false);
    }
}
