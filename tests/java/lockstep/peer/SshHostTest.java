package lockstep.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import lockstep.contract.HostContract;
import lockstep.link.Host;
import lockstep.link.Link;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshHostTest extends HostContract {
    /// More than is given to a server at first.
    private static final int WINDOWS = 17 << 20;

    private static final int BLOCK = 64 << 10;
    private static final int LIMIT_S = 60;

    private Sshd sshd;

    @BeforeAll
    void start() throws Exception {
        sshd = Sshd.start();
    }

    @AfterAll
    void stop() {
        sshd.close();
    }

    @Override
    protected Host host() {
        return sshd.host("web1");
    }

    /// The writer waits for the window, and the window is only given when what comes back is read.
    @Tag("long")
    @Test
    void aReaderMayComeWhenEveryWindowIsFull() throws Exception {
        CountDownLatch full = new CountDownLatch(WINDOWS / BLOCK);
        try (Link link = host().run(List.of("cat"));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sent =
                    executor.submit(
                            () -> {
                                for (int at = 0; at < 3 * WINDOWS; at += BLOCK) {
                                    link.out().write(new byte[BLOCK]);
                                    full.countDown();
                                }
                                link.out().close();
                                return null;
                            });
            assertThat(full.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
            Future<Long> read =
                    executor.submit(() -> link.in().transferTo(OutputStream.nullOutputStream()));
            assertThat(read.get(LIMIT_S, TimeUnit.SECONDS)).isEqualTo(3L * WINDOWS);
            sent.get(LIMIT_S, TimeUnit.SECONDS);
        }
    }

    /// While keys are renewed nothing else may be sent, and their messages come from another
    /// thread than the data.
    @Test
    void keysAreRenewedWhileDataIsSent() throws Exception {
        try (Sshd renewing = Sshd.start(List.of("ed25519"), "RekeyLimit 1M");
                Link link = renewing.host("web1").run(List.of("sh", "-c", "wc -c"));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sent =
                    executor.submit(
                            () -> {
                                for (int at = 0; at < 3 * WINDOWS; at += BLOCK) {
                                    link.out().write(new byte[BLOCK]);
                                }
                                link.out().close();
                                return null;
                            });
            Future<byte[]> told = executor.submit(() -> link.in().readAllBytes());
            sent.get(LIMIT_S, TimeUnit.SECONDS);
            assertThat(new String(told.get(LIMIT_S, TimeUnit.SECONDS), UTF_8).strip())
                    .isEqualTo(Integer.toString(3 * WINDOWS));
        }
    }
}
