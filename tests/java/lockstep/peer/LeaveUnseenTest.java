package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.journal.RunRecord;
import lockstep.present.ClusterModel;
import lockstep.present.Clusters;
import lockstep.present.ConsoleModel;
import lockstep.present.LeftModel;
import lockstep.present.Quiet;
import lockstep.present.ScreenQueue;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.Resumption;
import lockstep.state.NodeState;
import lockstep.state.RunState;
import lockstep.state.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a killed run has left on a node that cannot be looked at, left from the window: the real
/// refusal names the node, and its name is what the window asks for.
@Timeout(90)
class LeaveUnseenTest {
    @TempDir Path directory;

    private final ScreenQueue screen = new ScreenQueue();
    private Consoles consoles;

    @BeforeEach
    void start() throws Exception {
        consoles = new Consoles(directory);
        KilledRun.leave(consoles, "web3", Step.VERIFY);
    }

    @AfterEach
    void stop() {
        if (consoles != null) {
            consoles.close();
        }
    }

    private record Only(Operations cluster) implements Clusters {
        @Override
        public Operations demo() {
            return cluster;
        }

        @Override
        public Operations open(Path file) {
            return cluster;
        }

        @Override
        public Operations create(Path file, Cluster made) {
            return cluster;
        }
    }

    private void isLeftByName(OpenCluster console) throws FaultException {
        RunRecord run = console.runs(1).getFirst();
        try (ConsoleModel window =
                new ConsoleModel(
                        new Only(console), InstantSource.system(), screen, Quiet.preferences())) {
            window.open(Path.of("shop.toml"));
            screen.until("the cluster", () -> window.clusterProperty().get() != null);
            ClusterModel cluster = Objects.requireNonNull(window.clusterProperty().get());
            LeftModel left = cluster.syncs().left();
            screen.until("the run", () -> left.leftProperty().get() != null);
            cluster.syncs().resume(new Resumption.Leave("broken"));
            screen.until("the refusal", () -> left.unseenProperty().get() != null);
            LeftModel.Unseen web3 = Objects.requireNonNull(left.unseenProperty().get());
            assertThat(web3.node()).isEqualTo("web3");
            assertThat(console.run(run.head().id()).orElseThrow().waits()).isTrue();
            cluster.syncs().leaveUnseen(web3, "web3");
            screen.until("the end", () -> !cluster.syncs().runningProperty().get());
            RunRecord now = console.run(run.head().id()).orElseThrow();
            assertThat(now.story().node("web3").state()).isInstanceOf(NodeState.Left.class);
            assertThat(now.story().state()).isInstanceOf(RunState.Over.class);
        }
    }

    @Test
    void aNodeWhoseRootIsGone() throws Exception {
        OpenCluster console = consoles.open("ann@desk", Instant.now());
        Files.move(consoles.root("web3"), directory.resolve("away"));
        isLeftByName(console);
    }

    @Test
    void aNodeThatTheClusterFileDoesNotHaveAnyMore() throws Exception {
        isLeftByName(consoles.openWithout("web3"));
    }
}
