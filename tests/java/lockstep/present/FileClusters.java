package lockstep.present;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.ClusterFile;
import lockstep.fleet.Dialect;
import lockstep.fleet.Imported;
import lockstep.run.Operations;
import lockstep.tree.Listing;

/// Clusters of real files, whose nodes exist only in memory and all hold the same listings, or
/// what the test gives.
public final class FileClusters implements Clusters {
    private final List<Listing> listings;
    private final List<FakeOperations> opened = new CopyOnWriteArrayList<>();

    /// What the SSH configuration holds.
    public volatile Imported aliases = new Imported.Gathering().imported();

    public FileClusters(List<Listing> listings) {
        this.listings = listings;
    }

    /// What was opened, the last one last.
    public List<FakeOperations> opened() {
        return opened;
    }

    @Override
    public Operations demo() throws FaultException {
        throw new UnsupportedOperationException("no demo");
    }

    @Override
    public Operations open(Path file) throws FaultException {
        Cluster cluster = ClusterFile.read(file);
        FakeOperations made =
                new FakeOperations(cluster, listings.subList(0, cluster.nodes().size()));
        made.file = file;
        opened.add(made);
        return made;
    }

    @Override
    public Imported aliases() {
        return aliases;
    }

    @Override
    public Imported servers(Dialect.Haproxy haproxy, Optional<Path> like) throws FaultException {
        throw new FaultException(
                new Fault.BalancerUnreachable(haproxy.address(), haproxy.socket(), "refused"));
    }

    @Override
    public Operations trial(Cluster cluster, Optional<Path> like) {
        FakeOperations made =
                new FakeOperations(cluster, listings.subList(0, cluster.nodes().size()));
        if (cluster.nodes().getFirst().name().equals("web3")) {
            made.failing("web3", new Fault.RootMissing("web3", "/srv/htdocs"));
        }
        return made;
    }

    @Override
    public Operations create(Path file, Cluster cluster) throws FaultException {
        ClusterFile.write(cluster, file);
        return open(file);
    }
}
