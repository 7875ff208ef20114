package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.fleet.Dialect.HealthFile.Presence;
import lockstep.link.LocalHost;
import lockstep.peer.Peer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is particular to health files, with real files.
@Timeout(60)
class HealthFilePoolTest {
    private static final String FILE = NodesHere.ROOT + "/out";
    private static final Leave DRAIN = Leave.by(Way.DRAIN, Leave.Floor.KEPT);

    @TempDir Path directory;
    private NodesHere nodes;

    @BeforeEach
    void make() throws Exception {
        nodes = new NodesHere(directory, "web1", "web2", "web3");
    }

    @Test
    void whoLooksAtTheNodeSeesWhoAndWhy() throws Exception {
        String why = "new kernel\nwho: nobody\u001b[31m" + "x".repeat(1_000);
        Optional<Instant> until = Optional.of(Instant.parse("2026-07-01T10:00:00Z"));
        Leave leave = new Leave(Way.DRAIN, Leave.Floor.KEPT, "ann@desk", why, until);
        Member member = pool(FILE).takeOut("web1", leave).getFirst();
        List<String> lines = Files.readAllLines(nodes.at("web1", "out"));
        assertThat(lines).hasSize(5);
        assertThat(lines.get(1)).isEqualTo("who: ann@desk");
        assertThat(lines.get(2)).startsWith("why: new kernel␊who: nobody␛[31mxxx");
        assertThat(lines.get(2)).hasSizeLessThan(220);
        assertThat(lines.get(4)).isEqualTo("until: 2026-07-01T10:00:00Z");
        assertThat(member.reason()).contains("the file is there", "who: ann@desk");
    }

    @Test
    void whatSomebodyElseWroteStays() throws Exception {
        Path file = nodes.at("web1", "out");
        Files.writeString(file, "bob: disk is being replaced\n");
        Pool pool = pool(FILE);
        Member member = pool.takeOut("web1", DRAIN).getFirst();
        assertThat(member.state()).isEqualTo(State.DRAIN);
        assertThat(member.reason()).contains("by somebody else: bob: disk is being replaced");
        Fault kept = fault(() -> pool.ready("web1"));
        assertThat(kept).isInstanceOf(Fault.BalancerRefused.class);
        assertThat(kept.what()).contains("bob: disk is being replaced");
        assertThat(file).hasContent("bob: disk is being replaced");
    }

    @Test
    void anEmptyFileIsRemoved() throws Exception {
        Files.createFile(nodes.at("web1", "out"));
        assertThat(pool(FILE).ready("web1").getFirst().state()).isEqualTo(State.UP);
        assertThat(nodes.at("web1", "out")).doesNotExist();
    }

