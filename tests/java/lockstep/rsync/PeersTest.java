package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Link;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Both ends of a relay are started at the same time, and neither is left behind.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PeersTest {
    private static final long MEMORY = 1 << 20;

    private final CyclicBarrier bothAsked = new CyclicBarrier(2);
    private final Actor source = new Actor("web1", PeersTest::listen);
    private final Actor target = new Actor("web2", PeersTest::listen);

    /// Starts nothing before the other host was asked as well.
    private record Patient(Host actor, CyclicBarrier bothAsked, @Nullable Fault refusal)
            implements Host {
        @Override
        public String name() {
            return actor.name();
        }

        @Override
        public Link run(List<String> argv) throws FaultException {
            try {
                bothAsked.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException("one after the other", e);
            }
            if (refusal != null) {
                throw new FaultException(refusal);
            }
            return actor.run(argv);
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

    private static int listen(Stage stage) {
        stage.hearOut();
        return 0;
    }

    private End end(Actor actor, @Nullable Fault refusal) {
        return end(new Patient(actor, bothAsked, refusal));
    }

    private static End end(Host host) {
        return new End(
                host, List.of("rsync"), List.of(), List.of("/srv/www/"), Optional.of("/srv/www"));
    }

    @Test
    void bothAreAskedBeforeEitherHasStarted() throws FaultException {
        try (Peers peers =
                Peers.start(end(source, null), end(target, null), MEMORY, new Cancel())) {
            assertThat(peers.from().name()).isEqualTo("web1");
            assertThat(peers.to().name()).isEqualTo("web2");
        }
        assertThat(source.isClosed()).isTrue();
        assertThat(target.isClosed()).isTrue();
    }

    @Test
    void theOneThatStartedIsClosedWhenTheOtherCannot() {
        Fault refusal = new Fault.LinkLost("web2", "refused");
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                Peers.start(
                                        end(source, null),
                                        end(target, refusal),
                                        MEMORY,
                                        new Cancel()));
        assertThat(e.fault()).isEqualTo(refusal);
        assertThat(source.isClosed()).isTrue();
    }

    @Test
    void theSourceIsNamedWhenBothFail() {
        Fault refusal = new Fault.LinkLost("web1", "refused");
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                Peers.start(
                                        end(source, refusal),
                                        end(target, new Fault.LinkLost("web2", "refused")),
                                        MEMORY,
                                        new Cancel()));
        assertThat(e.fault()).isEqualTo(refusal);
    }

    /// One host is up, and of the other a person is asked for a password.
    @Test
    void aCancelIsHeardWhileAPersonIsAsked() throws Exception {
        Cancel cancel = new Cancel();
        CountDownLatch answered = new CountDownLatch(1);
        End asking = end(new Asking(target, cancel, answered));

        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () -> Peers.start(end(source), asking, MEMORY, cancel));
        assertThat(e.fault()).isInstanceOf(Fault.Cancelled.class);
        assertThat(target.commands()).as("nobody has answered yet").isEmpty();

        answered.countDown();
        assertThat(source.awaitClosed()).isTrue();
        assertThat(target.awaitClosed()).as("one that comes late").isTrue();
    }

    @Test
    void aCancelIsHeardByOneThatIsAlone() throws Exception {
        Cancel cancel = new Cancel();
        CountDownLatch answered = new CountDownLatch(1);
        End asking = end(new Asking(target, cancel, answered));

        FaultException e =
                catchThrowableOfType(
                        FaultException.class, () -> Peers.sender(asking, MEMORY, cancel));
        assertThat(e.fault()).isEqualTo(new Fault.Cancelled("web2"));

        answered.countDown();
        assertThat(target.awaitClosed()).isTrue();
    }

    /// The operator cancels while it asks, and answers later.
    private record Asking(Host actor, Cancel cancel, CountDownLatch answered) implements Host {
        @Override
        public String name() {
            return actor.name();
        }

        @Override
        public Link run(List<String> argv) throws FaultException {
            cancel.set();
            try {
                assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return actor.run(argv);
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
}
