package lockstep.peer;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import lockstep.cli.Clusters;
import lockstep.demo.DemoCluster;
import lockstep.demo.Options;
import lockstep.fault.FaultException;
import lockstep.fleet.ClusterFile;
import lockstep.journal.Author;
import lockstep.journal.Journal;
import lockstep.link.Prompts;
import lockstep.run.OpenCluster;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// A demo cluster for commands to work on, opened anew by each of them as the program would.
final class DemoTyped implements AutoCloseable {
    private final DemoCluster demo;

    private DemoTyped(DemoCluster demo) {
        this.demo = demo;
    }

    /// With a big file of 4 MiB.
    static DemoTyped start(Options options) throws Exception {
        return start(options, 4 << 20);
    }

    /// @param bigFile in bytes
    static DemoTyped start(Options options, long bigFile) throws Exception {
        DemoPeers.need("rsync", "haproxy");
        return new DemoTyped(DemoCluster.start(options.withBigFile(bigFile)));
    }

    DemoCluster demo() {
        return demo;
    }

    /// The cluster file's name.
    String file() {
        return demo.clusterFile().toString();
    }

    Clusters clusters() {
        return this::open;
    }

    /// As a command opens it.
    OpenCluster open() throws FaultException {
        return open(demo.clusterFile());
    }

    private OpenCluster open(Path file) throws FaultException {
        SshOptions options = SshOptions.standard().withConfig(demo.sshConfig());
        SshHosts hosts = new SshHosts(options, Prompts.refusing());
        Path journal = demo.directory().resolve("journal.db");
        return OpenCluster.open(ClusterFile.read(file), hosts::host)
                .recording(Journal.open(journal, Author.of(Map.of()), InstantSource.system()))
                .ending(hosts::close);
    }

    @Override
    public void close() {
        demo.close();
    }
}
