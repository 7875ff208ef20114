package lockstep.main;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lockstep.cli.Preflights;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.ClusterFile;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Prompts;
import lockstep.pool.Pools;
import lockstep.preflight.Findings;
import lockstep.preflight.Health;
import lockstep.preflight.Preflight;
import lockstep.preflight.Work;
import lockstep.rsync.Endpoint;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// Preflights over SSH, without a plan: of every node, as if a run were to change it. Connections
/// end with each.
record RealPreflights(Prompts prompts) implements Preflights {
    @Override
    public Findings check(Path file, Cancel cancel) throws FaultException {
        Cluster cluster = ClusterFile.read(file);
        SshOptions options = SshOptions.standard().withCompression(cluster.compress());
        try (SshHosts hosts = new SshHosts(options, prompts)) {
            return check(cluster, hosts, cancel);
        }
    }

    private static Findings check(Cluster cluster, SshHosts hosts, Cancel cancel)
            throws FaultException {
        Map<String, Endpoint> nodes = new HashMap<>();
        for (Node node : cluster.nodes()) {
            Host host = hosts.host(node.name(), node.address());
            nodes.put(node.name(), new Endpoint(host, node.root(), node.sudo()));
        }
        Map<String, Host> balancers = new HashMap<>();
        for (Balancer balancer : cluster.balancers()) {
            String address = balancer.dialect().address();
            balancers.put(address, hosts.host(balancer.name(), address));
        }
        Pools.Access access =
                new Pools.Access(
                        address -> Objects.requireNonNull(balancers.get(address)),
                        name -> Objects.requireNonNull(nodes.get(name)).host(),
                        _ -> {});
        try (Pools pools = Pools.open(cluster, access)) {
            Preflight.Around around =
                    new Preflight.Around(
                            Optional.of(pools).filter(_ -> !cluster.balancers().isEmpty()),
                            Health.UNKNOWN,
                            InstantSource.system());
            List<String> names = cluster.nodes().stream().map(Node::name).toList();
            return new Preflight(cluster, name -> Objects.requireNonNull(nodes.get(name)), around)
                    .check(Work.any(cluster.reference(), names, Work.OwnFiles.KEPT), cancel);
        }
    }
}
