package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Health and hooks in the cluster file.
class RunFileTest {
    private static final String NODES =
            """
            name = "shop"
            reference = "web_1"
            [[node]]
            name = "web_1"
            address = "web1"
            root = "/srv/www"
            [[node]]
            name = "web2"
            address = "op@[2001:db8::1]:22"
            root = "/srv/www"
            """;

    @TempDir Path directory;

    @Test
    void theExampleShowsBoth() throws Exception {
        Cluster cluster = ClusterReader.read(ClusterFile.example(), "c");
        assertThat(cluster.health())
                .contains(
                        new Health(
                                new Health.Http(
                                        "http://127.0.0.1:8080/healthz",
                                        Optional.of(200),
                                        Optional.of("ready")),
                                Machine.NODE,
                                3,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(60)));
        assertThat(cluster.hooks())
                .containsExactly(
                        new Hook(
                                Hook.before("sync"),
                                Machine.NODE,
                                List.of("/usr/local/bin/shop", "pause", "--for={run}"),
                                true,
                                Duration.ofSeconds(30),
                                List.of("web1", "web2")),
                        new Hook(
                                Hook.AFTER_RUN,
                                Machine.WORKSTATION,
                                List.of("/usr/local/bin/tell", "run {run} of {cluster} has ended"),
                                false,
                                Duration.ofSeconds(60),
                                List.of()));
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        Cluster without = ClusterReader.read(NODES, "c");
        assertThat(without.health()).isEmpty();
        assertThat(without.hooks()).isEmpty();
        assertThat(health("tcp = 8080"))
                .isEqualTo(
                        new Health(
                                new Health.Tcp(8080),
                                Machine.NODE,
                                3,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(60)));
        assertThat(health("http = \"http://x/\"").question())
                .isEqualTo(new Health.Http("http://x/", Optional.empty(), Optional.empty()));
    }

    @Test
    void everyKindIsWrittenAndReadBack() throws Exception {
        for (String lines :
                List.of(
                        "tcp = 1",
                        "http = \"http://[::1]:80/{node}?a={address}\"",
                        "http = \"http://{address}/\"\nfrom = \"workstation\"",
                        "command = [\"a\\nb\", \"ä{address}\"]\nfrom = \"workstation\"\ntimes = 100"
                                + "\nevery = \"1m\"\nlimit = \"24h\"\ntimeout = \"1h\"")) {
            String hooks =
                    "\n[[hook]]\nat = \"failed\"\non = \"workstation\"\ncommand = [\"x\", \"{node}\"]"
                            + "\n[[hook]]\nat = \"before run\"\non = \"node\"\nsudo = true"
                            + "\nlimit = \"2h\"\ncommand = [\"x\", \"{root}\"]\nnodes = [\"web2\"]";
            Cluster cluster = ClusterReader.read(NODES + "[health]\n" + lines + hooks, "c");
            Path file = directory.resolve("c.toml");
            ClusterFile.write(cluster, file);
            assertThat(ClusterFile.read(file)).isEqualTo(cluster);
        }
    }

    @Test
    void everyStepButTheLastHasTwoMoments() throws Exception {
        assertThat(Hook.moments())
                .hasSize(25)
                .startsWith("before run", "before preflight")
                .containsSubsequence("after drain", "before zero sessions", "after zero sessions")
                .endsWith("before ready", "after ready", "after run", "failed");
        for (String moment : Hook.moments()) {
            String text = "[[hook]]\nat = \"" + moment + "\"\non = \"node\"\ncommand = [\"x\"]";
            assertThat(ClusterReader.read(NODES + text, "c").hooks().getFirst().at())
                    .isEqualTo(moment);
        }
    }

    @Test
    void aHookIsForTheNodesThatItNames() {
        Hook all = new Hook("failed", Machine.NODE, List.of("x"), false, Duration.ZERO, List.of());
        Hook one =
                new Hook(
                        "failed",
                        Machine.NODE,
                        List.of("x"),
                        false,
                        Duration.ZERO,
                        List.of("web2"));
        assertThat(all.isFor("web1")).isTrue();
        assertThat(one.isFor("web1")).isFalse();
        assertThat(one.isFor("web2")).isTrue();
    }

