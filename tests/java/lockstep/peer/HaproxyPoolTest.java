package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.pool.Leave;
import lockstep.pool.Member;
import lockstep.pool.Pools;
import lockstep.pool.State;
import lockstep.pool.Way;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pools against a real HAProxy with real web servers behind it.
@Timeout(60)
class HaproxyPoolTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Pools.Access ACCESS =
            new Pools.Access(LocalHost::new, LocalHost::new, _ -> {});

    @TempDir Path directory;

    private final BlockingQueue<WebNode> slowOnes = new LinkedBlockingQueue<>();
    private final List<WebNode> nodes = new ArrayList<>();
    private final Cancel cancel = new Cancel();
    private Haproxy haproxy;
    private Pools pools;

    @BeforeEach
    void start() throws Exception {
        for (String name : List.of("web1", "web2", "web3")) {
            nodes.add(new WebNode(name, slowOnes));
        }
        haproxy = Haproxy.before(directory, nodes);
        pools = pools(haproxy.admin().toString(), 1);
        for (WebNode node : nodes) {
            awaitState(node.name(), State.UP);
        }
    }

    @AfterEach
    void stop() {
        if (haproxy != null) {
            haproxy.close();
        }
        nodes.forEach(WebNode::close);
    }

    @Test
    void everyMemberIsListedWithItsFacts() {
        Pools.View view = pools.look();
        assertThat(view.failures()).isEmpty();
        assertThat(view.warnings()).isEmpty();
        assertThat(view.members()).containsOnlyKeys("web1", "web2", "web3");
        assertThat(view.members().get("web2"))
                .extracting(Member::place)
                .containsExactly("lb1/shop/web2", "lb1/api/web2");
        Member member = view.members().get("web2").getFirst();
        assertThat(member.state()).isEqualTo(State.UP);
        assertThat(member.reason()).startsWith("L7OK 200");
        assertThat(member.sessions()).hasValue(0);
        assertThat(member.weight()).hasValue(1);
        assertThat(member.address()).isEqualTo("127.0.0.1:" + nodes.get(1).port());
    }

    @Test
    void drainMaintenanceAndReadyReachBothBackendsAndMayBeRepeated() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertStates(pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT)), State.DRAIN);
        }
        for (int i = 0; i < 2; i++) {
            assertStates(
                    pools.takeOut("web2", Leave.by(Way.MAINTENANCE, Leave.Floor.KEPT)),
                    State.MAINT);
        }
        assertStates(pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT)), State.MAINT);
        for (int i = 0; i < 2; i++) {
            pools.ready("web2");
        }
        Pools.Settled up = pools.awaitUp("web2", LIMIT, _ -> {}, cancel);
        assertStates(up.members(), State.UP);
        // The code is 0 for a moment while a check is under way.
        assertThat(up.note()).contains("lb1/shop/web2: L7OK ", "lb1/api/web2: L7OK ");
    }

    @Test
    void theSameWorksThroughItsTcpPort() throws Exception {
        Pools tcp = pools("127.0.0.1:" + haproxy.controlPort(), 1);
        assertStates(tcp.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT)), State.DRAIN);
        assertStates(pools.look().members().get("web1"), State.DRAIN);
    }

    @Test
    void theFloorIsKeptUnlessItIsIgnored() throws Exception {
        Pools careful = pools(haproxy.admin().toString(), 2);
        careful.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        assertThat(fault(() -> careful.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT))))
                .isEqualTo(new Fault.CapacityTooLow("lb1", "shop", 1, 2));
        assertStates(pools.look().members().get("web2"), State.UP);
        assertStates(
                careful.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.IGNORED)), State.DRAIN);
    }

    @Test
    void aServerThatIsDownIsNoCapacityAndCanBeDrained() throws Exception {
        nodes.get(2).health(500);
        awaitState("web3", State.DOWN);
        pools.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        assertThat(fault(() -> pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT))))
                .isInstanceOf(Fault.CapacityTooLow.class);
        List<Member> drained = pools.takeOut("web3", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        assertStates(drained, State.DRAIN);
        assertThat(drained.getFirst().reason()).contains("told to drain", "its checks fail (L7STS");
        pools.awaitZero("web3", LIMIT, _ -> {}, cancel);
        pools.ready("web3");
        Fault notUp = fault(() -> pools.awaitUp("web3", Duration.ofMillis(100), _ -> {}, cancel));
        assertThat(notUp.what()).contains("lb1/shop/web3 is DOWN (its checks fail");
    }

    @Test
    void aHealthPageThatAnswers404IsDownWithoutDisableOn404() throws Exception {
        nodes.getFirst().health(404);
        awaitState("web1", State.DOWN);
        nodes.getFirst().health(200);
        assertStates(pools.awaitUp("web1", LIMIT, _ -> {}, cancel).members(), State.UP);
    }

    @Test
    void aWrongServerNameIsRefusedInItsOwnWords() {
        Balancer wrong =
                new Balancer(
                        "lb1",
                        new Dialect.Haproxy("local", haproxy.admin().toString()),
                        0,
                        List.of(new Balancer.Server("shop", "web9", "web1")));
        Pools lost = Pools.open(cluster(wrong), ACCESS);
        assertThat(fault(() -> lost.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT))))
                .isInstanceOf(Fault.BalancerRefused.class);
        assertThat(lost.look().members().get("web1"))
                .extracting(Member::state)
                .containsExactly(State.ABSENT);
    }

    @Test
    void aSocketWithoutAdminRightsCanOnlyBeRead() {
        Pools operator = pools(haproxy.operator().toString(), 1);
        assertStates(operator.look().members().get("web1"), State.UP);
        Fault fault = fault(() -> operator.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT)));
        assertThat(fault.message()).contains("is not permitted on this socket", "level admin");
    }

    @Test
    void aDeadBalancerIsAFaultThatNamesIt() throws Exception {
        Pools tcp = pools("127.0.0.1:" + haproxy.controlPort(), 1);
        haproxy.kill();
        for (Pools dead : List.of(pools, tcp)) {
            Fault fault = dead.look().failures().get("lb1");
            assertThat(fault).isInstanceOf(Fault.BalancerUnreachable.class);
            assertThat(fault(() -> dead.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.IGNORED))))
                    .isEqualTo(fault);
        }
    }

    @Test
    void aReloadThatErasesADrainIsNoticed() throws Exception {
        pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        assertThat(pools.look().warnings()).isEmpty();
        haproxy.reload();
        assertThat(pools.look().warnings())
                .singleElement()
                .asString()
                .startsWith("lb1 reloaded: web2's drain was lost (shop/web2 is ");
        pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        assertThat(pools.look().warnings())
                .singleElement()
                .asString()
                .contains("took over from", "cannot be seen on this socket");
    }

    @Test
    void aRunningRequestIsCountedAndWaitedFor() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> slow =
                    client.sendAsync(
                            HttpRequest.newBuilder(haproxy.url("/slow")).build(),
                            HttpResponse.BodyHandlers.ofString());
            WebNode busy = Objects.requireNonNull(slowOnes.poll(10, TimeUnit.SECONDS));

            List<Member> drained =
                    pools.takeOut(busy.name(), Leave.by(Way.DRAIN, Leave.Floor.KEPT));
            assertThat(Pools.sessions(drained)).hasValue(1);
            Fault still =
                    fault(
                            () ->
                                    pools.awaitZero(
                                            busy.name(), Duration.ofMillis(700), _ -> {}, cancel));
            assertThat(still.what()).contains("1 session on lb1/shop/" + busy.name());
            assertThat(slow).isNotDone();

            List<OptionalInt> counts = new ArrayList<>();
            pools.awaitZero(
                    busy.name(),
                    LIMIT,
                    members -> {
                        counts.add(Pools.sessions(members));
                        busy.release();
                    },
                    cancel);
            assertThat(counts.getFirst()).hasValue(1);
            assertThat(counts.getLast()).hasValue(0);
            assertThat(slow.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void eachNodeInTurnLeavesAndComesBackWithoutAFailedRequest() throws Exception {
        List<URI> addresses = List.of(haproxy.url("/a"), haproxy.url("/b"), haproxy.url("/api/c"));
        try (Traffic traffic = new Traffic(addresses)) {
            for (WebNode node : nodes) {
                pools.takeOut(node.name(), Leave.by(Way.DRAIN, Leave.Floor.KEPT));
                pools.awaitZero(node.name(), LIMIT, _ -> {}, cancel);
                int before = node.served();
                int answered = traffic.answered();
                awaitAnswers(traffic, answered + 50);
                assertThat(node.served()).isEqualTo(before);
                pools.ready(node.name());
                pools.awaitUp(node.name(), LIMIT, _ -> {}, cancel);
            }
            traffic.stop();
            assertThat(traffic.failures()).isEmpty();
            assertThat(traffic.answered()).isGreaterThan(150);
        }
        assertThat(nodes).allMatch(node -> node.served() > 0);
    }

    private static void awaitAnswers(Traffic traffic, int count) throws InterruptedException {
        await(() -> traffic.answered() >= count);
    }

    private void awaitState(String node, State state) throws InterruptedException {
        await(
                () ->
                        pools.look().members().getOrDefault(node, List.of()).stream()
                                .allMatch(m -> m.state() == state));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("condition within the limit").isLessThan(end);
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static Pools pools(String socket, int floor) {
        List<Balancer.Server> servers = new ArrayList<>();
        for (String backend : List.of("shop", "api")) {
            for (String node : List.of("web1", "web2", "web3")) {
                servers.add(new Balancer.Server(backend, node, node));
            }
        }
        Balancer balancer =
                new Balancer("lb1", new Dialect.Haproxy("local", socket), floor, servers);
        return Pools.open(cluster(balancer), ACCESS);
    }

    private static Cluster cluster(Balancer balancer) {
        List<Node> nodes =
                List.of("web1", "web2", "web3").stream()
                        .map(name -> new Node(name, "local", "/srv/" + name, false))
                        .toList();
        Cluster cluster = new Cluster("c", nodes, "web1", List.of(), List.of(balancer));
        assertThat(cluster.problems()).isEmpty();
        return cluster;
    }

    private static void assertStates(List<Member> members, State state) {
        assertThat(members).hasSize(2).allMatch(m -> m.state() == state);
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
