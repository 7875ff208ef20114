package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.Prompts;
import lockstep.peer.BrokenRelay.Ending;
import lockstep.peer.BrokenRelay.Manner;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.ssh.SshHosts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The faults of a line, through real SSH servers: the connection is cut or held up in the middle.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FaultSshTest {
    private static final List<Manner> MANNERS = List.of(Manner.values());
    private static final int LARGE = 300_000;
    private static final Duration SILENCE = Duration.ofSeconds(20);

    @TempDir Path directory;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Random random = new Random(Sweep.SEED);
    private Wire first;
    private Wire second;
    private BrokenRelay relay;

    @BeforeEach
    void start() throws Exception {
        Peer.program("rsync");
        Sshd web1 = keep(Sshd.start());
        Sshd web2 = keep(Sshd.start());
        first = keep(new Wire(web1.port()));
        second = keep(new Wire(web2.port()));
        TroubledTrees trees = new TroubledTrees(directory, Sweep.SEED, LARGE);
        relay =
                new BrokenRelay(
                        trees,
                        new Marked(host("web1", web1, first), directory),
                        new Marked(host("web2", web2, second), directory));
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.addFirst(resource);
        return resource;
    }

    private Host host(String name, Sshd server, Wire wire) throws Exception {
        Path known = directory.resolve("known-" + name);
        List<String> lines =
                server.hostKeyLines().stream()
                        .map(l -> l.replace(":" + server.port(), ":" + wire.port()))
                        .toList();
        Files.write(known, lines);
        SshHosts hosts =
                new SshHosts(
                        server.options("Port " + wire.port(), "UserKnownHostsFile " + known),
                        Prompts.refusing());
        keep(hosts);
        return hosts.host(name, "lockstep-test");
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private Ending relay(Request request) throws Exception {
        return relay.relay(relay.from, relay.to, request, new Cancel());
    }

    /// The connections stand from here on.
    private void connect() throws Exception {
        for (Host host : List.of(relay.from, relay.to)) {
            Rsync.ability(new Endpoint(host, "/", false), new Cancel());
        }
    }

    private void cutAt(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Manner manner = MANNERS.get(random.nextInt(MANNERS.size()));
            boolean atSource = random.nextBoolean();
            long after = i % 3 == 0 ? random.nextInt(20_000) : random.nextInt(LARGE);
            String what = "seed " + Sweep.SEED + ", cut " + (atSource ? "web1" : "web2");
            try {
                cutOnce(manner, atSource ? first : second, after, atSource ? "web1" : "web2");
            } catch (AssertionError e) {
                throw new AssertionError(
                        what + " after " + after + " of " + manner + ": " + e.getMessage(), e);
            }
        }
    }

    private void cutOnce(Manner manner, Wire wire, long after, String node) throws Exception {
        relay.trees.reset();
        connect();
        wire.cutAfter(after);
        Ending ending = relay(relay.request(manner, SILENCE));
        boolean reached = wire.reached();
        wire.goOn();
        relay.nothingRuns();
        relay.trees.assertWhole(false);
        ending.outcome().ifPresent(outcome -> relay.assertTrue(outcome, manner));
        assertThat(reached || ending.outcome().isPresent()).as(ending.toString()).isTrue();
        ending.fault().ifPresent(f -> assertThat(f.where()).as(f.message()).isEqualTo(node));
        assertThat(relay.finish(manner).complete()).isTrue();
    }

    @Test
    void aCutConnectionIsNamedAndASecondRunFinishes() throws Exception {
        cutAt(1);
    }

    @Test
    @Tag("long")
    void aConnectionCutAnywhere() throws Exception {
        cutAt(Integer.getInteger("lockstep.test.points", 60));
    }

    /// Whoever still writes to a connection that has just broken, or closes what it wrote to, is
    /// told so as by any line.
    @Test
    void aBrokenLineFailsEveryWriteInTheSameWay() throws Exception {
        byte[] block = new byte[20_000];
        for (int i = 0; i < 4; i++) {
            try (Link link = relay.from.run(List.of("sh", "-c", "cat > /dev/null"))) {
                link.out().write(block);
                first.cutAfter(random.nextInt(200_000));
                assertThatThrownBy(() -> writeOn(link, block)).isInstanceOf(IOException.class);
                Throwable again = catchThrowable(() -> link.out().write(block));
                assertThat(again).isInstanceOf(IOException.class);
                Throwable last = catchThrowable(() -> link.out().close());
                assertThat(last == null || last instanceof IOException).as("%s", last).isTrue();
            }
            first.goOn();
        }
    }

    private static void writeOn(Link link, byte[] block) throws IOException {
        while (true) {
            link.out().write(block);
        }
    }

    private void hold(Wire wire, long after) throws IOException, Exception {
        relay.trees.reset();
        connect();
        wire.holdAfter(after);

        Ending ending = relay(relay.request(Manner.WHOLE, Duration.ofSeconds(1)));

        assertThat(ending.fault().orElseThrow()).isInstanceOf(Fault.TimedOut.class);
        wire.goOn();
        relay.nothingRuns();
        relay.trees.assertWhole(false);
        assertThat(relay.finish(Manner.WHOLE).complete()).isTrue();
    }

    @Test
    void aLineThatIsHeldUpIsGivenUp() throws Exception {
        hold(first, 120_000);
    }

    @Test
    @Tag("long")
    void aLineHeldUpAnywhere() throws Exception {
        for (int i = 0; i < 20; i++) {
            hold(random.nextBoolean() ? first : second, 5_000 + random.nextInt(LARGE / 2));
        }
    }
}
