package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LookTest {
    private static final int MANY = 1_000;

    /// More than a greeting, and less than the names of [#MANY].
    private static final int TAKEN = 4_000;

    private final CountDownLatch full = new CountDownLatch(1);
    private final CountDownLatch hungUp = new CountDownLatch(1);

    /// A program that does not read on, behind streams as a process has them: closing waits for
    /// whoever is writing.
    private final class Full extends FilterOutputStream {
        private int taken;

        Full(OutputStream out) {
            super(out);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            taken += length;
            if (taken > TAKEN) {
                full.countDown();
                await(hungUp);
                throw new IOException("hung up");
            }
            out.write(bytes, offset, length);
        }

        @Override
        public synchronized void close() throws IOException {
            out.close();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private final class Program implements Link {
        private final Link link;
        private final OutputStream out;

        Program(Link link) {
            this.link = link;
            this.out = new Full(link.out());
        }

        @Override
        public InputStream in() {
            return link.in();
        }

        @Override
        public OutputStream out() {
            return out;
        }

        @Override
        public InputStream err() {
            return link.err();
        }

        @Override
        public int awaitExit(Duration limit) throws FaultException {
            return link.awaitExit(limit);
        }

        @Override
        public void close() {
            hungUp.countDown();
            link.close();
        }
    }

    private final class Machine implements Host {
        private final Actor actor;

        Machine(Actor actor) {
            this.actor = actor;
        }

        @Override
        public String name() {
            return actor.name();
        }

        @Override
        public Link run(List<String> argv) {
            return new Program(actor.run(argv));
        }

        @Override
        public Link unixSocket(String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Link tcp(String address, int port) {
            throw new UnsupportedOperationException();
        }
    }

    /// It would wait for the end of a silence of two minutes else.
    @Test
    void aFailureIsToldWhileNamesAreNotTaken() {
        Actor actor =
                new Actor(
                        "web1",
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            await(full);
                            stage.say(new Entries().plain("../a", 1, Agreed.FILE).endWhole());
                            stage.standStill();
                            return 0;
                        });
        Look look =
                Looks.source(
                                new Endpoint(new Machine(actor), "/srv/www", false),
                                plan(),
                                Request.of(List.of()),
                                new Changes())
                        .getFirst();

        FaultException e = catchThrowableOfType(FaultException.class, () -> look.run(new Cancel()));

        assertThat(e.fault()).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(e.fault().what()).contains("the unsafe path");
        assertThat(actor.isClosed()).isTrue();
    }

    @Test
    void limitsReachEveryLook() {
        Endpoint web1 = new Endpoint(new Actor("web1", _ -> 0), "/srv/www", false);
        Endpoint web2 = new Endpoint(new Actor("web2", _ -> 0), "/srv/www", false);
        Listing seen = TreeSketch.byContent().file("a", "x").directory("b").build();
        BitSet going = new BitSet();
        going.set(seen.find(TreePath.of("b")));
        Set<TreePath> all = Set.of(TreePath.ROOT, TreePath.of("a"), TreePath.of("b"));
        Approved plan = new Approved(seen, seen, all, new BitSet(), going);
        Request bound =
                Request.of(List.of())
                        .with(Request.Content.BY_DIGEST)
                        .only(plan)
                        .silentFor(Duration.ofSeconds(7))
                        .within(100 << 10);

        List<Look> looks = new ArrayList<>(Looks.before(web1, web2, bound, new Changes()));
        looks.addAll(Looks.source(web1, plan, bound, new Changes()));

        assertThat(looks)
                .hasSize(Looks.MOST)
                .allSatisfy(
                        look -> {
                            assertThat(look.manner.limits().silence()).hasSeconds(7);
                            assertThat(look.manner.limits().memory()).isEqualTo(20 << 10);
                        });
    }

    private static Approved plan() {
        TreeSketch sketch = TreeSketch.byMetadata();
        IntStream.range(0, MANY).forEach(i -> sketch.file("file-" + i, "x"));
        Listing seen = sketch.build();
        Set<TreePath> all =
                IntStream.range(0, MANY)
                        .mapToObj(i -> TreePath.of("file-" + i))
                        .collect(Collectors.toSet());
        return new Approved(seen, seen, all, new BitSet(), new BitSet());
    }
}
