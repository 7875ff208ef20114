package lockstep.peer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;

/// Runs programs of this machine against a demo cluster and checks that they are there.
final class DemoPeers {
    private static final long LIMIT_SECONDS = 60;

    private static final ScheduledExecutorService CLOCK =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

    private DemoPeers() {}

    /// What a program did.
    record Outcome(int status, String out, String err) {}

    /// Skips the test on a workstation that lacks one of them, and fails it in CI.
    static void need(String... programs) {
        for (String program : programs) {
            Peer.program(program);
        }
    }

    /// Runs to the end, with nothing on standard input.
    static Outcome run(List<String> argv) throws Exception {
        Path err = Files.createTempFile("lockstep", ".err");
        Path out = Files.createTempFile("lockstep", ".out");
        Process process =
                new ProcessBuilder(argv)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                Assertions.fail("still running: " + argv);
            }
            return new Outcome(
                    process.exitValue(),
                    new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1),
                    new String(Files.readAllBytes(err), StandardCharsets.ISO_8859_1));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    /// Waits, for twenty seconds at most, until the condition holds.
    static void await(BooleanSupplier condition) throws Exception {
        var held = new CountDownLatch(1);
        var look =
                CLOCK.scheduleWithFixedDelay(
                        () -> {
                            if (condition.getAsBoolean()) {
                                held.countDown();
                            }
                        },
                        0,
                        50,
                        TimeUnit.MILLISECONDS);
        try {
            Assertions.assertTrue(held.await(20, TimeUnit.SECONDS), "waited in vain");
        } finally {
            look.cancel(false);
        }
    }
}
