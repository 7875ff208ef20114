package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PoolsTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private final TablePool lb1 = new TablePool("lb1", "web1", "web2");
    private final TablePool lb2 = new TablePool("lb2", "web2");

    /// One second a look at the clock, so that limits pass without waiting for them.
    private final AtomicLong seconds = new AtomicLong();

    private final Pools pools =
            new Pools(
                    List.of("web1", "web2", "web3"),
                    List.of(lb1, lb2),
                    List.of(),
                    new Watch(
                            Duration.ofMillis(1),
                            () -> TimeUnit.SECONDS.toNanos(seconds.getAndIncrement())));

    @Test
    void theViewHasEveryNodeAndWhatFailed() {
        lb2.die();
        Pools.View view = pools.look();
        assertThat(view.members().keySet()).containsExactly("web1", "web2", "web3");
        assertThat(view.members().get("web2")).extracting(Member::balancer).containsExactly("lb1");
        assertThat(view.members().get("web3")).isEmpty();
        assertThat(view.failures()).containsOnlyKeys("lb2");
        assertThat(view.warnings()).isEmpty();
    }

    @Test
    void whoCannotBeAskedIsNeitherOutNorTakenBackIn() throws Exception {
        pools.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        lb1.set("web1", State.UNKNOWN, OptionalInt.empty());
        assertThat(pools.look().warnings()).isEmpty();
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () -> pools.awaitZero("web1", TEN, _ -> {}, new Cancel()));
        assertThat(e.fault().what()).contains("Still in use", "nobody knows about lb1/shop/web1");
    }

    @Test
    void anActionReachesEveryPoolOfTheNodeAndIsReadAgain() throws Exception {
        assertThat(pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT)))
                .extracting(Member::place)
                .containsExactly("lb1/shop/web2", "lb2/shop/web2");
        assertThat(pools.takeOut("web1", Leave.by(Way.MAINTENANCE, Leave.Floor.KEPT))).hasSize(1);
        assertThat(pools.ready("web2")).allMatch(m -> m.state() == State.UP);
        assertThat(lb1.orders).containsExactly("web2 DRAIN", "web1 MAINT", "web2 UP");
        assertThat(lb2.orders).containsExactly("web2 DRAIN", "web2 UP");
        assertThat(pools.takeOut("web3", Leave.by(Way.DRAIN, Leave.Floor.KEPT))).isEmpty();
    }

    @Test
    void noPoolIsToldWhenOneIsDeadOrShortOfCapacity() {
        lb2.runLow();
        assertThat(fault(() -> pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT))))
                .isInstanceOf(Fault.CapacityTooLow.class);
        lb2.die();
        assertThat(
                        fault(
                                () ->
                                        pools.takeOut(
                                                "web2",
                                                Leave.by(Way.MAINTENANCE, Leave.Floor.IGNORED))))
                .isInstanceOf(Fault.BalancerUnreachable.class);
        assertThat(lb1.orders).isEmpty();
    }

    @Test
    void aPoolThatTheNodeIsNotInDoesNotMatter() throws Exception {
        lb2.die();
        assertThat(pools.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT))).hasSize(1);
    }

    @Test
    void readyIsTriedEverywhereAndEveryFailureIsKept() {
        lb1.die();
        lb2.die();
        FaultException both = catchThrowableOfType(FaultException.class, () -> pools.ready("web2"));
        assertThat(both.fault().where()).isEqualTo("lb1");
        assertThat(both.getSuppressed()).hasSize(1);
        lb2.revive();
        assertThat(fault(() -> pools.ready("web2")).where()).isEqualTo("lb1");
        assertThat(lb2.orders).containsExactly("web2 UP");
    }

    @Test
    void aReloadThatErasesADrainIsNoticedUntilItIsMended() throws Exception {
        pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        lb1.reload();
        assertThat(pools.look().warnings())
                .containsExactly("lb1 reloaded: web2's drain was lost (shop/web2 is UP).");
        assertThat(pools.look().warnings()).hasSize(1);
        pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        assertThat(pools.look().warnings()).isEmpty();
        lb1.reload();
        pools.ready("web2");
        assertThat(pools.look().warnings()).isEmpty();
    }

    @Test
    void aDrainUndoneBySomebodyElseIsNoticedToo() throws Exception {
        pools.takeOut("web1", Leave.by(Way.MAINTENANCE, Leave.Floor.KEPT));
        lb1.set("web1", State.DRAIN, OptionalInt.of(0));
        assertThat(pools.look().warnings())
                .containsExactly("lb1: web1's maintenance was lost (shop/web1 is DRAIN).");
    }

    @Test
    void aReloadThatKeepsTheDrainIsToldToo() throws Exception {
        pools.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        lb1.restartKeepingStates();
        assertThat(pools.look().warnings())
                .singleElement()
                .isEqualTo("lb1 reloaded: web1's drain holds.");
    }

    /// A look that began before an order knows nothing of it.
    @Test
    void aLookThatAnOrderOvertookIsNoAlarm() throws Exception {
        Intents intents = new Intents();
        Pool.Reading up = lb1.read();
        long before = intents.latest();
        intents.out("lb1", "web1", Way.DRAIN);
        assertThat(intents.seen("lb1", up, before)).isEmpty();
        assertThat(intents.seen("lb1", up, intents.latest())).hasSize(1);
        intents.ready("web1");
        assertThat(intents.seen("lb1", up, intents.latest())).isEmpty();
    }

    @Test
    void aLateReadingOfTheOldProcessIsNoReload() throws Exception {
        Intents intents = new Intents();
        long early = intents.latest();
        lb1.set("web1", State.DRAIN, OptionalInt.of(0));
        Pool.Reading old = lb1.read();
        lb1.restartKeepingStates();
        intents.out("lb1", "web1", Way.DRAIN);
        assertThat(intents.seen("lb1", lb1.read(), intents.latest())).isEmpty();
        assertThat(intents.seen("lb1", old, early)).isEmpty();
        assertThat(intents.seen("lb1", lb1.read(), intents.latest())).isEmpty();
    }

    @Test
    void zeroMeansAllPoolsAtTwoLooks() throws Exception {
        pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        lb1.set("web2", State.DRAIN, OptionalInt.of(2));
        List<OptionalInt> looks = new ArrayList<>();
        Pools.Settled settled =
                pools.awaitZero(
                        "web2",
                        TEN,
                        members -> {
                            looks.add(Pools.sessions(members));
                            // falls to 0, comes back once, and stays at 0
                            int left = List.of(1, 0, 1, 0, 0, 0).get(looks.size() - 1);
                            lb1.set("web2", State.DRAIN, OptionalInt.of(left));
                        },
                        new Cancel());
        assertThat(looks).extracting(OptionalInt::getAsInt).containsExactly(2, 1, 0, 1, 0, 0);
        assertThat(settled.note()).startsWith("no session left");
        assertThat(settled.members()).hasSize(2);
    }

    @Test
    void sessionsThatDoNotEndAreNamedAtTheLimit() throws Exception {
        pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        lb2.set("web2", State.DRAIN, OptionalInt.of(3));
        Fault fault = fault(() -> pools.awaitZero("web2", TEN, _ -> {}, new Cancel()));
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.message())
                .startsWith("web2: Still in use after 10 s: 3 sessions on lb2/shop/web2.");
    }

    @Test
    void unknownSessionsAreWaitedForByTimeAndSaid() throws Exception {
        pools.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        lb1.set("web1", State.DRAIN, OptionalInt.empty());
        Pools.Settled settled = pools.awaitZero("web1", TEN, _ -> {}, new Cancel());
        assertThat(settled.took()).isGreaterThanOrEqualTo(TEN);
        assertThat(settled.note()).contains("cannot be counted on lb1/shop/web1");
    }

    @Test
    void aDrainLostWhileWaitingEndsTheWait() throws Exception {
        pools.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        lb1.set("web2", State.DRAIN, OptionalInt.of(1));
        Fault fault = fault(() -> pools.awaitZero("web2", TEN, _ -> lb1.reload(), new Cancel()));
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.message()).contains("lb1/shop/web2 is UP", "Drain it again");
    }

    @Test
    void aBalancerThatIsAwayForAMomentIsAskedAgain() throws Exception {
        pools.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        lb1.set("web1", State.DRAIN, OptionalInt.of(1));
        Cancel cancel = new Cancel();
        AtomicLong looks = new AtomicLong();
        Fault fault = fault(() -> pools.awaitZero("web1", TEN, _ -> dies(looks), cancel));
        assertThat(fault).isInstanceOf(Fault.BalancerUnreachable.class);
        assertThat(looks).hasValue(1);

        lb1.set("web1", State.DRAIN, OptionalInt.of(0));
        lb1.reviveAfterRefusals(3);
        assertThat(pools.awaitZero("web1", TEN, _ -> {}, cancel).note())
                .startsWith("no session left");
    }

    @Test
    void cancellingEndsAWait() throws Exception {
        pools.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        lb1.set("web1", State.DRAIN, OptionalInt.of(1));
        Cancel cancel = new Cancel();
        Fault fault = fault(() -> pools.awaitZero("web1", TEN, _ -> cancel.set(), cancel));
        assertThat(fault).isEqualTo(new Fault.Cancelled("web1"));
    }

    @Test
    void upMeansUpEverywhereAndTheReasonsAreNoted() throws Exception {
        lb2.set("web2", State.STARTING, OptionalInt.of(0));
        assertThat(fault(() -> pools.awaitUp("web2", TEN, _ -> {}, new Cancel())).what())
                .isEqualTo("It is not up after 10 s: lb2/shop/web2 is STARTING (because).");
        Pools.Settled settled =
                pools.awaitUp(
                        "web2",
                        TEN,
                        _ -> lb2.set("web2", State.UP, OptionalInt.of(0)),
                        new Cancel());
        assertThat(settled.note()).isEqualTo("lb1/shop/web2: because, lb2/shop/web2: because");
        assertThat(pools.awaitUp("web3", TEN, _ -> {}, new Cancel()).note())
                .isEqualTo("in no pool");
    }

    @Test
    void closingReachesEveryPool() {
        pools.close();
        assertThat(lb1.orders).containsExactly("close");
        assertThat(lb2.orders).containsExactly("close");
    }

    private void dies(AtomicLong looks) {
        looks.incrementAndGet();
        lb1.die();
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
