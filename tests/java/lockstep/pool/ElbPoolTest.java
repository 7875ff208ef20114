package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.LocalHost;
import lockstep.peer.Peer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is particular to AWS target groups, against the stand-in.
@Timeout(60)
class ElbPoolTest {
    private static final String ONE = "i-0000000000000001a";
    private static final String TWO = "i-0000000000000002a";
    private static final String THREE = "i-0000000000000003a";
    private static final Leave DRAIN = Leave.by(Way.DRAIN, Leave.Floor.KEPT);
    private static final String COUNT =
            "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count";
    private static final String PERCENTAGE =
            "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage";

    private final List<Exchange> said = new CopyOnWriteArrayList<>();
    private ElbStandIn aws;

    @BeforeEach
    void open() throws Exception {
        ElbCredentials.set();
        aws = new ElbStandIn().group("shop", 80);
        for (String id : List.of(ONE, TWO, THREE)) {
            aws.target("shop", id, 80, "healthy", "");
        }
    }

    @AfterEach
    void close() {
        ElbCredentials.clear();
        if (aws != null) {
            aws.close();
        }
    }

    @Test
    void aTargetThatNeverWasRegisteredDoesNotPassForOneTakenOut() throws Exception {
        Pool pool = pool(0, "shop/i-00000000000000bad=web1");
        Member member = only(pool.read());
        assertThat(member.state()).isEqualTo(State.MAINT);
        assertThat(member.reason()).contains("taken out, or never put in");
        assertThat(fault(() -> pool.checkFloor("web1"))).isInstanceOf(Fault.BalancerRefused.class);
        assertThat(fault(() -> pool.takeOut("web1", DRAIN)).what()).contains("never put in");
        assertThat(orders()).isEmpty();
        assertThat(pool.ready("web1").getFirst().state().isOut()).isFalse();
    }

    @Test
    void aTargetWithAnotherPortIsNotTheOneMeant() throws Exception {
        Member member = only(pool(0, "shop/" + ONE + ":8080=web1").read());
        assertThat(member.state()).isEqualTo(State.MAINT);
        assertThat(member.reason()).endsWith("with port 8080, but with 80");
    }

    @Test
    void drainingIsSaidUntilTheDelayEndsAndThenItIsOut() throws Exception {
        Pool pool = pool(1, "shop/" + ONE + "=web1");
        Member draining = pool.takeOut("web1", DRAIN).getFirst();
        assertThat(draining.state()).isEqualTo(State.DRAIN);
        assertThat(draining.reason()).contains("300 s", "even when nobody is left");
        aws.pass(Duration.ofSeconds(299));
        assertThat(only(pool.read()).state()).isEqualTo(State.DRAIN);
        aws.pass(Duration.ofSeconds(1));
        Member out = only(pool.read());
        assertThat(out.state()).isEqualTo(State.MAINT);
        assertThat(out.reason()).contains("taken out").doesNotContain("never");
        assertThat(out.sessions()).hasValue(0);
        assertThat(pool.takeOut("web1", DRAIN).getFirst().state()).isEqualTo(State.MAINT);
        pool.ready("web1");
        assertThat(only(pool.read()).state()).isEqualTo(State.UP);
    }

    @Test
    void whatADrainMeansIsToldBefore() throws Exception {
        aws.attribute("shop", "deregistration_delay.timeout_seconds", "45")
                .attribute("shop", "deregistration_delay.connection_termination.enabled", "true")
                .attribute("shop", "stickiness.enabled", "true")
                .attribute("shop", PERCENTAGE, "50");
        Manner manner = pool(1, "shop/" + ONE + "=web1").manner();
        assertThat(manner.ways()).containsOnlyKeys(Way.DRAIN);
        assertThat(manner.ways().get(Way.DRAIN)).contains("up to 45 s");
        assertThat(manner.ending()).isEmpty();
        assertThat(String.join(" ", manner.remarks()))
                .contains("draining for 45 s", "cuts the connections", "lb_cookie", "50 %");
    }

    @Test
    void whereItWouldFailOpenTheDrainIsRefused() {
        aws.target("shop", THREE, 80, "unhealthy", "Target.Timeout").attribute("shop", COUNT, "2");
        Fault low = fault(() -> pool(0, "shop/" + ONE + "=web1").takeOut("web1", DRAIN));
        assertThat(low).isInstanceOf(Fault.CapacityTooLow.class);
        assertThat(low.what()).contains("floor is 2", "fails open");
        assertThat(orders()).isEmpty();
    }

    @Test
    void aShareOfHealthyTargetsIsRoundedUp() throws Exception {
        aws.attribute("shop", PERCENTAGE, "51").target("shop", THREE, 80, "unhealthy", "");
        Fault low = fault(() -> pool(0, "shop/" + ONE + "=web1").checkFloor("web1"));
        assertThat(low.what()).contains("left with 1", "floor is 2");
        aws.attribute("shop", PERCENTAGE, "50");
        pool(0, "shop/" + ONE + "=web1").checkFloor("web1");
    }

