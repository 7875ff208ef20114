package lockstep.peer;

import static lockstep.peer.Shop.LIMIT;
import static lockstep.peer.Shop.leave;
import static lockstep.peer.Shop.member;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import lockstep.pool.Pools;
import lockstep.pool.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that are bound to a node: backend `shop` by cookie, `table` by a stick table.
@Timeout(120)
class HaproxyStickyTest {
    @TempDir Path directory;
    private Shop shop;
    private Pools pools;

    @BeforeEach
    void open() throws Exception {
        shop =
                new Shop(
                        directory,
                        Haproxy.Kind.WORKER,
                        nodes -> {
                            StringBuilder text = new StringBuilder("backend shop\n");
                            text.append("  cookie SRV insert indirect nocache\n");
                            text.append("  option redispatch\n").append(Haproxy.CHECKED);
                            nodes.forEach(
                                    n -> text.append(Haproxy.server(n, "cookie " + n.name())));
                            text.append("backend table\n  stick-table type string size 1k\n");
                            text.append("  stick on hdr(X-Never),lower\n");
                            text.append("  stick on src\n").append(Haproxy.servers(nodes));
                            return text.toString();
                        });
        pools =
                shop.ready(
                        1,
                        "shop/web1",
                        "shop/web2",
                        "shop/web3",
                        "table/web1",
                        "table/web2",
                        "table/web3");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aDrainKeepsServingWhoHasACookieAndMaintenanceMovesThem() throws Exception {
        try (HttpClient browser = Shop.browser()) {
            String bound = shop.get(browser, "/");
            pools.takeOut(bound, leave(Way.DRAIN));
            Pools.Settled idle = pools.awaitZero(bound, LIMIT, _ -> {}, shop.cancel);
            assertThat(Pools.sessions(idle.members())).hasValue(0);
            for (int i = 0; i < 5; i++) {
                assertThat(shop.get(browser, "/")).isEqualTo(bound);
            }
            assertThat(member(pools, "shop/" + bound).reason())
                    .contains("clients hold cookies for it", "maintenance sends them elsewhere");
            assertThat(member(pools, "shop/" + bound).load().bound())
                    .as("nobody can count cookies")
                    .isEmpty();
            assertThat(pools.manner(bound).remarks())
                    .anyMatch(r -> r.startsWith("Clients hold cookies for their server in shop "));

            pools.takeOut(bound, leave(Way.MAINTENANCE));
            for (int i = 0; i < 5; i++) {
                assertThat(shop.get(browser, "/")).isNotEqualTo(bound);
            }
        }
    }

    @Test
    void clientsThatAStickTableBindsAreCountedApartFromSessions() throws Exception {
        try (HttpClient client = Shop.browser()) {
            String bound = shop.get(client, "/table/x");
            pools.takeOut(bound, leave(Way.DRAIN));
            Pools.Settled idle = pools.awaitZero(bound, LIMIT, _ -> {}, shop.cancel);
            assertThat(Pools.sessions(idle.members())).hasValue(0);
            assertThat(member(pools, "table/" + bound).load().bound()).hasValue(1);
            assertThat(member(pools, "table/" + bound).reason())
                    .contains("clients bound to it by stick table: 1");
            assertThat(idle.note())
                    .contains("1 client is bound to lb1/table/" + bound + " and may come back");
            assertThat(shop.get(client, "/table/x")).isEqualTo(bound);
            for (String other : new String[] {"web1", "web2", "web3"}) {
                if (!other.equals(bound)) {
                    assertThat(member(pools, "table/" + other).load().bound())
                            .as("who is in is not asked about")
                            .isEmpty();
                }
            }

            pools.takeOut(bound, leave(Way.MAINTENANCE));
            assertThat(shop.get(client, "/table/x")).isNotEqualTo(bound);
        }
    }

    @Test
    void aMemberWithoutBoundClientsSaysSo() throws Exception {
        pools.takeOut("web1", leave(Way.DRAIN));
        assertThat(member(pools, "table/web1").load().bound()).hasValue(0);
    }
}
