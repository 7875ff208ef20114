package lockstep.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import javafx.application.Platform;
import lockstep.demo.Options;
import lockstep.drift.DriftTree;
import lockstep.link.Prompts;
import lockstep.present.ClusterModel;
import lockstep.present.ConsoleModel;
import lockstep.present.EditedBalancer;
import lockstep.present.EditorModel;
import lockstep.present.IgnoreModel;
import lockstep.present.NodeCard;
import lockstep.present.Quiet;
import lockstep.present.Trial;
import lockstep.tree.TreePath;
import lockstep.ui.ConsoleWindow;
import lockstep.ui.StageHand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Rules that are added to the demo's own file, on its real nodes: they go on running.
@Timeout(120)
class DemoRevisionTest {
    private final ConsoleModel[] model = new ConsoleModel[1];
    private StageHand hand;

    @BeforeEach
    void open() {
        Options small = Options.standard().withBigFile(1 << 20);
        hand =
                StageHand.show(
                        theme -> {
                            InstantSource clock = InstantSource.system();
                            model[0] =
                                    new ConsoleModel(
                                            new WindowClusters(small, Prompts::refusing),
                                            clock,
                                            Platform::runLater,
                                            Quiet.preferences());
                            return new ConsoleWindow(model[0], theme, clock).root();
                        });
        StageHand.run(model[0]::openDemo);
        awaitScan();
    }

    @AfterEach
    void close() throws InterruptedException {
        StageHand.run(model[0]::close);
        assertThat(model[0].awaitReleased(Duration.ofSeconds(60))).isTrue();
        hand.close();
    }

    private void awaitScan() {
        hand.await(
                "a scan",
                () ->
                        model[0].clusterProperty().get() != null
                                && cluster().scans().comparisonProperty().get() != null);
    }

    private ClusterModel cluster() {
        return Objects.requireNonNull(model[0].clusterProperty().get());
    }

    private DriftTree tree() {
        return Objects.requireNonNull(cluster().scans().comparisonProperty().get()).drift();
    }

    @Test
    void whatIsIgnoredIsNotListedAndTheDemoGoesOn() {
        for (int round = 0; round < 2; round++) {
            ClusterModel before = StageHand.onFx(this::cluster);
            DriftTree tree = StageHand.onFx(this::tree);
            int row = firstDifference(tree);
            TreePath gone = tree.path(row);
            IgnoreModel ignoring = StageHand.onFx(() -> model[0].ignoring(tree, row).orElseThrow());
            StageHand.run(() -> ignoring.add(() -> {}));
            hand.await("added", () -> cluster() != before);
            awaitScan();
            DriftTree after = StageHand.onFx(this::tree);
            assertThat(after.find(gone)).isNegative();
            assertThat(after.rows()).isLessThan(tree.rows());
        }
        String name = StageHand.onFx(() -> model[0].revisions().fileName());
        assertThat(name).isEqualTo("shop.toml");
        hand.await(
                "every node connected again",
                () ->
                        cluster().cards().stream()
                                .allMatch(
                                        card ->
                                                card.connectionProperty().get()
                                                        instanceof NodeCard.Connection.Connected));
    }

    /// The live checks of the editor, over real SSH and the runtime API of a real HAProxy.
    @Test
    void theEditorAsksNodesAndTheBalancer() {
        EditorModel editor = StageHand.onFx(() -> model[0].editing().orElseThrow());
        EditedBalancer balancer = editor.balancers().getFirst();
        StageHand.run(
                () -> {
                    editor.askAll();
                    editor.ask(balancer);
                });
        hand.await(
                "the answers",
                () ->
                        balancer.trialProperty().get() instanceof Trial.Answered
                                && editor.nodes().stream()
                                        .allMatch(
                                                node ->
                                                        node.trialProperty().get()
                                                                instanceof Trial.Answered));
        assertThat(lines(editor.nodes().getFirst().trialProperty().get()))
                .anyMatch(line -> line.text().startsWith("connected in"))
                .anyMatch(line -> line.text().contains("free of"))
                .noneMatch(line -> line.grade() == Trial.Grade.BLOCKS);
        assertThat(lines(balancer.trialProperty().get()))
                .contains(new Trial.Line(Trial.Grade.GOOD, "app/web1 is web1: in the pool"))
                .allMatch(line -> line.grade() == Trial.Grade.GOOD);
        StageHand.run(
                () ->
                        balancer.serversProperty()
                                .set("app web1 web1\nstatic web1 web1\napp web9 web2"));
        StageHand.run(() -> editor.ask(balancer));
        hand.await("asked", () -> balancer.trialProperty().get() instanceof Trial.Asking);
        hand.await("answered", () -> balancer.trialProperty().get() instanceof Trial.Answered);
        assertThat(lines(balancer.trialProperty().get()))
                .anyMatch(line -> line.grade() == Trial.Grade.BLOCKS)
                .anyMatch(line -> line.text().startsWith("web3 is no server of this balancer"))
                .anyMatch(line -> line.text().startsWith("static/web2 is no node"));
        StageHand.run(editor::close);
    }

    private static List<Trial.Line> lines(Trial trial) {
        return ((Trial.Answered) trial).lines();
    }

    private static int firstDifference(DriftTree tree) {
        for (int row = 1; row < tree.rows(); row++) {
            if (tree.differs(row) && !tree.isDirectory(row)) {
                return row;
            }
        }
        throw new AssertionError("nothing differs");
    }
}