    @Test
    void theLastOfAllMayGoWhereTheFloorSaysSo() throws Exception {
        Pool pool =
                pool(
                        0,
                        "shop/" + ONE + "=web1",
                        "shop/" + TWO + "=web1",
                        "shop/" + THREE + "=web1");
        assertThat(pool.takeOut("web1", DRAIN)).hasSize(3).allMatch(m -> m.state().isOut());
        assertThat(orders()).hasSize(1);
    }

    @Test
    void anOrderCountsOnlyWhenItShows() throws Exception {
        aws.orderShowsAfter(3);
        Pool pool = pool(1, "shop/" + ONE + "=web1");
        assertThat(pool.takeOut("web1", DRAIN).getFirst().state()).isEqualTo(State.DRAIN);
        assertThat(pool.ready("web1").getFirst().state().isOut()).isFalse();
        aws.orderShowsAfter(Integer.MAX_VALUE);
        assertThat(fault(() -> pool.takeOut("web1", DRAIN)).what()).contains("accepted, yet");
    }

    @Test
    void aTargetComesBackAsItWasRegistered() throws Exception {
        aws.group("addresses", 80, "ip").zone("addresses", "10.9.0.1", 8443, "all");
        Pool pool = pool(0, "addresses/10.9.0.1:8443=web1", "shop/" + ONE + "=web1");
        pool.takeOut("web1", DRAIN);
        aws.pass(Duration.ofHours(1));
        pool.ready("web1");
        String there = "Targets.member.1.Id=10.9.0.1, Targets.member.1.Port=8443}";
        assertThat(orders().getFirst()).startsWith("DeregisterTargets").endsWith(there);
        assertThat(orders().get(1)).endsWith("Targets.member.1.Id=" + ONE + "}");
        assertThat(orders().get(2))
                .startsWith("RegisterTargets")
                .endsWith("Targets.member.1.AvailabilityZone=all, " + there);
        assertThat(orders().get(3)).endsWith("Targets.member.1.Id=" + ONE + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "healthy,,UP,PASSED,its checks pass",
        "initial,Elb.InitialHealthChecking,STARTING,UNKNOWN,just registered",
        "unhealthy,Target.ResponseCodeMismatch,DOWN,FAILED,its checks fail",
        "unhealthy.draining,,DOWN,FAILED,its checks fail",
        "unused,Target.NotInUse,DOWN,UNKNOWN,it gets no requests",
        "unused,Target.InvalidState,DOWN,UNKNOWN,it gets no requests",
        "unused,Target.NotRegistered,MAINT,UNKNOWN,not registered",
        "unavailable,Target.HealthCheckDisabled,UP,UNCHECKED,no checks are made",
        "unavailable,Elb.InternalError,STARTING,UNKNOWN,its health is not known",
        "draining,Target.DeregistrationInProgress,DRAIN,UNKNOWN,called draining",
        "improved,,STARTING,UNKNOWN,not known here: improved",
    })
    void everyStateIsTold(
            String told, String code, State state, Member.Health health, String reason)
            throws Exception {
        aws.target("shop", ONE, 80, told, code == null ? "" : code);
        Member member = only(pool(1, "shop/" + ONE + "=web1").read());
        assertThat(member.state()).isEqualTo(state);
        assertThat(member.health()).isEqualTo(health);
        assertThat(member.reason()).contains(reason);
        if (state != State.MAINT && code != null) {
            assertThat(member.reason()).contains(code);
        }
    }

    @Test
    void throttlingIsBackedOffFrom() throws Exception {
        aws.throttle(2);
        assertThat(only(pool(1, "shop/" + ONE + "=web1").read()).state()).isEqualTo(State.UP);
        assertThat(aws.asked).hasSizeGreaterThan(3);
        aws.throttle(Integer.MAX_VALUE);
        Fault busy = fault(() -> pool(1, "shop/" + ONE + "=web1").read());
        assertThat(busy).isInstanceOf(Fault.BalancerUnreachable.class);
        assertThat(busy.what()).contains("too often", "Rate exceeded");
    }

    @Test
    void whatIsNotAllowedNamesThePermission() {
        String words = "User: arn:aws:iam::1:user/ann is not authorized";
        aws.refuse("DeregisterTargets", 403, "AccessDenied", words);
        Fault denied = fault(() -> pool(1, "shop/" + ONE + "=web1").takeOut("web1", DRAIN));
        assertThat(denied).isInstanceOf(Fault.BalancerRefused.class);
        assertThat(denied.what()).contains("AccessDenied", "arn:aws:iam::1:user/ann");
        assertThat(denied.remedy()).contains("elasticloadbalancing:DeregisterTargets");
    }

