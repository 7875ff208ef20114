package lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.pool.Exchange;
import lockstep.pool.Leave;
import lockstep.pool.Manner;
import lockstep.pool.Member;
import lockstep.pool.Pool;
import lockstep.pool.State;
import lockstep.pool.Way;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [Pool] promises, with three nodes `web1`, `web2` and `web3` behind a balancer.
@Timeout(120)
public abstract class PoolContract {
    private static final List<String> NODES = List.of("web1", "web2", "web3");
    private static final int REQUESTS = 30;

    private final List<Exchange> said = new CopyOnWriteArrayList<>();
    private Scene scene;
    private Pool pool;

    /// A balancer, all of whose nodes are up when it is given out, and what happens to it.
    public interface Scene extends AutoCloseable {
        /// Opens the balancer anew, with servers beside its own that it does not know; each is a
        /// member of [#home].
        Pool open(int floor, List<String> strangers, Exchange.Listener listener) throws Exception;

        /// The node of servers that the balancer does not know.
        default String home() {
            return "web1";
        }

        /// Starts a request that runs on `node` until it is closed; empty where none can be made.
        Optional<AutoCloseable> busy(String node) throws Exception;

        /// One request through the balancer; the name of the node that answered it, empty where
        /// there is nobody who could answer.
        Optional<String> serve() throws Exception;

        /// What takes as long as the balancer needs, such as a reload, has had its effect.
        default void settled() throws Exception {}

        /// The balancer starts again, with the configuration that it has.
        void restart() throws Exception;

        /// The balancer is gone.
        void kill() throws Exception;

        @Override
        void close() throws IOException;
    }

    protected abstract Scene scene() throws Exception;

    @BeforeEach
    void open() throws Exception {
        scene = scene();
        pool = scene.open(1, List.of(), said::add);
    }

    @AfterEach
    void end() throws Exception {
        if (pool != null) {
            pool.close();
        }
        if (scene != null) {
            scene.close();
        }
    }

    @Test
    void itListsItsMembersInTheOrderOfTheFile() throws Exception {
        List<Member> members = pool.read().members();
        assertThat(members).extracting(Member::node).containsSubsequence(NODES);
        assertThat(members).allMatch(m -> m.state() == State.UP);
        assertThat(members).allMatch(m -> !m.reason().isBlank() && !m.raw().isBlank());
        assertThat(members).extracting(Member::balancer).containsOnly(pool.name());
        assertThat(NODES).allMatch(pool::serves);
    }

    @Test
    void aServerThatItDoesNotKnowIsAbsentAndKeepsItsNodeIn() throws Exception {
        Pool wrong = scene.open(1, List.of("web9"), said::add);
        assertThat(wrong.read().members())
                .filteredOn(m -> m.server().equals("web9"))
                .hasSize(1)
                .allMatch(m -> m.state() == State.ABSENT && m.sessions().isEmpty());
        String home = scene.home();
        assertThat(fault(() -> wrong.takeOut(home, leave(Way.DRAIN))))
                .isInstanceOf(Fault.BalancerRefused.class);
        assertThat(fault(() -> wrong.checkFloor(home))).isInstanceOf(Fault.BalancerRefused.class);
        assertThat(states("web1")).containsOnly(State.UP);
    }

    @Test
    void everyWayOutIsOfferedWithItsConsequenceAndLeadsOutAndBack() throws Exception {
        Manner manner = pool.manner();
        assertThat(manner.ways()).containsKey(Way.DRAIN);
        for (var way : manner.ways().entrySet()) {
            assertThat(way.getValue()).endsWith(".");
            List<Member> out = pool.takeOut("web2", leave(way.getKey()));
            assertThat(out).isNotEmpty().allMatch(m -> m.node().equals("web2"));
            assertThat(out).allMatch(m -> m.state().isOut(), way.toString());
            scene.settled();
            assertThat(states("web2")).allMatch(State::isOut);
            assertThat(states("web1")).containsOnly(State.UP);
            pool.ready("web2");
            scene.settled();
            awaitUp("web2");
        }
    }

    @Test
    void aWayThatIsNotOfferedIsRefusedAndChangesNothing() throws Exception {
        for (Way way : Way.values()) {
            if (!pool.manner().ways().containsKey(way)) {
                assertThat(fault(() -> pool.takeOut("web2", leave(way))))
                        .isInstanceOf(Fault.BalancerRefused.class);
            }
        }
        assertThat(states("web2")).containsOnly(State.UP);
    }

