package lockstep.main;

import java.nio.file.Path;
import java.util.Optional;
import lockstep.demo.DemoCluster;
import lockstep.demo.Traffic;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.ClusterFile;
import lockstep.link.Prompts;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// Opens clusters over SSH. Each has connections of its own, which end with it.
record RealClusters(Prompts prompts) implements lockstep.cli.Clusters {
    @Override
    public Operations open(Path file) throws FaultException {
        return connect(ClusterFile.read(file), SshOptions.standard());
    }

    /// A demo cluster, which ends with what is returned.
    Operations open(DemoCluster demo) throws FaultException {
        try {
            return connect(demo.cluster(), SshOptions.standard().withConfig(demo.sshConfig()))
                    .ending(demo::close)
                    .counting(() -> counts(demo));
        } catch (FaultException e) {
            demo.close();
            throw e;
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