    /// The lines of `[health]`, which begin at line 12, the line told, the reason.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "times = 3 | 11 | there must be one of \"http\", \"tcp\" and \"command\" here",
                "tcp = 1¶command = [\"x\"] | 11 | there must be one of",
                "tcp = 1¶http = \"http://x/\" | 11 | there must be one of",
                "tcp = \"80\" | 12 | tcp must be a whole number",
                "tcp = 0 | 12 | the port is not between 1 and 65535",
                "tcp = 65536 | 12 | the port is not between",
                "tcp = 1¶status = 200 | 13 | unknown key \"status\"",
                "tcp = 1¶contains = \"x\" | 13 | unknown key \"contains\"; known here: command, every",
                "tcp = 1¶port = 2 | 13 | unknown key \"port\"",
                "http = 80 | 12 | http must be a string",
                "http = \"https://x/\" | 12 | is not of the form http://",
                "http = \"http://{node}/\" | 12 | \"http://web_1/\" is not of the form",
                "http = \"http://{nod}/\" | 12 | is not of the form",
                "http = \"http://x/\"¶status = 199 | 13 | not between 200 and 599",
                "http = \"http://x/\"¶status = 600 | 13 | not between 200 and 599",
                "http = \"http://x/\"¶status = -1 | 13 | status is not between 0",
                "http = \"http://x/\"¶contains = \"\" | 13 | the text is empty",
                "command = [] | 12 | the command has no program",
                "command = [\" \"] | 12 | the command has no program",
                "command = [\"x\", \"a\\u0000\"] | 12 | holds a NUL",
                "command = [\"x\", 5] | 12 | must hold strings only",
                "command = \"x\" | 12 | command must be an array",
                "tcp = 1¶from = \"here\" | 13 | the from \"here\" is none of node, workstation",
                "http = \"http://x/\"¶from = \"workstation\" | 12 | must hold {address} or {node}",
                "command = [\"x\"]¶from = \"workstation\" | 12 | must hold {address} or {node}",
                "tcp = 1¶times = 0 | 13 | it is not between 1 and 100",
                "tcp = 1¶times = 101 | 13 | it is not between 1 and 100",
                "tcp = 1¶every = 1 | 13 | every must be a string",
                "tcp = 1¶every = \"1\\u001b\" | 13 | every \"1␛\" is not a time such as",
                "tcp = 1¶every = \"0s\" | 13 | not between 1s and 1h",
                "tcp = 1¶timeout = \"0s\" | 13 | not between 1s and 1h",
                "tcp = 1¶timeout = \"61m\" | 13 | not between 1s and 1h",
                "tcp = 1¶limit = \"0s\" | 13 | not between 1s and 24h",
                "tcp = 1¶limit = \"25h\" | 13 | is not a time such as",
                "tcp = 1¶every = \"30s\" | 11 | 3 answers with 30s between them do not fit into 1m",
            })
    void healthIsRefused(String lines, int line, String reason) {
        isRefused("[health]\n" + lines, line, reason);
    }

    @Test
    void healthIsOneTable() {
        isRefused("[[health]]\ntcp = 1", 11, "health must be a table");
    }

    /// What is changed in a sound hook, which begins at line 11.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "at = \"before sync\" | # | 11 | \"at\" is missing here",
                "before sync | before settle | 12 | the at \"before settle\" is none of before run, before pre",
                "before sync | sync | 12 | is none of",
                "on = \"node\" | # | 11 | \"on\" is missing here",
                "\"node\" | \"lb\" | 13 | the on \"lb\" is none of node, workstation",
                "command = [\"x\"] | # | 11 | the command has no program",
                "[\"x\"] | [] | 14 | the command has no program",
                "[\"x\"] | [\"x\", \"\\u0000\"] | 14 | holds a NUL",
                "[\"x\"] | \"x\" | 14 | command must be an array",
                "limit = \"5s\" | limit = 5 | 15 | limit must be a string",
                "5s | 0s | 15 | not between 1s and 24h",
                "5s | soon | 15 | is not a time such as",
                "limit = \"5s\" | timeout = \"5s\" | 15 | unknown key \"timeout\"",
                "limit = \"5s\" | sudo = 1 | 15 | sudo must be true or false",
                "limit = \"5s\" | nodes = [] | 11 | names none",
                "limit = \"5s\" | nodes = [\"web2\", \"web9\"] | 15 | there is no node \"web9\"",
                "limit = \"5s\" | nodes = [\"web2\", \"web2\"] | 15 | \"web2\" is there twice",
            })
    void aHookIsRefused(String sound, String broken, int line, String reason) {
        String hook =
                """
                [[hook]]
                at = "before sync"
                on = "node"
                command = ["x"]
                limit = "5s"
                """;
        assertThat(hook).contains(sound);
        isRefused(hook.replace(sound, broken), line, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"x\", \"{node}\"] | only {run}, {step} and {cluster}",
                "[\"x\", \"a={address}\"] | only {run}",
                "[\"{root}\"] | only {run}",
                "[\"x\"]¶nodes = [\"web2\"] | for no single node",
            })
    void aHookOfTheRunOnTheWorkstationIsAboutNoNode(String command, String reason)
            throws Exception {
        for (String at : List.of("before run", "after run")) {
            String hook = "[[hook]]\nat = \"" + at + "\"\ncommand = " + command + "\non = ";
            isRefused(hook + "\"workstation\"", command.contains("nodes") ? 14 : 13, reason);
            String onNodes = (NODES + hook + "\"node\"").replace('¶', '\n');
            assertThat(ClusterReader.read(onNodes, "c").hooks()).hasSize(1);
        }
    }

    @Test
    void whatNoFileCanHoldIsAProblemToo() throws Exception {
        Duration half = Duration.ofMillis(1_500);
        Cluster sound = ClusterReader.read(NODES, "c");
        Health health =
                new Health(new Health.Tcp(1), Machine.NODE, 1, half, half, Duration.ofSeconds(9));
        Hook hook = new Hook("never", Machine.NODE, List.of("x", "\ud800"), false, half, List.of());
        List<Node> nodes = new ArrayList<>(sound.nodes());
        nodes.add(new Node("web3", "[broken", "/srv", false));
        Cluster cluster =
                new Cluster(
                        "shop",
                        nodes,
                        "web2",
                        List.of(),
                        List.of(),
                        false,
                        Optional.of(health),
                        List.of(hook));
        assertThat(cluster.problems())
                .extracting(Cluster.Problem::at)
                .containsExactly(
                        "node[2].address",
                        "health.every",
                        "health.timeout",
                        "hook[0].at",
                        "hook[0].command[1]",
                        "hook[0].limit");
    }

    private static Health health(String lines) throws FaultException {
        return ClusterReader.read(NODES + "[health]\n" + lines, "c").health().orElseThrow();
    }

    private static void isRefused(String part, int line, String reason) {
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () -> ClusterReader.read(NODES + part.replace('¶', '\n'), "c"));
        assertThat(e).isNotNull();
        assertThat(((Fault.FileInvalid) e.fault()).line()).isEqualTo(line);
        assertThat(e.fault().what()).contains(reason);
    }
}