    @Test
    void everyVerbMayBeRepeated() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(pool.takeOut("web3", leave(Way.DRAIN))).allMatch(m -> m.state().isOut());
        }
        scene.settled();
        for (int i = 0; i < 2; i++) {
            assertThat(pool.ready("web3")).noneMatch(m -> m.state().isOut());
        }
        scene.settled();
        awaitUp("web3");
    }

    @Test
    void whoIsOutGetsNoNewRequests() throws Exception {
        assertThat(served()).containsAll(scene.serve().isPresent() ? NODES : List.of());
        pool.takeOut("web1", leave(Way.DRAIN));
        scene.settled();
        assertThat(served()).doesNotContain("web1");
        pool.ready("web1");
        scene.settled();
        awaitUp("web1");
        assertThat(served()).containsAll(scene.serve().isPresent() ? NODES : List.of());
    }

    @Test
    void theFloorIsKeptBeforeAnythingIsSaidAndMayBeIgnored() throws Exception {
        Pool careful = scene.open(2, List.of(), said::add);
        careful.checkFloor("web1");
        careful.takeOut("web1", leave(Way.DRAIN));
        scene.settled();
        said.clear();
        assertThat(fault(() -> careful.checkFloor("web2")))
                .isInstanceOf(Fault.CapacityTooLow.class);
        Fault low = fault(() -> careful.takeOut("web2", leave(Way.DRAIN)));
        assertThat(low).isInstanceOf(Fault.CapacityTooLow.class);
        assertThat(((Fault.CapacityTooLow) low).wouldRemain()).isEqualTo(1);
        assertThat(said).noneMatch(e -> e.kind() == Exchange.Kind.ORDER);
        assertThat(states("web2")).containsOnly(State.UP);
        careful.takeOut("web1", leave(Way.DRAIN));
        careful.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.IGNORED));
        scene.settled();
        assertThat(states("web2")).allMatch(State::isOut);
    }

    @Test
    void twoAtOnceDoNotUndercutTheFloor() throws Exception {
        Pool careful = scene.open(2, List.of(), said::add);
        List<Callable<Boolean>> both = new ArrayList<>();
        for (String node : List.of("web1", "web2")) {
            both.add(
                    () ->
                            catchThrowableOfType(
                                            FaultException.class,
                                            () -> careful.takeOut(node, leave(Way.DRAIN)))
                                    == null);
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int obeyed = 0;
            for (Future<Boolean> one : threads.invokeAll(both)) {
                obeyed += one.get() ? 1 : 0;
            }
            assertThat(obeyed).isEqualTo(1);
        }
        scene.settled();
        assertThat(pool.read().members())
                .filteredOn(m -> m.state().isOut())
                .extracting(Member::node)
                .containsAnyOf("web1", "web2")
                .satisfies(out -> assertThat(out.stream().distinct()).hasSize(1));
    }

    @Test
    void aNodeThatIsNotHereIsLeftAlone() throws Exception {
        assertThat(pool.serves("elsewhere")).isFalse();
        assertThat(pool.takeOut("elsewhere", leave(Way.DRAIN))).isEmpty();
        assertThat(pool.ready("elsewhere")).isEmpty();
        assertThat(pool.endSessions("elsewhere")).isEmpty();
        assertThat(said).noneMatch(e -> e.kind() == Exchange.Kind.ORDER);
    }

    /// A request that runs may be counted, or be unknown, but never be nobody.
    @Test
    void aRunningRequestIsCountedOrUnknown() throws Exception {
        Optional<AutoCloseable> busy = scene.busy("web2");
        if (busy.isEmpty()) {
            assertThat(scene.serve()).isEmpty();
            return;
        }
        try (AutoCloseable request = busy.get()) {
            assertThat(request).isNotNull();
            pool.takeOut("web2", leave(Way.DRAIN));
            List<OptionalInt> counts =
                    pool.read().members().stream()
                            .filter(m -> m.node().equals("web2"))
                            .map(Member::sessions)
                            .toList();
            assertThat(counts).anyMatch(count -> count.isEmpty() || count.getAsInt() > 0);
        }
    }

    @Test
    void sessionsOfAMemberInTheLoadAreNeverEnded() throws Exception {
        Fault fault = fault(() -> pool.endSessions("web1"));
        assertThat(fault).isInstanceOf(Fault.BalancerRefused.class);
        assertThat(states("web1")).containsOnly(State.UP);
    }

    @Test
    void aRestartThatPutsANodeBackChangesTheEpoch() throws Exception {
        pool.takeOut("web2", leave(Way.DRAIN));
        scene.settled();
        Pool.Reading before = pool.read();
        assertThat(pool.read().epoch()).isEqualTo(before.epoch());
        scene.restart();
        Pool.Reading after = pool.read();
        boolean forgotten =
                after.members().stream()
                        .anyMatch(m -> m.node().equals("web2") && !m.state().isOut());
        if (forgotten) {
            assertThat(after.epoch()).isNotEqualTo(before.epoch());
        }
        pool.takeOut("web2", leave(Way.DRAIN));
        scene.settled();
        assertThat(states("web2")).allMatch(State::isOut);
    }

    @Test
    void whatWasSaidAndAnsweredIsTold() throws Exception {
        pool.read();
        assertThat(said).isNotEmpty().allMatch(e -> e.kind() == Exchange.Kind.LOOK);
        said.clear();
        Instant before = Instant.now();
        pool.takeOut("web2", leave(Way.DRAIN));
        pool.ready("web2");
        List<Exchange> orders = said.stream().filter(e -> e.kind() == Exchange.Kind.ORDER).toList();
        assertThat(orders).hasSizeGreaterThanOrEqualTo(2);
        assertThat(orders).allMatch(e -> e.balancer().equals(pool.name()));
        assertThat(orders).allMatch(e -> !e.command().isBlank() && !e.at().isBefore(before));
    }

    @Test
    void aBalancerThatIsGoneIsAFaultThatNamesIt() throws Exception {
        scene.kill();
        List<ThrowingCallable> verbs =
                List.of(
                        () -> pool.read(),
                        () -> pool.checkFloor("web1"),
                        () -> pool.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.IGNORED)),
                        () -> pool.ready("web1"));
        for (ThrowingCallable verb : verbs) {
            Fault fault = fault(verb);
            assertThat(fault).isInstanceOf(Fault.BalancerUnreachable.class);
            assertThat(fault.where()).isEqualTo(pool.name());
        }
    }

    private static Leave leave(Way way) {
        return new Leave(way, Leave.Floor.KEPT, "ann@desk", "new kernel", Optional.empty());
    }

    private List<State> states(String node) throws FaultException {
        return pool.read().members().stream()
                .filter(m -> m.node().equals(node))
                .map(Member::state)
                .toList();
    }

    private List<String> served() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            scene.serve().ifPresent(names::add);
        }
        return names;
    }

    private void awaitUp(String node) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!states(node).stream().allMatch(s -> s == State.UP)) {
            assertThat(System.nanoTime()).as("time until %s is up", node).isLessThan(end);
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
