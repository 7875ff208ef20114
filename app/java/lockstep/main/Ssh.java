package lockstep.main;

import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.link.Host;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.ssh.Prompts;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// The hosts of one opened cluster, over SSH; closing ends their connections and then what they
/// live on.
record Ssh(SshHosts hosts, Runnable afterwards) implements OpenCluster.Hosts {
    /// Opens a cluster over connections of its own.
    static Operations open(Cluster cluster, SshOptions options, Prompts prompts)
            throws FaultException {
        return open(cluster, new Ssh(new SshHosts(options, prompts), () -> {}));
    }

    static Operations open(Cluster cluster, Ssh ssh) throws FaultException {
        try {
            return OpenCluster.open(cluster, ssh);
        } catch (FaultException e) {
            ssh.close();
            throw e;
        }
    }

    @Override
    public Host host(String name, String address) throws FaultException {
        return hosts.host(name, address);
    }

    @Override
    public void close() {
        hosts.close();
        afterwards.run();
    }
}
