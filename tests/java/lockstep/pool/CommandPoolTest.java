package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.LocalHost;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is particular to an operator's own commands, with real programs.
@Timeout(60)
class CommandPoolTest {
    private static final Leave DRAIN = Leave.by(Way.DRAIN, Leave.Floor.KEPT);
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(300));

    @TempDir Path directory;
    private PoolScript script;
    private final List<Exchange> said = new CopyOnWriteArrayList<>();

    @BeforeEach
    void make() throws Exception {
        script = new PoolScript(directory);
        script.member("shop", "web1", "up 3 all is well").member("shop", "web2", "up");
    }

    @Test
    void whoWhyAndUntilReachTheCommandAsOneArgument() throws Exception {
        Instant until = Instant.parse("2026-07-01T10:00:00Z");
        String why = "$(touch pwned); {backend}\n\"";
        Leave leave = new Leave(Way.DRAIN, Leave.Floor.KEPT, "ann@desk", why, Optional.of(until));
        Member member = pool(script.dialect()).takeOut("web1", leave).getFirst();
        assertThat(member.reason())
                .isEqualTo(
                        "told by ann@desk $(touch pwned); {backend}\\u{240a}\" 2026-07-01T10:00:00Z");
        assertThat(Path.of("pwned")).doesNotExist();
    }

    @Test
    void whatIsFilledInIsNoOption() {
        Balancer.Server server = new Balancer.Server("shop", "web1", "web1");
        Leave leave = new Leave(Way.DRAIN, Leave.Floor.KEPT, "", "--all", Optional.empty());
        assertThat(CommandLine.of(List.of("p", "{why}", "--why={why}", "{none}"), server, leave))
                .containsExactly("p", " --all", "--why=--all", "{none}");
    }

    @Test
    void whatTheListSaysIsToldAndWhatItLeavesOutIsUnknown() throws Exception {
        List<Member> members = pool(script.dialect()).read().members();
        assertThat(members.getFirst().sessions()).hasValue(3);
        assertThat(members.getFirst().reason()).isEqualTo("all is well");
        assertThat(members.get(1).sessions()).isEmpty();
        assertThat(members.get(1).health()).isEqualTo(Member.Health.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "shop web1,it is not BACKEND SERVER STATE",
        "shop web1 gone,none of up",
        "shop web1 up many,not a count",
        "shop web1 up -1,not a count",
        "shop web1 up 99999999999,not a count",
    })
    void aLineThatIsNotOneIsNamed(String line, String reason) {
        Fault fault = fault(() -> pool(listing("# fine\n\nshop web2 up\n" + line)).read());
        assertThat(fault).isInstanceOf(Fault.BalancerRefused.class);
        assertThat(fault.what()).contains("line 4", line, reason);
    }

    @Test
    void aServerListedTwiceIsNotGuessedAt() {
        Dialect.Commands twice = listing("shop web1 up\nshop web1 drain\nshop web2 up");
        assertThat(fault(() -> pool(twice).read()).what()).contains("line 2", "listed before");
    }

    @Test
    void aCommandThatFailsIsToldInItsOwnWordsMadeVisible() {
        Dialect.Commands failing = with("printf 'no \\033[31mrights' >&2; exit 3");
        Fault fault = fault(() -> pool(failing).takeOut("web1", DRAIN));
        assertThat(fault).isInstanceOf(Fault.BalancerRefused.class);
        assertThat(fault.what()).contains("status 3", "no ␛[31mrights");
        assertThat(fault(() -> pool(missing()).read()).what()).contains("status 127");
    }

    @Test
    void aCommandThatPrintsTooMuchOrDoesNotEndIsStopped() {
        assertThat(fault(() -> pool(run("head -c 2000000 /dev/zero")).read()).what())
                .contains("more than 1048576 bytes");
        CommandRunner hurried =
                new CommandRunner("own", new LocalHost("lb"), said::add, Duration.ofMillis(300));
        Fault late = fault(() -> pool(run("exec sleep 600"), hurried, 1).read());
        assertThat(late).isInstanceOf(Fault.BalancerUnreachable.class);
        assertThat(said.getLast().reply()).contains("No answer within");
    }

    @Test
    void anOrderCountsOnlyWhenTheListShowsIt() {
        Fault fault = fault(() -> pool(with("exit 0")).takeOut("web1", DRAIN));
        assertThat(fault.what()).contains("it ran, yet after", "the list says UP");
    }

    @Test
    void theListIsAskedAgainUntilItShowsTheOrder() throws Exception {
        String drain = "sh '" + directory + "/pool' drain shop web1 late";
        Dialect.Commands slow =
                with("(head -c 90000000 /dev/zero | cksum; " + drain + ") >/dev/null 2>&1 &");
        CommandRunner runner = runner();
        Patience patient =
                new Patience(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(20));
        Pool pool = new CommandPool(balancer(slow, 1), slow, runner, patient);
        assertThat(pool.takeOut("web1", DRAIN).getFirst().state()).isEqualTo(State.DRAIN);
        assertThat(said.stream().filter(e -> e.command().endsWith("list")).count())
                .isGreaterThan(2);
    }

    @Test
    void whoIsOutIsCountedByTheCommandForIt() throws Exception {
        Pool pool = pool(script.dialect());
        script.busy("7\n");
        assertThat(pool.takeOut("web1", DRAIN).getFirst().sessions()).hasValue(7);
        script.busy("-\n");
        assertThat(pool.read().members().getFirst().sessions()).isEmpty();
        script.busy("");
        assertThat(pool.read().members().getFirst().sessions()).isEmpty();
        script.busy("some\n");
        assertThat(fault(pool::read).what()).contains("no count", "some");
    }

    @Test
    void withoutACommandForItThereIsNoMaintenance() throws Exception {
        Dialect.Commands full = script.dialect();
        Dialect.Commands bare =
                new Dialect.Commands(
                        "lb", full.list(), full.drain(), List.of(), List.of(), full.ready());
        assertThat(pool(bare).manner().ways()).containsOnlyKeys(Way.DRAIN);
        assertThat(pool(full).manner().ways()).containsOnlyKeys(Way.DRAIN, Way.MAINTENANCE);
        Leave cut = Leave.by(Way.MAINTENANCE, Leave.Floor.KEPT);
        assertThat(pool(full).takeOut("web1", cut).getFirst().state()).isEqualTo(State.MAINT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatTheClusterFileDoesNotNameIsCapacityToo(int floor) throws Exception {
        script.member("shop", "web9", "up").member("shop-b", "web9", "up");
        pool(script.dialect(), runner(), floor).takeOut("web1", DRAIN);
        Fault low = fault(() -> pool(script.dialect(), runner(), 2).takeOut("web2", DRAIN));
        assertThat(low).isInstanceOf(Fault.CapacityTooLow.class);
    }

    private Dialect.Commands run(String shell) {
        List<String> command = List.of("sh", "-c", shell);
        return new Dialect.Commands("lb", command, command, List.of(), List.of(), command);
    }

    private Dialect.Commands listing(String printed) {
        return run("printf '%s' '" + printed + "'");
    }

    private static Dialect.Commands missing() {
        List<String> command = List.of("lockstep-no-such-program");
        return new Dialect.Commands("lb", command, command, List.of(), List.of(), command);
    }

    /// The script's, but for the one that drains.
    private Dialect.Commands with(String drain) {
        Dialect.Commands full = script.dialect();
        return new Dialect.Commands(
                "lb", full.list(), List.of("sh", "-c", drain), List.of(), List.of(), full.ready());
    }

    private CommandRunner runner() {
        return new CommandRunner("own", new LocalHost("lb"), said::add, CommandRunner.LIMIT);
    }

    private Pool pool(Dialect.Commands dialect) {
        return pool(dialect, runner(), 1);
    }

    private static Pool pool(Dialect.Commands dialect, CommandRunner runner, int floor) {
        return new CommandPool(balancer(dialect, floor), dialect, runner, SHORT);
    }

    private static Balancer balancer(Dialect.Commands dialect, int floor) {
        return new Balancer(
                "own",
                dialect,
                floor,
                List.of(
                        new Balancer.Server("shop", "web1", "web1"),
                        new Balancer.Server("shop", "web2", "web2")));
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
