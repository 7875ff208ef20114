package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Node;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.pool.Pools;
import lockstep.rsync.Endpoint;
import lockstep.rsync.RelayEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Where a node is said to be that a run leaves, with health files on this machine.
@Timeout(60)
class PoolStepsTest {
    private static final Fault STOPPED = new Fault.LinkLost("web2", "reset");

    @TempDir Path directory;

    /// @param web2 where its health file is looked for
    private List<String> left(Host web2) {
        String file = directory.resolve("out").toString();
        Dialect dialect =
                new Dialect.HealthFile(
                        file,
                        Dialect.HealthFile.Presence.PRESENT,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        false);
        List<Balancer.Server> servers =
                Stream.of("web1", "web2").map(n -> new Balancer.Server("web", n, n)).toList();
        Cluster cluster =
                new Cluster(
                        "shop",
                        Stream.of("web1", "web2")
                                .map(n -> new Node(n, "local", "/srv", false))
                                .toList(),
                        "web1",
                        List.of(),
                        List.of(new Balancer("lb1", dialect, 1, servers)),
                        false,
                        Optional.empty(),
                        List.of());
        Records records = new Records(cluster);
        Pools.Access access =
                new Pools.Access(
                        LocalHost::new,
                        node -> node.equals("web2") ? web2 : new LocalHost(node),
                        _ -> {});
        RecordedPools pools =
                new RecordedPools(
                        Pools.open(cluster, access),
                        records,
                        new Readiness(records, node -> new Endpoint(web2, "/srv", false)),
                        InstantSource.system());
        try (Heartbeat beat = Heartbeat.of(_ -> {}, Duration.ofDays(1))) {
            NodeSide side = new NodeSide("web2", new Deaf(), beat);
            PoolSteps steps = new PoolSteps(pools, side, true, () -> false, System::nanoTime);
            steps.leave(STOPPED, "k3f9qa");
            return side.remarks();
        } finally {
            pools.close();
        }
    }

    @Test
    void aNodeOutOfReachIsNotCalledIn() {
        Host gone =
                new PlayedHost(
                        "web2",
                        _ -> {
                            throw new FaultException(STOPPED);
                        });
        assertThat(left(gone))
                .containsExactly(
                        "it stays OUT of the pool until you put it back, as far as is known: it"
                                + " cannot be told at lb1/web/web2");
    }

    @Test
    void oneThatIsSeenIsCalledWhatItIs() throws Exception {
        assertThat(left(new LocalHost("web2")))
                .containsExactly("it is IN the load, though the run took it out: lb1/web/web2");
        Files.createFile(directory.resolve("out"));
        assertThat(left(new LocalHost("web2")))
                .containsExactly("it stays OUT of the pool until you put it back");
    }

    private static final class Deaf implements RunEvents {
        @Override
        public RelayEvents relay(String node) {
            return new RelayEvents() {};
        }
    }
}
