package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Health;
import lockstep.fleet.Machine;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.peer.Sshd;
import lockstep.peer.WebNode;
import lockstep.run.HealthCheck.Answer;
import lockstep.run.HealthCheck.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A node behind a real sshd, asked in every way about servers of every kind.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthCheckTest {
    private static final Node NODE = new Node("web1", "op@127.0.0.1:22", "/srv", false);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LIMIT = Duration.ofMillis(600);

    private final List<Answer> answers = new ArrayList<>();
    private Cancel cancel = new Cancel();
    private Sshd sshd;
    private WebNode web;

    @BeforeAll
    void start() throws IOException {
        sshd = Sshd.start();
    }

    @AfterAll
    void stop() {
        sshd.close();
    }

    @BeforeEach
    void serve() throws IOException {
        answers.clear();
        cancel = new Cancel();
        web = new WebNode("web1", new LinkedBlockingQueue<>());
    }

    @AfterEach
    void end() {
        web.close();
    }

    @Test
    void threeGoodAnswersInARowAreProof() throws Exception {
        Result result = check(http("/health"));
        assertThat(result.asked()).isEqualTo(3);
        assertThat(result.failed()).isZero();
        assertThat(result.took()).isGreaterThanOrEqualTo(SOON.multipliedBy(2));
        assertThat(answers).containsOnly(new Answer(true, "status 200"));
    }

    @Test
    void oneBadAnswerBeginsTheRowAnew() throws Exception {
        int[] then = {503, 200, 200, 200, 500};
        Result result =
                check(
                        http("/health"),
                        answer -> {
                            answers.add(answer);
                            web.health(then[answers.size() - 1]);
                        });
        assertThat(answers).extracting(Answer::good).containsExactly(true, false, true, true, true);
        assertThat(result.asked()).isEqualTo(5);
        assertThat(result.failed()).isEqualTo(1);
    }

    @Test
    void whoNeverAnswersWellIsToldWithTheLastAnswer() {
        web.health(503);
        Fault fault = fault(http("/health"));
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.where()).isEqualTo("web1");
        assertThat(fault.what())
                .contains("GET http://127.0.0.1:" + web.port() + "/health, asked from the node")
                .contains("had 0 good of " + answers.size() + " answers, never 3 in a row")
                .endsWith("the last was status 503: \"web1\".");
        assertThat(answers).hasSizeGreaterThan(3).noneMatch(Answer::good);
    }

    @ParameterizedTest
    @CsvSource({"302, , true", "302, 200, false", "399, , true", "400, , false", "503, 503, true"})
    void whichStatusIsGood(int status, Integer wanted, boolean good) throws Exception {
        web.health(status);
        Health.Http question =
                new Health.Http(url("/health"), Optional.ofNullable(wanted), Optional.empty());
        if (good) {
            assertThat(check(question).failed()).isZero();
        } else {
            assertThat(fault(question).what()).contains("the last was status " + status);
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (OddServer elsewhere = OddServer.saying("HTTP/1.1 200 OK\r\n\r\nready");
                OddServer server =
                        OddServer.saying(
                                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:"
                                        + elsewhere.port()
                                        + "/\r\n\r\nmoved")) {
            Health.Http question =
                    new Health.Http(
                            "http://127.0.0.1:" + server.port() + "/",
                            Optional.empty(),
                            Optional.of("ready"));
            assertThat(fault(question).what())
                    .endsWith("the last was status 302 without \"ready\": \"moved\".");
            assertThat(server.wasAsked()).isTrue();
            assertThat(elsewhere.wasAsked()).isFalse();
        }
    }

    @Test
    void aGoodAnswerHoldsWhatItMust() throws Exception {
        Health.Http right = new Health.Http(url("/health"), Optional.empty(), Optional.of("eb1"));
        assertThat(check(right).failed()).isZero();
        assertThat(answers).contains(new Answer(true, "status 200 with \"eb1\""));
        Health.Http wrong =
                new Health.Http(url("/health"), Optional.of(200), Optional.of("\u001b[31m"));
        assertThat(fault(wrong).what()).endsWith("status 200 without \"␛[31m\": \"web1\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "workstation"})
    void nobodyThereIsABadAnswer(String from) throws Exception {
        int port = Sshd.freePort();
        Health.Question question =
                new Health.Http("http://127.0.0.1:" + port, Optional.empty(), Optional.empty());
        Machine machine = from.equals("node") ? Machine.NODE : Machine.WORKSTATION;
        Fault fault = fault(asking(question, machine, Duration.ofSeconds(5)), sshd.host("web1"));
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.what()).containsIgnoringCase("refused").contains(" from the " + from);
    }

    @Test
    void aServerThatTakesARequestAndSaysNothingIsGivenUpOn() throws Exception {
        try (OddServer server = OddServer.silent()) {
            Fault fault = fault(http(server), Duration.ofMillis(200));
            assertThat(fault.what()).containsPattern("no (answer|whole reply) within");
            assertThat(answers).hasSizeBetween(1, 4).noneMatch(Answer::good);
        }
    }

    @Test
    void anEndlessReplyIsCut() throws Exception {
        byte[] block = "x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
        try (OddServer server =
                new OddServer(
                        out -> {
                            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                            while (true) {
                                out.write(block);
                            }
                        })) {
            assertThat(fault(http(server), Duration.ofSeconds(20)).what())
                    .contains("the reply is larger than");
        }
    }

    @Test
    void aReplyThatDripsIsCutByTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (OddServer server =
                new OddServer(
                        out -> {
                            out.write("HTTP/1.1 200 OK\r\na: ".getBytes(StandardCharsets.UTF_8));
                            while (!never.await(10, TimeUnit.MILLISECONDS)) {
                                out.write('x');
                            }
                        })) {
            assertThat(fault(http(server), Duration.ofMillis(200)).what()).contains(" within ");
        }
    }

    @Test
    void whatIsNoHttpIsShown() throws Exception {
        try (OddServer server = OddServer.saying("SSH-2.0-\u001b\r\n")) {
            assertThat(fault(http(server)).what())
                    .contains("this is not HTTP: SSH-2.0-")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void aPortThatOpensLateIsWaitedFor() throws Exception {
        int port = Sshd.freePort();
        List<ServerSocket> late = new ArrayList<>();
        Result result =
                check(
                        new Health.Tcp(port),
                        answer -> {
                            answers.add(answer);
                            if (late.isEmpty()) {
                                late.add(listening(port));
                            }
                        });
        late.getFirst().close();
        assertThat(result.failed()).isEqualTo(1);
        assertThat(answers.getFirst().text()).containsIgnoringCase("refused");
        assertThat(answers.getLast()).isEqualTo(new Answer(true, "accepted"));
    }

    @Test
    void theWorkstationAsksTheNodesAddress() throws Exception {
        Host unused = refusing(new Fault.HostKeyChanged("web1", "", "", "", ""));
        String url = "http://{address}:" + web.port() + "/health?{node}";
        for (Health.Question question :
                List.of(
                        new Health.Http(url, Optional.empty(), Optional.empty()),
                        new Health.Tcp(web.port()),
                        new Health.Command(
                                List.of("test", "{node} {address}", "=", "web1 127.0.0.1")))) {
            Health health = asking(question, Machine.WORKSTATION, Duration.ofSeconds(5));
            assertThat(run(health, unused, answers::add).failed()).as("%s", question).isZero();
        }
    }

    @Test
    void aCommandIsGoodWithStatusZero() throws Exception {
        assertThat(check(sh("echo fine")).failed()).isZero();
        assertThat(answers).contains(new Answer(true, "ended with status 0: \"fine\""));
        assertThat(fault(sh("echo not yet; echo '\u001b' >&2; exit 7")).what())
                .contains(", asked from the node")
                .endsWith(
                        "the last was ended with status 7: \"not yet\", on standard error \"␛\".");
    }

    @Test
    void aCommandThatHangsIsABadAnswer() {
        Fault fault = fault(sh("echo wait; exec sleep 30"), Duration.ofSeconds(1));
        assertThat(fault.what()).contains("did not end within").contains("\"wait\"");
    }

    @Test
    void whatNoPatienceMendsEndsItAtOnce() {
        Fault changed = new Fault.HostKeyChanged("web1", "a", "t", "f", "k");
        Health health = asking(sh("true"), Machine.NODE, Duration.ofSeconds(5));
        assertThat(fault(health, refusing(changed))).isSameAs(changed);
        assertThat(answers).isEmpty();
    }

    @Test
    void aLineThatIsAwayForAMomentIsABadAnswer() throws Exception {
        Result result =
                check(
                        http("/health"),
                        answer -> {
                            answers.add(answer);
                            if (answers.size() == 1) {
                                sshd.dropConnections();
                            }
                        });
        assertThat(result.asked()).isGreaterThanOrEqualTo(3);
        assertThat(answers.getLast().good()).isTrue();
    }

    @Test
    void aCancelIsHeardBetweenTwoQuestions() {
        Health health = new Health(new Health.Tcp(web.port()), Machine.NODE, 2, HOUR, HOUR, DAY);
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                run(
                                        health,
                                        sshd.host("web1"),
                                        _ -> Thread.ofVirtual().start(cancel::set)));
        assertThat(e.fault()).isInstanceOf(Fault.Cancelled.class);
    }

    @Test
    void aCancelIsHeardWhileAnAnswerIsWaitedFor() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (OddServer server =
                new OddServer(
                        _ -> {
                            cancel.set();
                            assertThat(never.await(30, TimeUnit.SECONDS)).isFalse();
                        })) {
            Health health = asking(http(server), Machine.NODE, HOUR);
            assertThat(fault(health, sshd.host("web1"))).isInstanceOf(Fault.Cancelled.class);
            assertThat(answers).isEmpty();
        }
    }

    @Test
    void aCancelBeforeItAsksNothing() {
        cancel.set();
        assertThat(fault(http("/"))).isInstanceOf(Fault.Cancelled.class);
        assertThat(answers).isEmpty();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + web.port() + path;
    }

    private Health.Http http(String path) {
        return new Health.Http(url(path), Optional.empty(), Optional.empty());
    }

    private static Health.Http http(OddServer server) {
        String url = "http://127.0.0.1:" + server.port() + "/";
        return new Health.Http(url, Optional.empty(), Optional.empty());
    }

    private static Health.Command sh(String script) {
        return new Health.Command(List.of("sh", "-c", script));
    }

    private static Health asking(Health.Question question, Machine from, Duration timeout) {
        return new Health(question, from, 3, SOON, timeout, LIMIT);
    }

    private Result check(Health.Question question) throws FaultException {
        return check(question, answers::add);
    }

    private Result check(Health.Question question, Consumer<Answer> each) throws FaultException {
        Health patient = new Health(question, Machine.NODE, 3, SOON, HOUR, HOUR);
        return run(patient, sshd.host("web1"), each);
    }

    private Result run(Health health, Host host, Consumer<Answer> each) throws FaultException {
        return new HealthCheck(health, new LocalHost("here"), System::nanoTime)
                .run(NODE, host, each, cancel);
    }

    private Fault fault(Health.Question question) {
        return fault(question, Duration.ofSeconds(5));
    }

    private Fault fault(Health.Question question, Duration timeout) {
        return fault(asking(question, Machine.NODE, timeout), sshd.host("web1"));
    }

    private Fault fault(Health health, Host host) {
        FaultException e =
                catchThrowableOfType(FaultException.class, () -> run(health, host, answers::add));
        assertThat(e).isNotNull();
        return e.fault();
    }

    private static Host refusing(Fault fault) {
        return new PlayedHost(
                "web1",
                _ -> {
                    throw new FaultException(fault);
                });
    }

    private static ServerSocket listening(int port) {
        try {
            return new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
