package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;
import lockstep.lock.NodeLock;
import lockstep.rsync.Endpoint;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.RunReport;
import lockstep.run.Resumption;
import lockstep.run.RunControl;
import lockstep.state.RunState;
import lockstep.state.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A run that is finished is first looked at, node by node, which may take long.
@Timeout(90)
class LongScanTest {
    private static final Duration LONG = Duration.ofSeconds(25);

    @TempDir Path directory;

    /// The scan of web3 begins only when the lock of web2 has shown a sign of life.
    @Tag("long")
    @Test
    void locksShowThatSomebodyWorksWhileItIsScanned() throws Exception {
        try (Consoles consoles = new Consoles(directory)) {
            KilledRun.leave(consoles, "web2", Step.SYNC);
            AtomicBoolean signed = new AtomicBoolean();
            NodeLock web2 =
                    new NodeLock(
                            new Endpoint(
                                    new LocalHost("web2"),
                                    consoles.root("web2").toString(),
                                    false));
            consoles.hosts = name -> new Slow(name, () -> signed.set(showsLife(web2)));
            OpenCluster console = consoles.open("ann@desk", Instant.now());
            String run = console.runs(1).getFirst().head().id();
            RunReport report =
                    console.resume(
                            run,
                            new Resumption.Finish(),
                            new KilledRun.Steps(),
                            new RunControl(new Cancel()));
            assertThat(signed).isTrue();
            assertThat(report.state()).isInstanceOf(RunState.Over.class);
        }
    }

    /// Waits for a sign of life.
    ///
    /// @return whether there was one in time
    private static boolean showsLife(NodeLock lock) throws FaultException {
        long end = System.nanoTime() + LONG.toNanos();
        Duration silent = Duration.ZERO;
        while (System.nanoTime() < end) {
            Duration now = lock.inspect().orElseThrow().silence().orElseThrow();
            if (now.compareTo(silent) < 0) {
                return true;
            }
            silent = now;
            pause();
        }
        return false;
    }

    private static void pause() {
        try {
            assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Before {
        void happens() throws FaultException;
    }

    /// Something happens before the first scan of web3.
    private static final class Slow implements Host {
        private final Host host;
        private final Before before;
        private final AtomicBoolean scanned = new AtomicBoolean();

        Slow(String name, Before before) {
            this.host = new LocalHost(name);
            this.before = before;
        }

        @Override
        public String name() {
            return host.name();
        }

        @Override
        public Link run(List<String> argv) throws FaultException {
            boolean scans = name().equals("web3") && argv.contains("--sender");
            if (scans && scanned.compareAndSet(false, true)) {
                before.happens();
            }
            return host.run(argv);
        }

        @Override
        public Link unixSocket(String path) throws FaultException {
            return host.unixSocket(path);
        }

        @Override
        public Link tcp(String address, int port) throws FaultException {
            return host.tcp(address, port);
        }
    }
}
