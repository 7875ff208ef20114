package lockstep.peer;

import static lockstep.peer.PreflightStage.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.pool.Pools;
import lockstep.pool.Way;
import lockstep.preflight.Findings;
import lockstep.preflight.Health;
import lockstep.preflight.Kind;
import lockstep.preflight.Need;
import lockstep.preflight.Preflight;
import lockstep.preflight.Staging;
import lockstep.preflight.Weight;
import lockstep.preflight.Work;
import lockstep.rsync.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a preflight finds about pools, against a real HAProxy.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PreflightPoolTest {
    private static final List<String> SERVERS = List.of("shop/web1", "shop/web2", "shop/web3");

    @TempDir Path directory;

    private Shop shop;

    @BeforeEach
    void start() throws Exception {
        Peer.program("rsync");
        for (String name : List.of("web1", "web2", "web3")) {
            Files.createDirectory(directory.resolve(name));
        }
        Path haproxy = Files.createDirectory(directory.resolve("haproxy"));
        shop =
                new Shop(
                        haproxy,
                        Haproxy.Kind.WORKER,
                        nodes ->
                                "backend shop\n  option httpchk GET /health\n"
                                        + Haproxy.servers(nodes));
    }

    @AfterEach
    void end() {
        if (shop != null) {
            shop.close();
        }
    }

    private Findings check(int floor, int abreast, List<String> servers, List<String> targets)
            throws Exception {
        List<Balancer.Server> known =
                servers.stream()
                        .map(s -> s.split("/"))
                        .map(s -> new Balancer.Server(s[0], s[1], s[1]))
                        .toList();
        Dialect dialect = new Dialect.Haproxy("local", shop.haproxy.admin().toString());
        List<Node> nodes =
                Stream.of("web1", "web2", "web3")
                        .map(n -> new Node(n, "local", directory.resolve(n).toString(), false))
                        .toList();
        Cluster cluster =
                new Cluster(
                        "shop",
                        nodes,
                        "web1",
                        List.of(),
                        List.of(new Balancer("lb1", dialect, floor, known)));
        Pools.Access access = new Pools.Access(LocalHost::new, LocalHost::new, _ -> {});
        try (Pools pools = Pools.open(cluster, access)) {
            Preflight preflight =
                    new Preflight(
                            cluster,
                            name -> new Endpoint(new LocalHost(name), root(name), false),
                            new Preflight.Around(
                                    Optional.of(pools),
                                    Health.UNKNOWN,
                                    Staging.NONE,
                                    InstantSource.system()));
            List<Work.Target> all =
                    targets.stream()
                            .map(t -> new Work.Target(t, Optional.empty(), Need.NOTHING))
                            .toList();
            Work work = new Work("web1", all, abreast, Work.OwnFiles.NONE);
            return preflight.check(work, new Cancel());
        }
    }

    private String root(String node) {
        return directory.resolve(node).toString();
    }

    private void ready() throws Exception {
        shop.ready(1, SERVERS.toArray(String[]::new)).close();
    }

    @Test
    void poolsThatCanSpareANode() throws Exception {
        ready();

        assertThat(check(2, 1, SERVERS, List.of("web2", "web3")).all()).isEmpty();
    }

    @Test
    void theFloor() throws Exception {
        ready();

        assertThat(
                        only(
                                        check(3, 1, SERVERS, List.of("web2")),
                                        "web2",
                                        Kind.FLOOR,
                                        Weight.BLOCKS)
                                .what())
                .contains("shop", "2 usable", "floor is 3");
        assertThat(
                        only(
                                        check(2, 2, SERVERS, List.of("web2", "web3")),
                                        "lb1",
                                        Kind.FLOOR,
                                        Weight.WARNS)
                                .what())
                .contains("With 2 nodes out at once, backend shop keeps 1");
    }

    @Test
    void membersThatAreUnknownOrOutOrInNoPool() throws Exception {
        ready();
        try (Pools pools = shop.pools(1, SERVERS.toArray(String[]::new))) {
            pools.takeOut("web2", Shop.leave(Way.DRAIN));
            List<String> servers = List.of("shop/web2", "api/web1");

            Findings findings = check(0, 1, servers, List.of("web1", "web2", "web3"));

            assertThat(only(findings, "web1", Kind.POOL, Weight.BLOCKS).what())
                    .contains("does not know lb1/api/web1");
            assertThat(only(findings, "web2", Kind.POOL, Weight.WARNS).what())
                    .contains("DRAIN", "taken it out already");
            assertThat(only(findings, "web3", Kind.POOL, Weight.WARNS).what())
                    .contains("in no pool");
        }
    }

    @Test
    void aMemberThatIsDownAndABalancerThatIsDead() throws Exception {
        ready();
        shop.node("web3").close();
        try (Pools pools = shop.pools(1, SERVERS.toArray(String[]::new))) {
            Shop.until(() -> Shop.member(pools, "shop/web3").state() == lockstep.pool.State.DOWN);
        }
        assertThat(
                        only(check(0, 1, SERVERS, List.of("web3")), "web3", Kind.POOL, Weight.WARNS)
                                .what())
                .contains("DOWN", "before anything was done");

        shop.haproxy.kill();
        only(check(0, 1, SERVERS, List.of("web2")), "lb1", Kind.POOL, Weight.BLOCKS);
    }

    @Test
    void everyFindingSaysWhatToDo() throws Exception {
        shop.haproxy.kill();

        assertThat(check(0, 1, SERVERS, List.of("web2")).all())
                .isNotEmpty()
                .allSatisfy(f -> assertThat(Map.of(f.what(), f.remedy())).doesNotContainKey(""));
    }
}
