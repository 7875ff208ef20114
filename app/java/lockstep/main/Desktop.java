package lockstep.main;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.stage.Stage;
import lockstep.demo.DemoCluster;
import lockstep.demo.Options;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.ClusterFile;
import lockstep.link.Prompts;
import lockstep.present.Clusters;
import lockstep.present.ConsoleModel;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;
import lockstep.ui.ConsoleWindow;
import lockstep.ui.Theme;
import lockstep.ui.WindowPrompts;
import org.jspecify.annotations.Nullable;

/// The program with its window. Loading this class loads JavaFX, so only the commands that show a
/// window name it.
final class Desktop {
    private volatile Prompts prompts = Prompts.refusing();

    private Desktop() {}

    /// What the window opens with.
    enum Opening {
        NOTHING,
        DEMO
    }

    /// Shows the window and returns when the operator has closed it.
    ///
    /// @param file a cluster file to open at once
    static void show(Opening opening, Optional<Path> file) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Desktop desktop = new Desktop();
        Platform.setImplicitExit(false);
        Platform.startup(() -> desktop.start(opening, file, closed));
        closed.await();
    }

    private void start(Opening opening, Optional<Path> file, CountDownLatch closed) {
        ConsoleModel model =
                new ConsoleModel(new Real(), InstantSource.system(), Platform::runLater);
        ConsoleWindow window = new ConsoleWindow(model, new Theme(), InstantSource.system());
        prompts = new WindowPrompts(window.overlay(), Platform::runLater);
        Stage stage = new Stage();
        stage.setOnHidden(_ -> closed.countDown());
        window.show(stage);
        file.ifPresent(model::open);
        if (opening == Opening.DEMO) {
            model.openDemo();
        }
    }

    private OpenCluster connect(Cluster cluster, @Nullable Path sshConfig) throws FaultException {
        SshOptions standard = SshOptions.standard();
        SshOptions options = sshConfig == null ? standard : standard.withConfig(sshConfig);
        SshHosts hosts = new SshHosts(options, prompts);
        try {
            return OpenCluster.open(cluster, hosts::host).ending(hosts::close);
        } catch (FaultException e) {
            hosts.close();
            throw e;
        }
    }

    /// Clusters on real hosts.
    private final class Real implements Clusters {
        @Override
        public Operations demo() throws FaultException {
            DemoCluster demo = DemoCluster.start(Options.standard());
            try {
                return connect(demo.cluster(), demo.sshConfig())
                        .ending(demo::close)
                        .counting(() -> demo.traffic().map(t -> counts(t.counts())));
            } catch (FaultException e) {
                demo.close();
                throw e;
            }
        }

        private static Operations.Traffic counts(lockstep.demo.Traffic.Counts counts) {
            return new Operations.Traffic(counts.sent(), counts.failed());
        }

        @Override
        public Operations open(Path file) throws FaultException {
            return connect(ClusterFile.read(file), null);
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
}
