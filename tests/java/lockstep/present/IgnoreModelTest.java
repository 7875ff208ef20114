package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.FaultException;
import lockstep.fleet.ClusterFile;
import lockstep.run.Operations.Criterion;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoreModelTest {
    private final ScreenQueue screen = new ScreenQueue();
    private final FileClusters clusters = new FileClusters(Shop.listings(3));
    private final ConsoleModel console =
            new ConsoleModel(clusters, InstantSource.fixed(Shop.NOW), screen, Quiet.preferences());
    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void open() throws FaultException {
        file = directory.resolve("shop.toml");
        ClusterFile.write(Shop.cluster(3), file);
        console.open(file);
        screen.until("open", () -> console.clusterProperty().get() != null);
        cluster().scans().scan(Criterion.CONTENT);
        screen.until("the scan", () -> cluster().scans().comparisonProperty().get() != null);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private ClusterModel cluster() {
        return Objects.requireNonNull(console.clusterProperty().get());
    }

    private DriftTree tree() {
        return Objects.requireNonNull(cluster().scans().comparisonProperty().get()).drift();
    }

    private IgnoreModel ignoring(String path) {
        DriftTree tree = tree();
        return console.ignoring(tree, tree.find(TreePath.of(path))).orElseThrow();
    }

    private IgnoreModel.Effect effect(IgnoreModel model) {
        screen.until("the effect", () -> model.effectProperty().get() != null);
        return Objects.requireNonNull(model.effectProperty().get());
    }

    @Test
    void theNarrowestRuleComesFirstAndEachTellsWhatItWouldHide() {
        IgnoreModel model = ignoring("assets/app.js");
        assertThat(model.choices())
                .extracting(choice -> choice.rule().text())
                .containsExactly("- /assets/app.js", "- app.js", "- *.js", "- /assets/*");
        assertThat(effect(model).sentence()).startsWith("1 entry");
        assertThat(effect(model).lines())
                .containsExactly(new IgnoreModel.Line("assets/app.js", "content"));
        assertThat(effect(model).warning()).startsWith("1 of them differs");
        model.ruleProperty().set("- /assets/*");
        IgnoreModel.Effect all = effect(model);
        assertThat(all.hidden().entries()).isGreaterThan(40);
        assertThat(all.lines().getFirst().why()).isNotEmpty();
        assertThat(all.lines().getLast().why()).isEmpty();
    }

    @Test
    void whatHidesEverythingOrNothingIsSaid() {
        IgnoreModel model = ignoring("robots.txt");
        model.ruleProperty().set("- *");
        assertThat(effect(model).warning()).startsWith("This hides everything");
        model.ruleProperty().set("- /nowhere");
        assertThat(effect(model).sentence()).startsWith("Nothing");
        assertThat(effect(model).warning()).isEmpty();
        model.ruleProperty().set("merge x");
        assertThat(model.obstacleProperty().get()).startsWith("This is no rule: a rule is");
        model.ruleProperty().set("- /cache/");
        assertThat(model.obstacleProperty().get()).contains("already");
    }

    @Test
    void theRuleIsInTheFileAndTheScanIsMadeAgainAsBefore() throws IOException, FaultException {
        Files.writeString(file, Files.readString(file) + "\n# mine\n");
        cluster().scans().hold(new Baseline.Reference(1));
        cluster().scans().matrix().needleProperty().set("assets");
        ClusterModel before = cluster();
        IgnoreModel model = ignoring("debug.log");
        boolean[] done = {false};
        model.add(() -> done[0] = true);
        screen.until("added", () -> done[0]);
        assertThat(cluster()).isNotSameAs(before);
        assertThat(clusters.opened().getFirst().awaitClosed()).isTrue();
        assertThat(ClusterFile.read(file).rules()).containsExactly("- /cache/", "- /debug.log");
        assertThat(Files.readString(file)).endsWith("\n# mine\n");
        assertThat(cluster().cluster().rules()).contains("- /debug.log");
        screen.until("the scan", () -> cluster().scans().comparisonProperty().get() != null);
        assertThat(cluster().scans().ageProperty().get()).startsWith("scanned by content");
        assertThat(cluster().scans().baselineProperty().get()).isEqualTo(new Baseline.Reference(1));
        assertThat(cluster().scans().matrix().needleProperty().get()).isEqualTo("assets");
    }

    @Test
    void aFileThatSomebodyElseHasChangedIsLeftAlone() throws IOException {
        String other = Files.readString(file).replace("/srv/htdocs", "/srv/other");
        Files.writeString(file, other);
        IgnoreModel model = ignoring("debug.log");
        model.add(() -> {});
        screen.until("refused", () -> model.problemProperty().get() != null);
        assertThat(Objects.requireNonNull(model.problemProperty().get()).what())
                .contains("changed since it was opened");
        assertThat(Files.readString(file)).isEqualTo(other);
    }

    @Test
    void aNewRuleStandsBeforeThoseThatTakeIn() {
        assertThat(IgnoreModel.with(List.of("- a", "+ b", "- c"), "- x"))
                .containsExactly("- a", "- x", "+ b", "- c");
        assertThat(IgnoreModel.with(List.of("- a"), "- x")).containsExactly("- a", "- x");
    }

    @Test
    void withoutAFileNothingCanBeAdded() {
        clusters.opened().getFirst().file = null;
        IgnoreModel model = ignoring("debug.log");
        console.closeCluster();
        assertThat(model.obstacleProperty().get()).contains("no file");
    }
}
