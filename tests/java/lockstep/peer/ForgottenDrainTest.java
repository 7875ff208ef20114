package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Node;
import lockstep.journal.Author;
import lockstep.journal.Entry;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.pool.Leave;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.RunReport;
import lockstep.run.Operations.SyncOptions;
import lockstep.run.Out;
import lockstep.run.Plan;
import lockstep.run.RunEvents;
import lockstep.run.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that somebody took out, before a real HAProxy that reloads.
@Timeout(90)
class ForgottenDrainTest {
    @TempDir Path directory;

    private final Instant longAgo = Instant.now().minus(Duration.ofMinutes(200));
    private final BlockingQueue<WebNode> slowOnes = new LinkedBlockingQueue<>();
    private final List<WebNode> nodes = new ArrayList<>();
    private final List<OpenCluster> consoles = new ArrayList<>();
    private Haproxy haproxy;

    @BeforeEach
    void start() throws Exception {
        Peer.program("rsync");
        for (String name : List.of("web1", "web2", "web3")) {
            nodes.add(new WebNode(name, slowOnes));
            Files.writeString(Files.createDirectory(root(name)).resolve("page"), "of " + name);
        }
        haproxy = Haproxy.before(directory, nodes);
    }

    @AfterEach
    void stop() {
        consoles.forEach(OpenCluster::close);
        if (haproxy != null) {
            haproxy.close();
        }
        nodes.forEach(WebNode::close);
    }

    private Path root(String name) {
        return directory.resolve(name);
    }

    /// Another console of the same user, started by `who` at `now`.
    private OpenCluster console(String who, Instant now) throws FaultException {
        return console(new Author(who, Program.here("desk")), now);
    }

    private OpenCluster console(Author author, Instant now) throws FaultException {
        List<Balancer.Server> servers = new ArrayList<>();
        for (String backend : List.of("shop", "api")) {
            nodes.forEach(n -> servers.add(new Balancer.Server(backend, n.name(), n.name())));
        }
        Balancer balancer =
                new Balancer(
                        "lb1",
                        new Dialect.Haproxy("local", haproxy.admin().toString()),
                        1,
                        servers);
        List<Node> all =
                nodes.stream()
                        .map(n -> new Node(n.name(), "local", root(n.name()).toString(), false))
                        .toList();
        Cluster cluster = new Cluster("shop", all, "web1", List.of(), List.of(balancer));
        OpenCluster open =
                OpenCluster.open(cluster, (name, _) -> new LocalHost(name))
                        .recording(
                                Journal.open(
                                        directory.resolve("journal.db"),
                                        author,
                                        InstantSource.fixed(now)));
        consoles.add(open);
        return open;
    }

    private static Leave drain(String why, Optional<Instant> until) {
        return new Leave(Way.DRAIN, Leave.Floor.KEPT, "", why, until);
    }

    private void awaitUp(Operations console) throws Exception {
        for (WebNode node : nodes) {
            console.awaitUp(node.name(), Duration.ofSeconds(20), _ -> {}, new Cancel());
        }
    }

    @Test
    void whoTookANodeOutIsSeenByTheNextConsoleWithItsAge() throws Exception {
        OpenCluster first = console("ann@desk", longAgo);
        awaitUp(first);
        first.takeOut("web2", drain("new kernel", Optional.of(longAgo.plus(Duration.ofHours(2)))));
        OpenCluster second = console("bob@desk", Instant.now());
        Out out = second.pools().outs().getFirst();
        assertThat(out.text(Instant.now()))
                .isEqualTo(
                        "web2 has been out for 3 h 20 min, taken out by ann@desk (new kernel); it"
                                + " was to be back 1 h 20 min ago");
        assertThat(out.isOverdue(Instant.now())).isTrue();
        assertThat(out.isOfARunningRun()).isFalse();
        second.putBack("web2");
        awaitUp(second);
        assertThat(first.pools().outs()).isEmpty();
        assertThat(first.pools().warnings()).isEmpty();
    }

    @Test
    void aNodeThatNobodyHereTookOutHasTheAgeThatItsBalancerKnows() throws Exception {
        haproxy.tell("set server shop/web3 state maint");
        Out out = console("ann@desk", Instant.now()).pools().outs().getFirst();
        assertThat(out.text(Instant.now()))
                .matches("web3 has been out for \\d+ s; who took it out is not recorded here");
    }

    @Test
    void aReloadThatPutsANodeBackIsNoticedByAConsoleThatDidNotTakeItOut() throws Exception {
        OpenCluster first = console("ann@desk", longAgo);
        awaitUp(first);
        first.takeOut("web2", drain("", Optional.empty()));
        haproxy.reload();
        OpenCluster second = console("bob@desk", Instant.now());
        List<String> warnings = second.pools().warnings();
        assertThat(warnings)
                .singleElement()
                .asString()
                .matches(
                        "web2 was taken out by ann@desk on \\S+ at \\S+ and is in again \\(lb1/shop/web2"
                                + " is [A-Z]+, lb1/api/web2 is [A-Z]+\\), though nobody .*");
        assertThat(second.pools().outs()).isEmpty();
        second.takeOut("web2", drain("", Optional.empty()));
        assertThat(second.pools().warnings()).isEmpty();
    }

