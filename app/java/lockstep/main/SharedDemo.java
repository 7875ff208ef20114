package lockstep.main;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import lockstep.demo.DemoCluster;
import lockstep.fault.FaultException;
import lockstep.run.OpenCluster;
import lockstep.ssh.SshOptions;

/// A demo cluster that is opened again when its file was changed, and ends with the last cluster
/// that was opened on it. Safe for many threads.
final class SharedDemo {
    private final DemoCluster demo;
    private final AtomicInteger holders = new AtomicInteger();

    SharedDemo(DemoCluster demo) {
        this.demo = demo;
    }

    OpenCluster open(RealClusters clusters) throws FaultException {
        holders.incrementAndGet();
        return clusters.open(demo, this::left);
    }

    private void left() {
        if (holders.decrementAndGet() == 0) {
            demo.close();
        }
    }

    /// How its nodes are reached.
    SshOptions options() {
        return SshOptions.standard().withConfig(demo.sshConfig());
    }

    boolean isIn(Path file) {
        return demo.clusterFile().equals(file);
    }
}