    /// The service repeats the headers that it took into account.
    @ParameterizedTest
    @ValueSource(strings = {"SignatureDoesNotMatch", "ExpiredToken", "InvalidClientTokenId"})
    void noCredentialIsTold(String code) {
        String words = "'x-amz-security-token:" + ElbCredentials.TOKEN + "'";
        aws.refuse("DescribeTargetGroups", 403, code, words);
        Fault refused = fault(() -> pool(1, "shop/" + ONE + "=web1").read());
        assertThat(refused.what()).contains(code);
        assertThat(refused.remedy()).contains("Renew");
        assertThat(said).isNotEmpty();
        assertThat(refused.message() + said)
                .doesNotContain(ElbCredentials.TOKEN, ElbCredentials.SECRET);
    }

    @Test
    void withoutCredentialsOrRegionNothingIsAsked() {
        ElbCredentials.seal();
        Fault nobody = fault(() -> pool(1, "shop/" + ONE + "=web1").read());
        assertThat(nobody).isInstanceOf(Fault.GuardTripped.class);
        assertThat(nobody.what()).contains("no AWS credentials");
        Dialect.Elb other = elb(Optional.of("eu-central-1"), Optional.of("shop-admin"));
        assertThat(fault(() -> pool(other, 1, "shop/" + ONE + "=web1").read()).what())
                .contains("profile shop-admin");
        Dialect.Elb nowhere = elb(Optional.empty(), Optional.empty());
        assertThat(fault(() -> pool(nowhere, 1, "shop/" + ONE + "=web1").read()).what())
                .contains("No AWS region");
        assertThat(aws.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Please log in</html>", "no XML", "", "<a"})
    void whatIsNoAnswerOfTheServiceIsAFault(String reply) {
        aws.answerWith(reply);
        assertThat(fault(() -> pool(1, "shop/" + ONE + "=web1").read()))
                .isInstanceOfAny(Fault.BalancerUnreachable.class, Fault.BalancerRefused.class);
    }

    @Test
    void aGroupThatIsNotThereIsAbsentAndOneMadeAnewHasAnotherEpoch() throws Exception {
        Pool pool = pool(1, "shop/" + ONE + "=web1");
        String before = pool.read().epoch();
        aws.delete("shop");
        Member member = only(pool.read());
        assertThat(member.state()).isEqualTo(State.ABSENT);
        assertThat(member.reason()).contains("no target group shop");
        assertThat(fault(() -> pool.takeOut("web1", DRAIN)).what()).contains("no target group");
        assertThat(fault(() -> pool.ready("web1")).what()).contains("no target group");
        assertThat(pool.read().epoch()).isNotEqualTo(before);
    }

    @Test
    void aGroupMayBeNamedByItsArn() throws Exception {
        Pool pool = pool(1, ElbStandIn.ARN.formatted("shop") + "/" + ONE + "=web1");
        assertThat(only(pool.read()).state()).isEqualTo(State.UP);
        assertThat(aws.asked.getFirst()).contains("TargetGroupArns.member.1=arn:aws:");
    }

    @Test
    void whoIsLeftIsCountedOnTheNode() throws Exception {
        Peer.program("ss");
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = server.getLocalPort();
            aws.target("shop", ONE, port, "healthy", "");
            Pool pool = pool(1, "shop/" + ONE + ":" + port + "=web1");
            assertThat(only(pool.read()).sessions()).isEmpty();
            assertThat(pool.takeOut("web1", DRAIN).getFirst().sessions()).hasValue(0);
            try (Socket client = new Socket(server.getInetAddress(), port);
                    Socket accepted = server.accept()) {
                assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
                assertThat(only(pool.read()).sessions()).hasValue(1);
            }
        }
    }

    private List<String> orders() {
        return aws.asked.stream().filter(line -> !line.startsWith("Describe")).toList();
    }

    private static Member only(Pool.Reading reading) {
        assertThat(reading.members()).hasSize(1);
        return reading.members().getFirst();
    }

    /// @param servers as `group/target=node`
    private Pool pool(int floor, String... servers) {
        return pool(elb(Optional.of("eu-central-1"), Optional.empty()), floor, servers);
    }

    private Dialect.Elb elb(Optional<String> region, Optional<String> profile) {
        return new Dialect.Elb(region, profile, Optional.of(aws.endpoint()));
    }

    private Pool pool(Dialect.Elb dialect, int floor, String... servers) {
        List<Balancer.Server> named =
                List.of(servers).stream()
                        .map(s -> s.split("/(?=[^/]*$)|=", -1))
                        .map(s -> new Balancer.Server(s[0], s[1], s[2]))
                        .toList();
        return new ElbPool(
                new Balancer("lb1", dialect, floor, named),
                new ElbGroups(new ElbClient("lb1", dialect, said::add)),
                new NodeSessions(LocalHost::new),
                new Patience(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(300)));
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