    @Test
    void nothingIsWrittenThroughALink() throws Exception {
        Path victim = directory.resolve("victim");
        Files.createSymbolicLink(nodes.at("web1", "out"), victim);
        assertThat(fault(() -> pool(FILE).takeOut("web1", DRAIN)))
                .isInstanceOf(Fault.BalancerRefused.class);
        assertThat(victim).doesNotExist();
        Files.createFile(victim);
        assertThat(fault(() -> pool(FILE).ready("web1")).what()).contains("not a plain file");
        assertThat(nodes.at("web1", "out")).isSymbolicLink();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(touch pwned)",
                "`touch pwned`",
                "a; touch pwned",
                "a b'c\"d",
                "-rf",
                "*",
                "größe",
            })
    void aPathIsNeverPartOfWhatAShellReads(String name) throws Exception {
        Files.writeString(nodes.at("web1", "other"), "stays");
        Pool pool = pool(NodesHere.ROOT + "/" + name);
        assertThat(pool.takeOut("web1", DRAIN).getFirst().state()).isEqualTo(State.DRAIN);
        try (Stream<Path> all = Files.list(nodes.at("web1", ""))) {
            assertThat(all.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("other", name);
        }
        assertThat(pool.ready("web1").getFirst().state()).isEqualTo(State.UP);
        assertThat(nodes.at("web1", "other")).hasContent("stays");
        assertThat(Path.of("pwned")).doesNotExist();
    }

    @Test
    void whatKeepsANodeInComesBackAsItWas() throws Exception {
        Path file = nodes.at("web1", "out");
        for (String name : List.of("web1", "web2", "web3")) {
            Files.writeString(nodes.at(name, "out"), "OK, " + name);
        }
        Pool pool = pool(absent());
        assertThat(pool.takeOut("web1", DRAIN).getFirst().state()).isEqualTo(State.DRAIN);
        assertThat(file).doesNotExist();
        pool.ready("web1");
        assertThat(file).hasContent("OK, web1");
        Files.delete(file);
        assertThat(pool.ready("web1").getFirst().state()).isEqualTo(State.UP);
        assertThat(file).exists().isEmptyFile();
    }

    @Test
    void aNodeThatCannotBeAskedHidesNoOther() throws Exception {
        nodes.lose("web2");
        Pool pool = pool(FILE);
        Pool.Reading reading = pool.read();
        assertThat(reading.members())
                .extracting(Member::state)
                .containsExactly(State.UP, State.UNKNOWN, State.UP);
        assertThat(reading.members().get(1).reason()).contains("no route to host");
        assertThat(reading.remarks()).singleElement().asString().contains("web2", "no route");
        assertThat(fault(() -> pool.takeOut("web2", DRAIN)))
                .isInstanceOf(Fault.BalancerUnreachable.class);
        pool.takeOut("web1", DRAIN);
        assertThat(fault(() -> pool.takeOut("web3", DRAIN)))
                .isInstanceOf(Fault.CapacityTooLow.class);
    }

    @Test
    void anEndpointThatTakesNoNoticeIsTold() throws Exception {
        HttpServer web = HttpServer.create(new InetSocketAddress(loopback(), 0), 5);
        int[] status = {200};
        web.createContext(
                "/health",
                http -> {
                    http.sendResponseHeaders(status[0], -1);
                    http.close();
                });
        web.start();
        try {
            String url = "http://127.0.0.1:" + web.getAddress().getPort() + "/health";
            Pool pool = pool(dialect(FILE, Optional.of(url), 0, Duration.ZERO));
            assertThat(pool.read().members()).allMatch(m -> m.health() == Member.Health.PASSED);
            Member out = pool.takeOut("web1", DRAIN).getFirst();
            assertThat(out.reason()).contains("still answers 200: the balancer will go on sending");
            assertThat(out.state()).isEqualTo(State.UNKNOWN);
            assertThat(pool.read().remarks()).singleElement().asString().contains("web1", "200");
            status[0] = 503;
            assertThat(pool.read().remarks()).isEmpty();
            assertThat(pool.read().members().getFirst().state()).isEqualTo(State.DRAIN);
            assertThat(pool.read().members().get(1).state()).isEqualTo(State.DOWN);
            assertThat(pool.read().members().get(1).reason()).contains("answers 503");
        } finally {
            web.stop(0);
        }
    }

    @Test
    void connectionsCountOnlyWhenTheBalancerHadItsTime() throws Exception {
        Peer.program("ss");
        try (ServerSocket server = new ServerSocket(0, 5, loopback())) {
            Dialect.HealthFile slow =
                    dialect(FILE, Optional.empty(), server.getLocalPort(), Duration.ofHours(1));
            Pool pool = pool(slow);
            assertThat(pool.takeOut("web1", DRAIN).getFirst().sessions()).isEmpty();
            FileTime before = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
            Files.setLastModifiedTime(nodes.at("web1", "out"), before);
            assertThat(pool.read().members().getFirst().sessions()).hasValue(0);
        }
    }

    @Test
    void rootDoesItWhereThatIsAskedFor() throws Exception {
        Pool pool =
                pool(
                        new Dialect.HealthFile(
                                FILE,
                                Presence.PRESENT,
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ZERO,
                                true));
        pool.takeOut("web1", DRAIN);
        pool.ready("web1");
        assertThat(nodes.asRoot).contains("sh", "rm");
        assertThat(nodes.at("web1", "out")).doesNotExist();
    }

    @Test
    void aNodeThatPrintsSomethingElseIsNotBelieved() {
        Pool pool = pool("/dev/null/x\n/out");
        assertThat(fault(() -> pool.takeOut("web1", DRAIN)))
                .isInstanceOf(Fault.BalancerRefused.class);
        assertThat(
                        catchThrowableOfType(
                                IllegalArgumentException.class,
                                () -> HealthFileSight.parse("Welcome to web1!\nkind none\n")))
                .isNotNull();
        assertThat(HealthFileSight.parse("now 5\nkind file\ntime 3\ntext\nkind none\n").age())
                .hasValue(2);
        assertThat(HealthFileMembers.serves(OptionalInt.of(302))).isFalse();
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static Dialect.HealthFile absent() {
        return new Dialect.HealthFile(
                FILE, Presence.ABSENT, Optional.empty(), Optional.empty(), Duration.ZERO, false);
    }

    private static Dialect.HealthFile dialect(
            String file, Optional<String> check, int port, Duration notice) {
        return new Dialect.HealthFile(
                file,
                Presence.PRESENT,
                check,
                port == 0 ? Optional.empty() : Optional.of(port),
                notice,
                false);
    }

    private Pool pool(String file) {
        return pool(dialect(file, Optional.empty(), 0, Duration.ZERO));
    }

    private Pool pool(Dialect.HealthFile dialect) {
        List<Balancer.Server> servers =
                Stream.of("web1", "web2", "web3")
                        .map(name -> new Balancer.Server("any", name, name))
                        .toList();
        return Drivers.open(
                new Balancer("any", dialect, 1, servers),
                new Pools.Access(LocalHost::new, nodes::host, _ -> {}));
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
