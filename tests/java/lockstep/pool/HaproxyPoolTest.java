package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.ScriptedHost;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The verbs against scripted replies; the real HAProxy is in `peer`.
class HaproxyPoolTest {
    private static final String SOCKET = "/run/haproxy.sock";
    private static final String LOOK = String.join(";", HaproxyReport.QUESTION);

    @Test
    void membersComeInTheOrderOfTheClusterFile() throws Exception {
        ScriptedHost host = ScriptedHost.replying(HaproxyPoolTest::obedientLiar);
        List<Member> members =
                pool(host, 1, "api/web2=b", "shop/web9=c", "shop/web1=a").read().members();
        assertThat(members).extracting(Member::node).containsExactly("b", "c", "a");
        assertThat(members)
                .extracting(Member::state)
                .containsExactly(State.UP, State.ABSENT, State.UP);
        assertThat(members.getLast().place()).isEqualTo("lb1/shop/web1");
        assertThat(host.asked).hasSize(1);
    }

    @Test
    void theFloorOfEveryBackendIsLookedAtBeforeTheFirstCommand() {
        ScriptedHost host = ScriptedHost.replying(HaproxyPoolTest::obedientLiar);
        // shop would keep three usable servers, api only web3
        HaproxyPool pool = pool(host, 2, "shop/web2=b", "api/web2=b");
        Fault.CapacityTooLow low =
                (Fault.CapacityTooLow)
                        fault(() -> pool.takeOut("b", Leave.by(Way.DRAIN, Leave.Floor.KEPT)));
        assertThat(low).isEqualTo(new Fault.CapacityTooLow("lb1", "api", 1, 2));
        assertThat(fault(() -> pool.takeOut("b", Leave.by(Way.MAINTENANCE, Leave.Floor.KEPT))))
                .isEqualTo(low);
        assertThat(fault(() -> pool.checkFloor("b"))).isEqualTo(low);
        assertThat(host.asked).containsOnly(LOOK);
    }

    @Test
    void whatIsOutAlreadyCostsNoCapacity() throws Exception {
        ScriptedHost host = ScriptedHost.replying(HaproxyPoolTest::obedientLiar);
        HaproxyPool pool = pool(host, 99, "shop/drained=b", "shop/disabled=b");
        assertThat(pool.takeOut("b", Leave.by(Way.DRAIN, Leave.Floor.KEPT)))
                .extracting(Member::state)
                .containsExactly(State.DRAIN, State.MAINT);
        assertThat(host.asked)
                .containsExactly(LOOK, "set server shop/drained state drain", LOOK, "show table");
    }

