package lockstep.main;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lockstep.cli.DemoStage;
import lockstep.cli.Demonstration;
import lockstep.cli.Terminal;
import lockstep.demo.DemoCluster;
import lockstep.demo.Options;
import lockstep.demo.Seeded;
import lockstep.demo.Traffic;
import lockstep.drift.Sign;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Prompts;
import lockstep.run.Operations;

/// Demonstrations on this machine.
record DemoHere(Terminal terminal) implements DemoStage {
    @Override
    public Demonstration start(Size size) throws FaultException {
        DemoCluster demo = cluster(options(size), fault -> terminal.note(fault.message()));
        return new Opened(demo, new RealClusters(Prompts.refusing()).open(demo));
    }

    /// With a balancer where there is a program for one.
    ///
    /// @param told why there is none
    static DemoCluster cluster(Options options, Consumer<Fault> told) throws FaultException {
        try {
            return DemoCluster.start(options);
        } catch (FaultException e) {
            if (e.fault() instanceof Fault.ProgramMissing(String _, String program)
                    && program.equals("haproxy")) {
                told.accept(e.fault());
                return DemoCluster.start(options.with(Options.Balancing.NONE));
            }
            throw e;
        }
    }

    static Options options(Size size) {
        return Options.standard()
                .withNodes(size.nodes())
                .with(
                        switch (size.afterwards()) {
                            case REMOVE -> Options.Afterwards.REMOVE;
                            case KEEP -> Options.Afterwards.KEEP;
                        });
    }

    @Override
    public void window(Size size) throws FaultException {
        Desktop.show(options(size));
    }

    /// In the real window, on a cluster of its own.
    @Override
    public List<Path> photograph(Path directory) throws FaultException {
        return Desktop.photograph(Options.standard(), directory);
    }

    private record Opened(DemoCluster demo, Operations cluster) implements Demonstration {
        @Override
        public Path directory() {
            return demo.directory();
        }

        @Override
        public List<Planted> planted() {
            return demo.seeded().stream().map(Opened::planted).toList();
        }

        private static Planted planted(Seeded seeded) {
            return new Planted(seeded.path(), seeded.node(), sign(seeded.kind()));
        }

        private static Optional<Sign> sign(Seeded.Kind kind) {
            return switch (kind) {
                case CONTENT, SILENT, RANGE -> Optional.of(Sign.CONTENT);
                case MISSING -> Optional.of(Sign.MISSING);
                case EXTRA -> Optional.of(Sign.EXTRA);
                case MODE -> Optional.of(Sign.MODE);
                case OWNER, GROUP -> Optional.of(Sign.OWNER);
                case TIME -> Optional.of(Sign.TIME);
                case TARGET -> Optional.of(Sign.TARGET);
                case KIND -> Optional.of(Sign.KIND);
                case EXCLUDED -> Optional.empty();
            };
        }

        @Override
        public void mishap(String node) {
            demo.mishap(node);
        }

        @Override
        public Optional<Customers> customers() {
            return demo.traffic()
                    .map(Traffic::counts)
                    .map(
                            c ->
                                    new Customers(
                                            c.sent(),
                                            c.ok(),
                                            c.failed(),
                                            c.slowest(),
                                            c.reasons()));
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
