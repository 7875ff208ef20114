package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import lockstep.fault.FaultException;
import lockstep.pool.Leave;
import lockstep.pool.Member;
import lockstep.pool.Pool;
import lockstep.pool.State;
import lockstep.pool.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nodes leave a real NGINX and come back under load, and no user sees it.
@Timeout(300)
class NginxLoadTest {
    private static final int QUICK_CLIENTS = 6;
    private static final int LONG_CLIENTS = 4;

    @TempDir Path directory;

    private final BlockingQueue<WebNode> slowOnes = new LinkedBlockingQueue<>();
    private final List<WebNode> nodes = new ArrayList<>();
    private Nginx nginx;
    private Pool pool;

    @BeforeEach
    void start() throws Exception {
        for (String name : List.of("web1", "web2", "web3")) {
            nodes.add(new WebNode(name, slowOnes));
        }
        nginx = Nginx.before(directory, nodes);
        pool = nginx.open(2, _ -> {});
    }

    @AfterEach
    void end() throws Exception {
        nginx.close();
        nodes.forEach(WebNode::close);
    }

    @Test
    void everyNodeLeavesAndReturnsWithoutAFailedRequest(TestReporter figures) throws Exception {
        rounds(1, figures);
    }

    @Test
    @Tag("long")
    void everyNodeLeavesAndReturnsTwentyTimesWithoutAFailedRequest(TestReporter figures)
            throws Exception {
        rounds(20, figures);
    }

    /// Somebody reloads while a node is out: it stays out, and the workers of before are told.
    @Test
    void aReloadBySomebodyElseInTheMiddleIsNoticed() throws Exception {
        try (Traffic traffic = traffic();
                HttpClient client = HttpClient.newHttpClient()) {
            await("traffic", () -> traffic.answered() > 50);
            HttpRequest slow = HttpRequest.newBuilder(nginx.url("/slow")).build();
            var answer = client.sendAsync(slow, HttpResponse.BodyHandlers.ofString());
            assertThat(slowOnes.poll(10, TimeUnit.SECONDS)).isNotNull();
            pool.takeOut("web2", leave());
            String epoch = pool.read().epoch();
            nginx.reload();
            assertThat(read().remarks()).anyMatch(r -> r.contains("old worker"));
            nodes.forEach(WebNode::release);
            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            awaitIdle("web2");
            assertThat(read().epoch()).isEqualTo(epoch);
            int served = nodes.get(1).served();
            int answered = traffic.answered();
            await("more traffic", () -> traffic.answered() > answered + 50);
            assertThat(nodes.get(1).served()).isEqualTo(served);
            pool.ready("web2");
            traffic.stop();
            assertThat(traffic.failures()).isEmpty();
        }
    }

    private void rounds(int times, TestReporter figures) throws Exception {
        try (Traffic traffic = traffic()) {
            await("traffic", () -> traffic.answered() > 50);
            for (int i = 0; i < times; i++) {
                for (WebNode node : nodes) {
                    outAndBack(node, traffic);
                }
            }
            traffic.stop();
            figures.publishEntry("out and back", Integer.toString(times * nodes.size()));
            figures.publishEntry("requests", Integer.toString(traffic.answered()));
            figures.publishEntry("failed", Integer.toString(traffic.failures().size()));
            assertThat(traffic.failures()).isEmpty();
            assertThat(traffic.answered()).isGreaterThan(times * nodes.size() * 50);
        }
    }

    private void outAndBack(WebNode node, Traffic traffic) throws Exception {
        pool.takeOut(node.name(), leave());
        awaitIdle(node.name());
        int served = node.served();
        int answered = traffic.answered();
        await("traffic without it", () -> traffic.answered() > answered + 40);
        assertThat(node.served())
                .as("requests to %s while it is out", node.name())
                .isEqualTo(served);
        pool.ready(node.name());
        await("traffic to it", () -> node.served() > served);
    }

    private Traffic traffic() {
        List<URI> addresses = new ArrayList<>();
        addresses.addAll(Collections.nCopies(QUICK_CLIENTS, nginx.url("/")));
        addresses.addAll(Collections.nCopies(LONG_CLIENTS, nginx.url("/long")));
        return new Traffic(addresses);
    }

    private void awaitIdle(String node) throws Exception {
        await(
                "no session left on " + node,
                () -> {
                    Member member =
                            read().members().stream()
                                    .filter(m -> m.node().equals(node))
                                    .findFirst()
                                    .orElseThrow();
                    assertThat(member.state()).isEqualTo(State.MAINT);
                    return member.sessions().equals(OptionalInt.of(0));
                });
    }

    private Pool.Reading read() {
        try {
            return pool.read();
        } catch (FaultException e) {
            throw new AssertionError(e);
        }
    }

    private static Leave leave() {
        return new Leave(Way.DRAIN, Leave.Floor.KEPT, "ann@desk", "new kernel", Optional.empty());
    }

    private static void await(String what, BooleanSupplier wish) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!wish.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time until %s", what).isLessThan(end);
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
