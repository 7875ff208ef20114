package lockstep.peer;

import static lockstep.peer.Shop.LIMIT;
import static lockstep.peer.Shop.fault;
import static lockstep.peer.Shop.leave;
import static lockstep.peer.Shop.member;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.pool.Leave;
import lockstep.pool.Member;
import lockstep.pool.Pools;
import lockstep.pool.State;
import lockstep.pool.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ways out and back, and what else than an order decides about a server.
@Timeout(120)
class HaproxyWaysTest {
    @TempDir Path directory;

    private Shop shop(String more) throws Exception {
        return new Shop(
                directory,
                Haproxy.Kind.WORKER,
                nodes -> {
                    String text = "backend shop\n" + Haproxy.servers(nodes) + more;
                    for (WebNode node : nodes) {
                        text = text.replace("$" + node.name(), "127.0.0.1:" + node.port());
                    }
                    return text;
                });
    }

    @Test
    void weightZeroLeadsOutAndBackWhateverTheAlgorithm() throws Exception {
        String servers =
                """
                  server web1 $web1 weight 7
                  server web2 $web2 weight 7
                """;
        try (Shop shop =
                shop(
                        "backend src\n  balance source\n"
                                + servers
                                + "backend rr\n  balance static-rr\n"
                                + servers)) {
            Pools pools = shop.pools(1, "src/web1", "src/web2", "rr/web1", "rr/web2");
            List<Member> out = pools.takeOut("web1", leave(Way.WEIGHT_ZERO));
            assertThat(out).hasSize(2).allMatch(m -> m.state() == State.DRAIN);
            assertThat(out).allMatch(m -> m.weight().getAsInt() == 0);
            assertThat(out).allMatch(m -> m.reason().startsWith("its weight is 0;"));
            for (String path : List.of("/src/x", "/rr/x")) {
                try (HttpClient client = HttpClient.newHttpClient()) {
                    for (int i = 0; i < 10; i++) {
                        assertThat(shop.get(client, path)).isEqualTo("web2");
                    }
                }
            }
            assertThat(fault(() -> pools.takeOut("web2", leave(Way.WEIGHT_ZERO))))
                    .isInstanceOf(Fault.CapacityTooLow.class);
            assertThat(pools.ready("web1"))
                    .allMatch(m -> m.state() == State.UP && m.weight().getAsInt() == 7);
        }
    }

    @Test
    void readyUndoesBothStateAndWeightAndGivesBackWhatWasThere() throws Exception {
        try (Shop shop =
                shop("backend b\n  server web1 $web1 weight 100\n  server web2 $web2 weight 0\n")) {
            Pools pools = shop.pools(0, "b/web1", "b/web2");
            shop.haproxy.ask("set server b/web1 weight 40%");
            pools.takeOut("web1", leave(Way.WEIGHT_ZERO));
            pools.takeOut("web1", leave(Way.WEIGHT_ZERO));
            pools.takeOut("web1", leave(Way.DRAIN));
            assertThat(member(pools, "b/web1").reason())
                    .startsWith("told to drain; its weight is 0");
            assertThat(pools.ready("web1"))
                    .allMatch(m -> m.state() == State.UP && m.weight().getAsInt() == 40);
            pools.takeOut("web1", leave(Way.DRAIN));
            assertThat(pools.ready("web1")).allMatch(m -> m.weight().getAsInt() == 40);

            Fault fault = fault(() -> pools.ready("web2"));
            assertThat(fault).isInstanceOf(Fault.BalancerRefused.class);
            assertThat(fault.what()).contains("its weight is 0 in the balancer's configuration");
            assertThat(member(pools, "b/web2").weight()).hasValue(0);
        }
    }

