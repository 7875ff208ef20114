package lockstep.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.link.Prompts;
import lockstep.run.OpenCluster;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// Three nodes, each behind an OpenSSH server of its own, opened as one cluster whose reference is
/// `web1`.
final class SshNodes implements AutoCloseable {
    static final List<String> NAMES = List.of("web1", "web2", "web3");

    private final Map<String, Sshd> servers = new LinkedHashMap<>();
    private final Path directory;
    private final Path config;
    private final List<OpenCluster> clusters = new ArrayList<>();
    private final List<SshHosts> connections = new ArrayList<>();

    /// @param directory where the roots are made: `directory/web1` and so on
    SshNodes(Path directory) throws IOException {
        this.directory = directory;
        for (String name : NAMES) {
            Files.createDirectory(root(name));
            servers.put(name, Sshd.start());
        }
        config = directory.resolve("ssh_config");
        describe(servers);
    }

    private void describe(Map<String, Sshd> hosts) throws IOException {
        List<String> lines = new ArrayList<>();
        hosts.forEach(
                (name, sshd) -> {
                    lines.add("Host " + name);
                    lines.addAll(sshd.clientLines());
                });
        Files.write(config, lines);
    }

    /// Puts another server in a node's place, known under the old one's name and keys.
    void replace(String name, Sshd other, List<String> lines) throws IOException {
        Map<String, Sshd> others = new LinkedHashMap<>(servers);
        others.remove(name);
        describe(others);
        List<String> all = new ArrayList<>(Files.readAllLines(config));
        all.add("Host " + name);
        all.addAll(lines);
        all.addAll(other.clientLines());
        Files.write(config, all);
    }

    Path root(String name) {
        return directory.resolve(name);
    }

    Sshd server(String name) {
        return java.util.Objects.requireNonNull(servers.get(name));
    }

    Cluster cluster(Balancer... balancers) {
        List<Node> nodes =
                NAMES.stream().map(n -> new Node(n, n, root(n).toString(), false)).toList();
        return new Cluster("test", nodes, "web1", List.of("- /cache/"), List.of(balancers));
    }

    /// Opens a cluster on these nodes; closed with them.
    OpenCluster open(Cluster cluster) throws FaultException {
        SshHosts hosts = new SshHosts(SshOptions.standard().withConfig(config), Prompts.refusing());
        OpenCluster open = OpenCluster.open(cluster, hosts::host);
        clusters.add(open);
        connections.add(hosts);
        return open;
    }

    @Override
    public void close() {
        clusters.forEach(OpenCluster::close);
        connections.forEach(SshHosts::close);
        servers.values().forEach(Sshd::close);
    }
}