    /// Two consoles see two usable servers each, and each takes one of them.
    @Test
    void whatAnotherConsoleTookOutAtTheSameMomentIsSaid() {
        String before = Captured.everyState();
        String both =
                before.replace("api 2 web2 127.0.0.1 2 0 1 1", "api 2 web2 127.0.0.1 2 8 1 1")
                        .replace("api 3 web3 127.0.0.1 2 0 1 1", "api 3 web3 127.0.0.1 2 8 1 1");
        AtomicBoolean told = new AtomicBoolean();
        ScriptedHost host =
                ScriptedHost.replying(
                        line -> {
                            if (line.startsWith("show")) {
                                return told.get() ? both : before;
                            }
                            told.set(true);
                            return "\n";
                        });
        Fault fault =
                fault(
                        () ->
                                pool(host, 1, "api/web2=b", "api/web3=c")
                                        .takeOut("b", Leave.by(Way.DRAIN, Leave.Floor.KEPT)));
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.message())
                .contains(
                        "Backend api has 0 usable servers since b left; its floor is 1",
                        "b is out");
    }

    @Test
    void anAcceptedOrderThatDidNothingIsRefused() {
        ScriptedHost host = ScriptedHost.replying(HaproxyPoolTest::obedientLiar);
        Fault fault =
                fault(
                        () ->
                                pool(host, 0, "shop/web1=a")
                                        .takeOut("a", Leave.by(Way.DRAIN, Leave.Floor.KEPT)));
        assertThat(fault.message()).contains("set server shop/web1 state drain", "it is UP");
    }

    @Test
    void readyTellsWhatElseKeepsAMemberOut() {
        ScriptedHost host = ScriptedHost.replying(HaproxyPoolTest::obedientLiar);
        Fault fault = fault(() -> pool(host, 0, "api/web1=a").ready("a"));
        assertThat(fault).isInstanceOf(Fault.BalancerRefused.class);
        assertThat(fault.what()).contains("drained with shop/drained");
    }

    @Test
    void aRefusalIsShownAsItCame() {
        ScriptedHost host =
                ScriptedHost.replying(
                        line ->
                                line.startsWith("show")
                                        ? Captured.everyState()
                                        : "No such \u001b[1mserver.\n\n");
        Fault fault = fault(() -> pool(host, 0, "shop/web1=a").ready("a"));
        assertThat(fault)
                .isEqualTo(
                        new Fault.BalancerRefused(
                                "lb1", "set server shop/web1 state ready", "No such ␛[1mserver."));
    }

    @Test
    void anUnknownServerIsRefusedBeforeAnyCommand() {
        ScriptedHost host = ScriptedHost.replying(HaproxyPoolTest::obedientLiar);
        HaproxyPool pool = pool(host, 0, "shop/web1=a", "shop/web9=a");
        assertThat(
                        fault(() -> pool.takeOut("a", Leave.by(Way.DRAIN, Leave.Floor.IGNORED)))
                                .message())
                .contains("shop/web9", "no such server");
        assertThat(host.asked).hasSize(1);
    }

    @Test
    void namesThatWouldChangeTheCommandNeverReachIt() {
        for (String name : List.of("a b", "a;shutdown", "a\nb", "", "ä")) {
            ScriptedHost host = ScriptedHost.replying(HaproxyPoolTest::obedientLiar);
            Fault fault =
                    fault(
                            () ->
                                    pool(host, 0, "shop/" + name + "=a")
                                            .takeOut("a", Leave.by(Way.DRAIN, Leave.Floor.KEPT)));
            assertThat(fault).isInstanceOf(Fault.UnsafeArgument.class);
            assertThat(host.asked).containsOnly(LOOK);
        }
    }

    @Test
    void aNodeThatIsNotHereIsLeftAlone() throws Exception {
        ScriptedHost host = ScriptedHost.replying(HaproxyPoolTest::obedientLiar);
        HaproxyPool pool = pool(host, 9, "shop/web1=a");
        assertThat(pool.takeOut("elsewhere", Leave.by(Way.DRAIN, Leave.Floor.KEPT))).isEmpty();
        assertThat(pool.serves("elsewhere")).isFalse();
        assertThat(pool.serves("a")).isTrue();
        assertThat(host.asked).isEmpty();
    }

    @Test
    void permissionDeniedNamesTheLevel() {
        ScriptedHost host =
                ScriptedHost.replying(
                        line ->
                                line.startsWith("show")
                                        ? Captured.everyState()
                                        : "Permission denied\n\n");
        Fault fault = fault(() -> pool(host, 0, "shop/web1=a").ready("a"));
        assertThat(fault).isInstanceOf(Fault.BalancerUnreachable.class);
        assertThat(fault.message()).contains("not permitted", "level admin");
    }

    @Test
    void silenceEndsWithTheLimit() {
        ScriptedHost host = ScriptedHost.streaming(new ScriptedHost.Silence());
        HaproxyPool pool =
                new HaproxyPool(
                        balancer(0, "shop/web1=a"),
                        new HaproxyChannel("lb1", SOCKET, host, _ -> {}, Duration.ofMillis(50)),
                        InstantSource.system());
        Fault fault = fault(pool::read);
        assertThat(fault).isInstanceOf(Fault.BalancerUnreachable.class);
        assertThat(fault.what()).contains("no whole reply within");
    }

    @Test
    void anEndlessReplyIsCut() {
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) {
                        return length;
                    }
                };
        Fault fault = fault(pool(ScriptedHost.streaming(endless), 0, "shop/web1=a")::read);
        assertThat(fault.what()).contains("larger than");
    }

    @Test
    void anEmptyAndAGarbledReplyAreFaults() {
        assertThat(fault(pool(ScriptedHost.replying(_ -> ""), 0, "shop/web1=a")::read).what())
                .contains("without a reply");
        assertThat(fault(pool(ScriptedHost.replying(_ -> "220 smtp\r\n"), 0, "s/w=a")::read).what())
                .contains("not HAProxy's", "220 smtp");
    }

    @Test
    void aTcpSocketIsReachedByAddressAndPort() throws Exception {
        ScriptedHost host = ScriptedHost.replying(HaproxyPoolTest::obedientLiar);
        Balancer six = balancer(0);
        new HaproxyPool(six, "[::1]:9999", host, _ -> {}).read();
        assertThat(host.asked.getFirst()).isEqualTo("tcp ::1 9999");
    }

    /// Accepts every order and does nothing.
    private static String obedientLiar(String line) {
        return line.startsWith("show") ? Captured.everyState() : "\n";
    }

    private static HaproxyPool pool(ScriptedHost host, int floor, String... servers) {
        return new HaproxyPool(balancer(floor, servers), SOCKET, host, _ -> {});
    }

    /// @param servers as `backend/server=node`
    private static Balancer balancer(int floor, String... servers) {
        List<Balancer.Server> list = new ArrayList<>();
        for (String server : servers) {
            int slash = server.indexOf('/');
            int equals = server.indexOf('=');
            list.add(
                    new Balancer.Server(
                            server.substring(0, slash),
                            server.substring(slash + 1, equals),
                            server.substring(equals + 1)));
        }
        return new Balancer("lb1", new Dialect.Haproxy("local", SOCKET), floor, list);
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