    @Test
    void backupServersDoNotMakeUpForTheLastActiveOne() throws Exception {
        try (Shop shop =
                shop(
                        """
                        backend b
                          server web1 $web1
                          server web2 $web2 backup
                          server web3 $web3 backup
                        """)) {
            Pools pools = shop.pools(1, "b/web1", "b/web2", "b/web3");
            Fault low = fault(() -> pools.takeOut("web1", leave(Way.DRAIN)));
            assertThat(low.what())
                    .contains("0 usable servers", "Not counted: the backup servers web2, web3.");
            pools.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.IGNORED));
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(shop.get(client, "/b/x")).as("only the first backup").isEqualTo("web2");
            }
            pools.takeOut("web2", leave(Way.DRAIN));
            assertThat(fault(() -> pools.takeOut("web3", leave(Way.DRAIN))))
                    .isEqualTo(new Fault.CapacityTooLow("lb1", "b", 0, 1));
        }
    }

    @Test
    void whoTracksAServerLeavesAndComesBackWithIt() throws Exception {
        try (Shop shop =
                shop(
                        """
                        backend follow
                          server web1 $web1 track shop/web1
                          server web2 $web2 track shop/web2
                        """)) {
            Pools pools = shop.ready(1, "shop/web1", "shop/web2", "follow/web1", "follow/web2");
            assertThat(member(pools, "follow/web1").reason())
                    .isEqualTo("follows the checks of shop/web1: L4OK Layer4 check passed");
            assertThat(member(pools, "follow/web1").health()).isEqualTo(Member.Health.PASSED);
            Pools shopOnly = shop.pools(1, "shop/web1", "shop/web2");
            shopOnly.takeOut("web1", leave(Way.DRAIN));
            Member drained = member(pools, "follow/web1");
            assertThat(drained.state()).isEqualTo(State.DRAIN);
            assertThat(drained.reason()).startsWith("drained with shop/web1");
            assertThat(fault(() -> shopOnly.takeOut("web2", leave(Way.DRAIN))))
                    .as("its tracker is the last one of its backend")
                    .isEqualTo(new Fault.CapacityTooLow("lb1", "follow", 0, 1));
            shopOnly.takeOut("web1", leave(Way.MAINTENANCE));
            assertThat(member(pools, "follow/web1").reason())
                    .startsWith("in maintenance with shop/web1");
            shopOnly.ready("web1");
            assertThat(pools.awaitUp("web1", LIMIT, _ -> {}, shop.cancel).members()).hasSize(2);
            for (Way way : Way.values()) {
                assertThat(pools.takeOut("web1", leave(way))).allMatch(m -> m.state().isOut());
                pools.ready("web1");
                pools.awaitUp("web1", LIMIT, _ -> {}, shop.cancel);
            }
        }
    }

    /// An agent may put back what was taken out, and nobody else would notice.
    @Test
    void anAgentThatPutsAServerBackEndsTheWait() throws Exception {
        try (Agent agent = new Agent();
                Shop shop =
                        shop(
                                """
                                backend b
                                  server web1 $web1 agent-check agent-port %d agent-inter 100
                                  server web2 $web2
                                """
                                        .formatted(agent.port()))) {
            Pools pools = shop.pools(1, "b/web1", "b/web2");
            pools.takeOut("web1", leave(Way.DRAIN));
            assertThat(member(pools, "b/web1").reason())
                    .contains("its agent check can change this by itself");
            Fault fault =
                    fault(
                            () ->
                                    pools.awaitZero(
                                            "web1", LIMIT, _ -> agent.says("ready"), shop.cancel));
            assertThat(fault.what()).contains("not out of the pool: lb1/b/web1 is UP");
            assertThat(pools.look().warnings())
                    .anyMatch(w -> w.startsWith("lb1: web1's drain was lost"));
        }
    }

    @Test
    void aPageThatAnswers404EndsAServerAndDoesNotReviveAStoppedOne() throws Exception {
        try (Shop shop =
                shop(
                        """
                        backend b
                          option httpchk GET /health
                          http-check disable-on-404
                          default-server check inter 100 rise 2 fall 2
                          server web1 $web1
                          server web2 $web2
                        """)) {
            Pools pools = shop.ready(1, "b/web1", "b/web2");
            shop.node("web1").health(404);
            Shop.until(() -> member(pools, "b/web1").state() == State.STOPPING);
            assertThat(member(pools, "b/web1").reason()).contains("answers 404: it asked to end");
            assertThat(fault(() -> pools.takeOut("web2", leave(Way.DRAIN))))
                    .as("who ends is no capacity")
                    .isInstanceOf(Fault.CapacityTooLow.class);
            shop.node("web1").health(500);
            Shop.until(() -> member(pools, "b/web1").state() == State.DOWN);
            shop.node("web1").health(404);
            Shop.until(() -> member(pools, "b/web1").reason().contains("404"));
            assertThat(member(pools, "b/web1").state()).isEqualTo(State.DOWN);
            shop.node("web1").health(200);
            pools.awaitUp("web1", LIMIT, _ -> {}, shop.cancel);
        }
    }

    @Test
    void waitingForAServerThatIsDownOrInMaintenanceEnds() throws Exception {
        try (Shop shop = shop("")) {
            Pools pools = shop.ready(1, "shop/web1", "shop/web2", "shop/web3");
            shop.node("web1").health(500);
            shop.node("web1").close();
            Shop.until(() -> member(pools, "shop/web1").state() == State.DOWN);
            for (Way way : Way.values()) {
                pools.takeOut("web1", leave(way));
                assertThat(pools.awaitZero("web1", LIMIT, _ -> {}, shop.cancel).took())
                        .isLessThan(LIMIT);
            }
            pools.takeOut("web1", leave(Way.DRAIN));
            assertThat(member(pools, "shop/web1").state()).isEqualTo(State.MAINT);
        }
    }

    @Test
    void aSlowStartIsNotUpAndNoCapacity() throws Exception {
        try (Shop shop =
                shop(
                        """
                        backend b
                          default-server check inter 100 rise 2 fall 2 slowstart 4s
                          server web1 $web1
                          server web2 $web2
                        """)) {
            Pools pools = shop.ready(1, "b/web1", "b/web2");
            pools.takeOut("web1", leave(Way.MAINTENANCE));
            pools.ready("web1");
            Shop.until(() -> member(pools, "b/web1").reason().startsWith("slow start at "));
            assertThat(member(pools, "b/web1").state()).isEqualTo(State.STARTING);
            assertThat(fault(() -> pools.takeOut("web2", leave(Way.DRAIN))))
                    .isInstanceOf(Fault.CapacityTooLow.class);
            pools.awaitUp("web1", LIMIT, _ -> {}, shop.cancel);
        }
    }

    @Test
    void aTunnelIsCountedUntilItIsEnded() throws Exception {
        try (Tunnel tunnel = new Tunnel();
                Shop shop = shop("backend ws\n  server web1 127.0.0.1:" + tunnel.port() + "\n")) {
            Pools pools = shop.pools(0, "ws/web1");
            try (Socket client = Tunnel.through(shop.haproxy.url("/").getPort(), "/ws/x")) {
                assertThat(member(pools, "ws/web1").sessions()).hasValue(1);
                assertThat(fault(() -> pools.endSessions("web1")))
                        .isInstanceOf(Fault.BalancerRefused.class);
                pools.takeOut("web1", leave(Way.MAINTENANCE));
                assertThat(member(pools, "ws/web1").sessions()).hasValue(1);
                assertThat(member(pools, "ws/web1").reason()).contains("1 connection to it in use");
                pools.endSessions("web1");
                pools.awaitZero("web1", LIMIT, _ -> {}, shop.cancel);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void whatTheNodeItselfAnsweredIsCounted() throws Exception {
        try (Shop shop =
                        shop(
                                """
                                backend b
                                  server web1 $web1
                                backend none
                                  server web1 127.0.0.1:1
                                """);
                HttpClient client = HttpClient.newHttpClient()) {
            Pools pools = shop.pools(0, "b/web1", "none/web1");
            assertThat(member(pools, "b/web1").load().answered()).hasValue(0);
            for (int i = 0; i < 3; i++) {
                assertThat(shop.get(client, "/b/x")).isEqualTo("web1");
            }
            assertThat(shop.get(client, "/none/x")).contains("503");
            assertThat(member(pools, "b/web1").load().answered()).hasValue(3);
            assertThat(member(pools, "none/web1").load().answered()).hasValue(0);
        }
    }
}
