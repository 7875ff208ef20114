package lockstep.peer;

import static lockstep.peer.Shop.LIMIT;
import static lockstep.peer.Shop.fault;
import static lockstep.peer.Shop.leave;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.LocalHost;
import lockstep.pool.Drivers;
import lockstep.pool.Pool;
import lockstep.pool.Pools;
import lockstep.pool.State;
import lockstep.pool.Way;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What reloads do to nodes that are out, with and without a master.
@Timeout(120)
class HaproxyReloadTest {
    private static final String[] SERVERS = {"shop/web1", "shop/web2", "shop/web3"};

    @TempDir Path directory;

    private Shop shop(Haproxy.Kind kind) throws Exception {
        return new Shop(directory, kind, nodes -> "backend shop\n" + Haproxy.servers(nodes));
    }

    @Test
    void sessionsThatAnOldProcessCarriesAreCountedAndWaitedFor() throws Exception {
        try (Shop shop = shop(Haproxy.Kind.MASTER)) {
            Pools pools = shop.ready(1, SERVERS);
            Shop.Slow slow = shop.slow("/slow");
            String old = shop.haproxy.pid();
            shop.haproxy.reload();
            String busy = slow.node().name();
            Shop.until(() -> Shop.member(pools, "shop/" + busy).state() == State.UP);

            pools.takeOut(busy, leave(Way.DRAIN));
            assertThat(Shop.member(pools, "shop/" + busy).sessions()).hasValue(1);
            assertThat(pools.look().warnings())
                    .anySatisfy(
                            w ->
                                    assertThat(w)
                                            .startsWith(
                                                    "An old process, pid %s, still carries 1 session on shop/%s; "
                                                            .formatted(old, busy)));
            assertThat(
                            fault(
                                    () ->
                                            pools.awaitZero(
                                                    busy,
                                                    Duration.ofMillis(700),
                                                    _ -> {},
                                                    shop.cancel)))
                    .isInstanceOfSatisfying(
                            Fault.GuardTripped.class,
                            f -> assertThat(f.what()).contains("1 session on lb1/shop/" + busy));
            pools.awaitZero(busy, LIMIT, _ -> slow.node().release(), shop.cancel);
            assertThat(slow.answer().get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(pools.look().warnings()).noneMatch(w -> w.contains("old process"));
        }
    }

    /// HAProxy refuses it there ("Proxy is disabled").
    @Test
    void sessionsThatAnOldProcessCarriesAreNotEndedAndStayCounted() throws Exception {
        try (Shop shop = shop(Haproxy.Kind.MASTER)) {
            Pools pools = shop.ready(1, SERVERS);
            Shop.Slow slow = shop.slow("/slow");
            shop.haproxy.reload();
            String busy = slow.node().name();
            Shop.until(() -> Shop.member(pools, "shop/" + busy).state() == State.UP);
            assertThat(fault(() -> pools.endSessions(busy)).what()).contains("still in the load");
            pools.takeOut(busy, leave(Way.DRAIN));
            assertThat(Pools.sessions(pools.endSessions(busy))).hasValue(1);
            assertThat(slow.answer()).isNotDone();
        }
    }

    @Test
    void withoutAMasterItIsSaidThatOldSessionsCannotBeSeen() throws Exception {
        try (Shop shop = shop(Haproxy.Kind.WORKER)) {
            Pools pools = shop.ready(1, SERVERS);
            assertThat(pools.manner("web1").remarks())
                    .singleElement()
                    .asString()
                    .contains("sessions that the old process still carries cannot be seen");
            Shop.Slow slow = shop.slow("/slow");
            String old = shop.haproxy.pid();
            shop.haproxy.reload();
            String busy = slow.node().name();
            Shop.until(() -> Shop.member(pools, "shop/" + busy).state() == State.UP);
            pools.takeOut(busy, leave(Way.DRAIN));
            assertThat(Shop.member(pools, "shop/" + busy).sessions()).hasValue(0);
            assertThat(pools.look().warnings())
                    .singleElement()
                    .asString()
                    .contains("took over from " + old, "are not counted");
        }
        try (Shop shop = shop(Haproxy.Kind.MASTER)) {
            assertThat(shop.ready(1, SERVERS).manner("web1").remarks()).isEmpty();
        }
    }

    @Tag("long")
    @Test
    void eachOfTwentyReloadsInTheMiddleOfADrainIsNoticed() throws Exception {
        try (Shop shop = shop(Haproxy.Kind.MASTER)) {
            Pools pools = shop.ready(1, SERVERS);
            Set<String> epochs = new HashSet<>();
            try (Pool pool = pool(shop)) {
                for (int i = 0; i < 20; i++) {
                    pools.takeOut("web2", leave(Way.DRAIN));
                    assertThat(pools.look().warnings()).isEmpty();
                    epochs.add(pool.read().epoch());
                    shop.haproxy.reload();
                    assertThat(pools.look().warnings())
                            .as("reload %d", i)
                            .anySatisfy(
                                    w ->
                                            assertThat(w)
                                                    .startsWith(
                                                            "lb1 reloaded: web2's drain was lost"));
                }
                epochs.add(pool.read().epoch());
            }
            assertThat(epochs).hasSize(21);
        }
    }

    /// A reload in the middle of the wait stops the run, and does not pass for an idle node.
    @Test
    void aWaitForZeroEndsWhenAReloadPutsTheNodeBack() throws Exception {
        try (Shop shop = shop(Haproxy.Kind.MASTER)) {
            Pools pools = shop.ready(1, SERVERS);
            Shop.Slow slow = shop.slow("/slow");
            String busy = slow.node().name();
            pools.takeOut(busy, leave(Way.DRAIN));
            boolean[] reloaded = {false};
            Fault fault =
                    fault(
                            () ->
                                    pools.awaitZero(
                                            busy,
                                            LIMIT,
                                            _ -> {
                                                if (!reloaded[0]) {
                                                    reloaded[0] = true;
                                                    reload(shop);
                                                }
                                            },
                                            shop.cancel));
            assertThat(fault.message()).contains("not out of the pool", "a reload");
        }
    }

    @Test
    void aReloadThatKeepsADrainByTheStateFileIsNoticedToo() throws Exception {
        for (Haproxy.Kind kind : Haproxy.Kind.values()) {
            Path own = Files.createDirectory(directory.resolve(kind.name()));
            try (Shop shop = new Shop(own, kind, n -> "backend shop\n" + Haproxy.servers(n))) {
                Pools pools = shop.ready(1, SERVERS);
                pools.takeOut("web2", leave(Way.DRAIN));
                assertThat(pools.look().warnings()).isEmpty();
                shop.haproxy.saveState();
                shop.haproxy.reload();
                Pools.View seen = pools.look();
                assertThat(seen.failures()).isEmpty();
                assertThat(seen.warnings()).contains("lb1 reloaded: web2's drain holds.");
                assertThat(Shop.member(pools, "shop/web2").state()).isEqualTo(State.DRAIN);
                pools.ready("web2");
                pools.awaitUp("web2", LIMIT, _ -> {}, shop.cancel);
            }
        }
    }

    /// Its state is that of a process that has checked nothing yet.
    @Test
    void aNewProcessThatHasNotCheckedYetIsNotUp() throws Exception {
        try (Shop shop =
                new Shop(
                        directory,
                        Haproxy.Kind.WORKER,
                        nodes ->
                                "backend shop\n  default-server check inter 20s\n"
                                        + Haproxy.server(nodes.getFirst(), "")
                                        + Haproxy.server(nodes.get(1), "")
                                        + Haproxy.server(nodes.getLast(), ""))) {
            Pools pools = shop.pools(1, SERVERS);
            shop.haproxy.reload();
            List<State> states =
                    List.of(
                            Shop.member(pools, "shop/web1").state(),
                            Shop.member(pools, "shop/web2").state(),
                            Shop.member(pools, "shop/web3").state());
            assertThat(states).contains(State.STARTING);
        }
    }

    private static void reload(Shop shop) {
        try {
            shop.haproxy.reload();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Pool pool(Shop shop) {
        return Drivers.open(
                new Balancer(
                        "lb1",
                        new Dialect.Haproxy("local", shop.haproxy.master().toString()),
                        1,
                        List.of(new Balancer.Server("shop", "web2", "web2"))),
                new Pools.Access(LocalHost::new, LocalHost::new, _ -> {}));
    }
}
