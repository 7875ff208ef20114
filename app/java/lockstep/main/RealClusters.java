package lockstep.main;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import lockstep.demo.DemoCluster;
import lockstep.demo.Traffic;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.ClusterFile;
import lockstep.fleet.Dialect;
import lockstep.fleet.Imported;
import lockstep.journal.Author;
import lockstep.journal.Journal;
import lockstep.link.Host;
import lockstep.link.Prompts;
import lockstep.pool.ServerImport;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// Opens clusters over SSH. Each has connections of its own, which end with it.
record RealClusters(Prompts prompts) implements lockstep.cli.Clusters {
    @Override
    public Operations open(Path file) throws FaultException {
        return recorded(
                        connect(ClusterFile.read(file), SshOptions.standard()),
                        Journal.place(System.getenv()))
                .from(file);
    }

    /// A demo cluster, which ends with what is returned.
    OpenCluster open(DemoCluster demo) throws FaultException {
        return open(demo, demo::close);
    }

    /// A demo cluster, as its file is now.
    ///
    /// @param ending what ends with it, also where it cannot be opened
    OpenCluster open(DemoCluster demo, Runnable ending) throws FaultException {
        try {
            OpenCluster open =
                    connect(
                            ClusterFile.read(demo.clusterFile()),
                            SshOptions.standard().withConfig(demo.sshConfig()));
            return recorded(open, demo.directory().resolve("journal.db"))
                    .from(demo.clusterFile())
                    .ending(ending)
                    .breaking(demo::mishap)
                    .counting(() -> counts(demo));
        } catch (FaultException e) {
            ending.run();
            throw e;
        }
    }

    /// A cluster to be tried, which writes nothing down.
    OpenCluster trial(Cluster cluster, SshOptions options) throws FaultException {
        return connect(cluster, options);
    }

    /// The servers of a HAProxy that runs.
    Imported servers(Dialect.Haproxy haproxy, SshOptions options) throws FaultException {
        try (SshHosts hosts = new SshHosts(options, prompts)) {
            Host host = hosts.host(haproxy.address(), haproxy.address());
            return ServerImport.haproxy(host, haproxy.socket());
        }
    }

    /// A cluster is of use without its journal too; that there is none is shown with its pools.
    private static OpenCluster recorded(OpenCluster open, Path journal) {
        try {
            Author author = Author.of(System.getenv());
            return open.recording(Journal.open(journal, author, InstantSource.system()));
        } catch (FaultException e) {
            return open.withoutJournal(e.fault());
        }
    }

    private static Optional<Operations.Traffic> counts(DemoCluster demo) {
        return demo.traffic()
                .map(Traffic::counts)
                .map(counts -> new Operations.Traffic(counts.sent(), counts.failed()));
    }

    private OpenCluster connect(Cluster cluster, SshOptions options) throws FaultException {
        SshHosts hosts = new SshHosts(options.withCompression(cluster.compress()), prompts);
        try {
            return OpenCluster.open(cluster, hosts::host).ending(hosts::close);
        } catch (FaultException e) {
            hosts.close();
            throw e;
        }
    }
}