    @Test
    void everyOrderIsInTheJournalAndNoneThatWasNotGiven() throws Exception {
        OpenCluster console = console("ann@desk", longAgo);
        awaitUp(console);
        console.takeOut("web2", drain("why not", Optional.empty()));
        console.putBack("web2");
        try (Journal journal =
                Journal.open(
                        directory.resolve("journal.db"),
                        Author.of(Map.of()),
                        InstantSource.system())) {
            assertThat(journal.last("shop", 100))
                    .extracting(e -> e.kind() + " " + e.node() + " " + e.what())
                    .containsExactly(
                            "OUT web2 DRAIN",
                            "ORDER lb1 set server shop/web2 state drain",
                            "ORDER lb1 set server api/web2 state drain",
                            "BACK web2 ",
                            "ORDER lb1 set server shop/web2 state ready",
                            "ORDER lb1 set server api/web2 state ready");
            assertThat(journal.last("shop", 100)).extracting(Entry::who).containsOnly("ann@desk");
            assertThat(journal.damage()).isEmpty();
        }
    }

    @Test
    void whatWasRefusedIsNotRecordedAsOut() throws Exception {
        OpenCluster console = console("ann@desk", longAgo);
        awaitUp(console);
        console.takeOut("web2", drain("", Optional.empty()));
        console.takeOut("web3", drain("", Optional.empty()));
        assertThatThrownBy(() -> console.takeOut("web1", drain("", Optional.empty())))
                .isInstanceOf(FaultException.class);
        assertThat(console.pools().outs()).extracting(Out::node).containsExactly("web2", "web3");
        assertThat(console.pools().warnings()).isEmpty();
    }

    /// The run holds a node out that a reload puts back while files are being compared.
    @Test
    void aReloadInTheMiddleOfARunIsNoticedAndTheNodeTakenOutAgain() throws Exception {
        OpenCluster console = console("ann@desk", Instant.now());
        awaitUp(console);
        Reloading events = new Reloading();
        RunReport report = console.sync(plan(console), options(), events, new Cancel());
        assertThat(report.nodes()).hasSize(1).allMatch(Operations.NodeReport::identical);
        assertThat(events.warned)
                .containsExactly("its drain was lost and set again: lb1/shop/web2, lb1/api/web2");
        assertThat(events.held).containsExactly(State.DRAIN, State.DRAIN);
        assertThat(report.nodes().getFirst().remarks()).containsAll(events.warned);
        assertThat(console.pools().outs()).isEmpty();
    }

    /// The balancer dies while files are being compared; nobody can say who is in the load.
    @Test
    void aNodeThatCannotBeKeptOutStopsTheRun() throws Exception {
        OpenCluster console = console("ann@desk", Instant.now());
        awaitUp(console);
        Plan plan = plan(console);
        Dying events = new Dying();
        RunReport report = console.sync(plan, options(), events, new Cancel());
        assertThat(report.nodes().getFirst().fault())
                .hasValueSatisfying(
                        fault -> assertThat(fault).isInstanceOf(Fault.BalancerUnreachable.class));
        assertThat(report.nodes().getFirst().remarks()).anyMatch(r -> r.contains("stays OUT"));
    }

    private static Plan plan(OpenCluster console) throws FaultException {
        Operations.Comparison seen =
                console.compare(
                        Criterion.CONTENT,
                        new Operations.ScanEvents() {
                            @Override
                            public void progress(String node, long entries, long bytes) {}

                            @Override
                            public void finished(String node) {}
                        },
                        new Cancel());
        return console.plan(seen, List.of("web2"));
    }

    private static SyncOptions options() {
        return new SyncOptions(true, true, Duration.ofSeconds(20), 0);
    }

    private abstract static class Steps implements RunEvents {
        @Override
        public RelayEvents relay(String node) {
            return new RelayEvents() {};
        }
    }

    /// Kills the balancer before the verification.
    private final class Dying extends Steps {
        @Override
        public void begun(String node, Step step) {
            if (step == Step.VERIFY) {
                haproxy.kill();
            }
        }
    }

    /// Reloads the balancer before the verification, which waits until that was noticed.
    private final class Reloading extends Steps {
        final List<String> warned = new ArrayList<>();
        final List<State> held = new ArrayList<>();
        private final CountDownLatch noticed = new CountDownLatch(1);

        @Override
        public void begun(String node, Step step) {
            if (step != Step.VERIFY) {
                return;
            }
            try {
                haproxy.reload();
                assertThat(noticed.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            consoles.getFirst()
                    .pools()
                    .members()
                    .getOrDefault("web2", List.of())
                    .forEach(m -> held.add(m.state()));
        }

        @Override
        public void warned(String node, String text) {
            warned.add(text);
            noticed.countDown();
        }
    }
}
