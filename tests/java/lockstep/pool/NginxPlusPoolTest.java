package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.LocalHost;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What NGINX Plus says, and what is made of it.
class NginxPlusPoolTest {
    private static final String FIRST = "10.0.0.1:80";
    private static final String SECOND = "10.0.0.2:80";

    private final List<Exchange> said = new ArrayList<>();
    private PlusStandIn plus;
    private Pool pool;

    @BeforeEach
    void open() throws Exception {
        plus = new PlusStandIn(List.of(FIRST, SECOND));
        pool = pool(plus.api());
    }

    @AfterEach
    void close() {
        plus.close();
    }

    @ParameterizedTest
    @CsvSource({
        "up, '{}', UP, UNCHECKED",
        "up, '{\"checks\":9,\"last_passed\":true}', UP, PASSED",
        "draining, '{\"checks\":9,\"last_passed\":false}', DRAIN, FAILED",
        "down, '{\"checks\":9,\"last_passed\":true}', MAINT, UNKNOWN",
        "checking, '{\"checks\":0}', STARTING, UNKNOWN",
        "unavail, '{}', DOWN, FAILED",
        "unhealthy, '{\"checks\":9,\"last_passed\":false}', DOWN, FAILED",
        "asleep, '{}', DOWN, UNCHECKED",
    })
    void everyWordOfTheApiHasItsState(String word, String checks, State state, Member.Health health)
            throws Exception {
        plus.state(SECOND, word, checks);
        Member member = member("web2");
        assertThat(member.state()).isEqualTo(state);
        assertThat(member.health()).isEqualTo(health);
        assertThat(member.reason()).isNotBlank();
    }

    @Test
    void whatRunsAndWhatWasAnsweredIsCounted() throws Exception {
        try (AutoCloseable request = plus.begin(SECOND)) {
            assertThat(request).isNotNull();
            assertThat(member("web2").load())
                    .isEqualTo(
                            new Load(
                                    OptionalInt.of(1),
                                    OptionalInt.empty(),
                                    OptionalInt.empty(),
                                    OptionalLong.of(0)));
        }
        assertThat(member("web2").load().sessions()).isEqualTo(OptionalInt.of(0));
        assertThat(member("web2").load().answered()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void theWorkerThatAnswersIsNoPartOfTheEpoch() throws Exception {
        String epoch = pool.read().epoch();
        assertThat(pool.read().epoch()).isEqualTo(epoch);
        plus.reload();
        assertThat(pool.read().epoch()).isNotEqualTo(epoch);
    }

    @Test
    void serversAreFoundByAddressAfterAReload() throws Exception {
        pool.read();
        plus.reload();
        pool.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        assertThat(member("web2").state()).isEqualTo(State.DRAIN);
        assertThat(member("web1").state()).isEqualTo(State.UP);
    }

    @Test
    void anOrderThatReachedAnotherServerIsToldAtOnce() {
        plus.beforeNextPatch(plus::reload);
        Fault fault = fault(() -> pool.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT)));
        assertThat(fault).isInstanceOf(Fault.BalancerRefused.class);
        assertThat(fault.what()).contains("gave this number to " + FIRST);
    }

    @Test
    void aMaintenanceIsNotWeakenedAndADrainIsNoMaintenance() throws Exception {
        pool.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        pool.takeOut("web2", Leave.by(Way.MAINTENANCE, Leave.Floor.KEPT));
        assertThat(member("web2").state()).isEqualTo(State.MAINT);
        pool.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        assertThat(member("web2").state()).isEqualTo(State.MAINT);
        pool.ready("web2");
        assertThat(member("web2").state()).isEqualTo(State.UP);
    }

    @Test
    void anApiWithoutTheRightToWriteSaysWhatIsMissing() throws Exception {
        plus.readOnly();
        Fault fault = fault(() -> pool.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT)));
        assertThat(fault).isInstanceOf(Fault.BalancerRefused.class);
        assertThat(fault.what())
                .contains("405 {\"error\":{\"status\":405,\"text\":\"method disabled\"")
                .contains("api write=on;");
        assertThat(member("web2").state()).isEqualTo(State.UP);
    }

    @Test
    void anUpstreamWithoutAZoneIsAbsentAndSaysWhatMayBeMissing() throws Exception {
        plus.withoutZone();
        assertThat(member("web2").state()).isEqualTo(State.ABSENT);
        assertThat(fault(() -> pool.ready("web2")).what()).contains("or no zone");
    }

    @Test
    void aZoneThatIsLostBeforeTheOrderIsToldInTheApisWords() {
        plus.beforeNextPatch(plus::withoutZone);
        Fault fault = fault(() -> pool.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT)));
        assertThat(fault.what()).contains("400 ").contains("UpstreamStatic").contains("\"zone\"");
    }

    @Test
    void backupsAndServersThatFailAreNoCapacity() throws Exception {
        plus.backup(FIRST);
        assertThat(fault(() -> pool.checkFloor("web2")))
                .isEqualTo(new Fault.CapacityTooLow("lb1", "shop", 0, 1));
        pool.checkFloor("web1");
        plus.state(SECOND, "unhealthy", "{}");
        pool.checkFloor("web2");
    }

    @Test
    void anAddressThatIsNoApiIsAFault() {
        Pool wrong = pool(plus.api() + "/elsewhere");
        Fault fault = fault(wrong::read);
        assertThat(fault).isInstanceOf(Fault.BalancerUnreachable.class);
        assertThat(fault.what()).contains("/api/elsewhere").contains("there is no");
    }

    @Test
    void everyExchangeIsTold() throws Exception {
        pool.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        assertThat(said)
                .filteredOn(e -> e.kind() == Exchange.Kind.ORDER)
                .singleElement()
                .matches(e -> e.command().startsWith("PATCH http://127.0.0.1:"))
                .matches(
                        e ->
                                e.command()
                                        .endsWith(
                                                "/9/http/upstreams/shop/servers/1 {\"drain\":true}"))
                .matches(e -> e.reply().startsWith("200 {\"id\":1,"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1] 2", "99999999999999999999", "nul"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonTree.parse(text)).isInstanceOf(IOException.class);
    }

    @Test
    void jsonOfAnotherKindThanExpectedIsJustNotThere() throws Exception {
        JsonTree tree = JsonTree.parse("{\"peers\":{\"id\":\"x\",\"active\":[1]},\"n\":null}");
        assertThat(tree.get("peers").elements()).isEmpty();
        assertThat(tree.get("n").isPresent()).isFalse();
        PlusPeer peer = PlusPeer.of(tree.get("peers"));
        assertThat(peer.active()).isEmpty();
        assertThat(peer.effective()).isEqualTo(State.DOWN);
    }

    private Pool pool(String api) {
        Balancer balancer =
                new Balancer(
                        "lb1",
                        new Dialect.NginxPlus("local", api),
                        1,
                        List.of(
                                new Balancer.Server("shop", FIRST, "web1"),
                                new Balancer.Server("shop", SECOND, "web2")));
        return Drivers.open(balancer, new Pools.Access(LocalHost::new, LocalHost::new, said::add));
    }

    private Member member(String node) throws FaultException {
        return pool.read().members().stream()
                .filter(m -> m.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
