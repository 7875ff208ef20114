package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import lockstep.fault.FaultException;
import lockstep.fleet.ClusterFile;
import lockstep.fleet.Imported;
import lockstep.present.FakeOperations;
import lockstep.present.FileClusters;
import lockstep.present.Shop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clusters that are made, imported and changed in the window.
class EditorViewTest {
    private final FileClusters clusters = new FileClusters(Shop.listings(4));
    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void write() throws FaultException {
        file = directory.resolve("shop.toml");
        ClusterFile.write(Shop.cluster(3), file);
    }

    private static void fill(StageHand hand, String field, String text) {
        TextInputControl control = (TextInputControl) hand.awaitNode(field);
        StageHand.run(() -> control.setText(text));
    }

    private static String words(StageHand hand, String id) {
        Label label = (Label) hand.awaitNode(id);
        return StageHand.onFx(label::getText);
    }

    private static TextField empty(StageHand hand, String style) {
        return hand.find(
                TextField.class,
                field -> field.getStyleClass().contains(style) && field.getText().isEmpty());
    }

    @Test
    void anOpenedClusterIsChangedOnceItWasSeenHowItsFileChanges() throws IOException {
        try (ConsoleStage stage = ConsoleStage.open(clusters, file)) {
            StageHand hand = stage.hand();
            stage.scan();
            hand.choose("#cluster-menu", "Edit this cluster…");
            hand.awaitNode("#editor-add");
            assertThat(hand.has("#editor-same")).isTrue();
            assertThat(hand.find("#editor-save").isDisabled()).isTrue();
            hand.click("#editor-ask");
            hand.awaitShown(".trial-BLOCKS", _ -> true);
            hand.awaitShown(".trial-GOOD", _ -> true);
            hand.photograph("editor-nodes");
            hand.click("#editor-page-balancers");
            hand.click("#editor-ask-balancer");
            hand.awaitShown(".trial-GOOD", _ -> true);
            hand.photograph("editor-balancers");
            hand.click("#editor-page-more");
            hand.photograph("editor-more");
            hand.click("#editor-page-rules");
            fill(hand, "#editor-rules", "- /cache/\nnonsense");
            assertThat(words(hand, "#editor-problems")).startsWith("rule 2: a rule is");
            assertThat(hand.find("#editor-save").isDisabled()).isTrue();
            hand.photograph("editor-rules");
            fill(hand, "#editor-rules", "- /cache/\n- *.log");
            hand.click("#editor-save");
            hand.awaitNode("#revision-lines");
            hand.pulses(5);
            hand.photograph("editor-revision");
            hand.click("#revision-write");
            hand.await("gone", () -> !hand.has("#revision-lines") && !hand.has("#editor"));
            assertThat(Files.readString(file)).contains("    \"- *.log\",\n");
            hand.awaitNode("#matrix");
        }
    }

    @Test
    void whatSomebodyHasTypedIsLeftByItsButtonAlone() {
        try (ConsoleStage stage = ConsoleStage.open(clusters, file)) {
            StageHand hand = stage.hand();
            hand.choose("#cluster-menu", "Edit this cluster…");
            fill(hand, "#editor-name", "other");
            hand.press("Esc");
            hand.press("F5");
            hand.press("Ctrl+Enter");
            assertThat(hand.has("#editor-name")).isTrue();
            boolean scanning =
                    StageHand.onFx(() -> stage.cluster().scans().scanningProperty().get());
            assertThat(scanning).isFalse();
            hand.click("#editor-cancel");
            hand.awaitNode("#matrix");
            assertThat(hand.has("#editor-name")).isFalse();
        }
    }

    @Test
    void aClusterInNoFileCannotBeEditedAndItIsSaid() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            StageHand hand = stage.hand();
            hand.choose("#cluster-menu", "Edit this cluster…");
            hand.awaitNode("#problem-bar");
            assertThat(hand.has("#editor")).isFalse();
        }
    }

    @Test
    void aNewClusterTellsWhatItStillNeeds() {
        try (ConsoleStage stage = ConsoleStage.empty(clusters)) {
            StageHand hand = stage.hand();
            hand.photograph("console-first");
            hand.click("#first-new");
            assertThat(words(hand, "#editor-problems")).contains("name: ");
            hand.photograph("console-new");
            fill(hand, "#editor-name", "shop");
            for (String address : new String[] {"web1.example.org", "web2.example.org"}) {
                TextField field = empty(hand, "editor-node-address");
                StageHand.run(() -> field.setText(address));
                TextField root = empty(hand, "editor-node-root");
                StageHand.run(() -> root.setText("/srv/www"));
            }
            hand.await("sound", () -> !hand.has("#editor-problems"));
            assertThat(hand.find("#editor-save").isDisabled()).isFalse();
            hand.click("#editor-cancel");
            hand.awaitNode("#first-new");
        }
    }

    @Test
    void nodesOfAPastedConfigurationLeadIntoTheEditor() {
        try (ConsoleStage stage = ConsoleStage.empty(clusters)) {
            StageHand hand = stage.hand();
            hand.click("#first-import");
            Imported.Gathering gathering = new Imported.Gathering();
            gathering.add("web1", "web1", "deploy@10.0.0.1");
            gathering.add("web2", "web2", "deploy@10.0.0.2");
            gathering.remark("~/.ssh/old: it does not exist");
            clusters.aliases = gathering.imported();
            hand.click("#import-look");
            hand.awaitShown("#import-told", l -> ((Label) l).getText().equals("2 hosts found"));
            hand.pulses(5);
            hand.photograph("import-ssh");
            assertThat(hand.find("#import-on").isDisabled()).isTrue();
            hand.click("#import-HAPROXY_TEXT");
            fill(hand, "#import-address", "deploy@lb1.example.org");
            fill(
                    hand,
                    "#import-pasted",
                    """
                    backend shop
                      server s1 10.0.0.1:80
                      server s2 10.0.0.2:80 backup
                      server s3 unix@/x
                    """);
            hand.click("#import-look");
            hand.awaitShown("#import-told", l -> ((Label) l).getText().equals("2 hosts found"));
            hand.pulses(5);
            hand.photograph("import-haproxy");
            hand.click("#import-on");
            hand.awaitNode("#editor-name");
            fill(hand, "#editor-name", "shop");
            hand.await("sound", () -> !hand.has("#editor-problems"));
            hand.photograph("import-editor");
            hand.click("#editor-page-balancers");
            hand.awaitShown(".editor-balancer-servers", _ -> true);
            TextInputControl servers =
                    hand.find(
                            TextInputControl.class,
                            f -> f.getStyleClass().contains("editor-balancer-servers"));
            String text = StageHand.onFx(servers::getText);
            assertThat(text).contains("shop  s1  s1");
        }
    }
}
