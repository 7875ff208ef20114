package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
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
        return new End(
                new Patient(actor, bothAsked, refusal),
                List.of("rsync"),
                List.of(),
                List.of("/srv/www/"),
                Optional.of("/srv/www"));
    }

    @Test
    void bothAreAskedBeforeEitherHasStarted() throws FaultException {
        try (Peers peers = Peers.start(end(source, null), end(target, null), MEMORY)) {
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
                        () -> Peers.start(end(source, null), end(target, refusal), MEMORY));
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
                                        MEMORY));
        assertThat(e.fault()).isEqualTo(refusal);
    }
}
