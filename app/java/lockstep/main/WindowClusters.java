package lockstep.main;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import lockstep.demo.Options;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.ClusterFile;
import lockstep.fleet.Dialect;
import lockstep.fleet.Imported;
import lockstep.fleet.SshConfig;
import lockstep.link.Prompts;
import lockstep.present.Clusters;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.ssh.SshOptions;
import org.jspecify.annotations.Nullable;

/// Clusters on real hosts, as the window opens them.
final class WindowClusters implements Clusters {
    private final Options demo;
    private final Supplier<Prompts> prompts;
    private volatile @Nullable SharedDemo shared;

    /// @param demo what a demo cluster is made of
    /// @param prompts asked for each cluster that is opened
    WindowClusters(Options demo, Supplier<Prompts> prompts) {
        this.demo = demo;
        this.prompts = prompts;
    }

    private RealClusters real() {
        return new RealClusters(prompts.get());
    }

    @Override
    public Operations demo() throws FaultException {
        List<Fault> missing = new ArrayList<>();
        SharedDemo started = new SharedDemo(DemoHere.cluster(demo, missing::add));
        OpenCluster open = started.open(real());
        shared = started;
        missing.forEach(fault -> open.remarking(fault.message()));
        return open;
    }

    @Override
    public Operations open(Path file) throws FaultException {
        return real().open(file);
    }

    @Override
    public Operations again(Operations opened) throws FaultException {
        SharedDemo started = shared;
        return started != null && started.isIn(opened.file().orElseThrow())
                ? started.open(real())
                : Clusters.super.again(opened);
    }

    @Override
    public Operations trial(Cluster cluster, Optional<Path> like) throws FaultException {
        return real().trial(cluster, ways(like));
    }

    @Override
    public Imported servers(Dialect.Haproxy haproxy, Optional<Path> like) throws FaultException {
        return real().servers(haproxy, ways(like));
    }

    @Override
    public Imported aliases() {
        return SshConfig.read(SshOptions.standard().home());
    }

    /// The demo's nodes are known to its own configuration alone.
    private SshOptions ways(Optional<Path> like) {
        SharedDemo started = shared;
        return started != null && like.filter(started::isIn).isPresent()
                ? started.options()
                : SshOptions.standard();
    }

    @Override
    public Operations create(Path file, Cluster cluster) throws FaultException {
        if (Files.exists(file)) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            file.toString(),
                            "There is a file of that name already.",
                            "Choose another name, or open that file."));
        }
        ClusterFile.write(cluster, file);
        return open(file);
    }
}
