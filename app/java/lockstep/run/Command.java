package lockstep.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Host;
import lockstep.link.Link;

/// Runs a short program on a host and takes its reply, bounded in size and time.
final class Command {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MAX_ERRORS = 4096;

    private final Host host;

    Command(Host host) {
        this.host = host;
    }

    /// @param bytes of standard output, at most the limit
    /// @param errors what came on standard error, made visible
    record Reply(int status, Bytes bytes, String errors) {
        String text() {
            return new String(bytes.value(), StandardCharsets.UTF_8);
        }
    }

    /// A block of bytes, as a value that a record may hold.
    static final class Bytes {
        private final byte[] value;

        Bytes(byte[] value) {
            this.value = value;
        }

        byte[] value() {
            return value;
        }
    }

    /// @param limit the most bytes of output that are read; the rest is left
    /// @throws FaultException what the host raises, or `TimedOut`
    Reply run(List<String> argv, int limit) throws FaultException, IOException {
        CountDownLatch done = new CountDownLatch(1);
        boolean[] late = new boolean[1];
        try (Link link = host.run(argv)) {
            Thread.ofVirtual().start(() -> hangUp(link, done, late));
            link.out().close();
            byte[] output = link.in().readNBytes(limit);
            byte[] errors = errors(link);
            int status = link.awaitExit(LIMIT);
            return new Reply(
                    status,
                    new Bytes(output),
                    Visible.text(new String(errors, StandardCharsets.UTF_8).strip()));
        } catch (IOException e) {
            if (late[0]) {
                throw new FaultException(
                        new Fault.TimedOut(host.name(), argv.getFirst(), LIMIT), e);
            }
            throw e;
        } finally {
            done.countDown();
        }
    }

    private static byte[] errors(Link link) throws IOException {
        try (InputStream err = link.err()) {
            return err.readNBytes(MAX_ERRORS);
        }
    }

    private static void hangUp(Link link, CountDownLatch done, boolean[] late) {
        try {
            if (!done.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                late[0] = true;
                link.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
