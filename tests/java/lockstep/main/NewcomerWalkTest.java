package lockstep.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Label;
import lockstep.demo.DemoCluster;
import lockstep.demo.Options;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.link.Prompts;
import lockstep.present.ClusterModel;
import lockstep.present.Clusters;
import lockstep.present.ConsoleModel;
import lockstep.present.Quiet;
import lockstep.run.Operations;
import lockstep.run.Operations.Traffic;
import lockstep.ui.ConsoleWindow;
import lockstep.ui.StageHand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a person who has never seen it does first, on real nodes behind a real balancer, with
/// nothing but what the window offers at each moment: see what differs, sync it, take a node out
/// and back, break something, find it, and roll it back.
@Timeout(180)
class NewcomerWalkTest {
    private final ConsoleModel[] model = new ConsoleModel[1];
    private StageHand hand;

    /// Only the demo is walked through.
    private static final class Demo implements Clusters {
        @Override
        public Operations demo() throws FaultException {
            Options small = Options.standard().withBigFile(4 << 20);
            return new RealClusters(Prompts.refusing()).open(DemoCluster.start(small));
        }

        @Override
        public Operations open(Path file) {
            throw new UnsupportedOperationException(file.toString());
        }

        @Override
        public Operations create(Path file, Cluster cluster) {
            throw new UnsupportedOperationException(file.toString());
        }
    }

    @BeforeEach
    void open() {
        hand =
                StageHand.show(
                        theme -> {
                            InstantSource clock = InstantSource.system();
                            model[0] =
                                    new ConsoleModel(
                                            new Demo(),
                                            clock,
                                            Platform::runLater,
                                            Quiet.preferences());
                            return new ConsoleWindow(model[0], theme, clock).root();
                        });
    }

    @AfterEach
    void close() throws InterruptedException {
        StageHand.run(model[0]::close);
        assertThat(model[0].awaitReleased(Duration.ofSeconds(60))).isTrue();
        hand.close();
    }

    @Test
    void everyStepIsOfferedWhereItIsNeeded() {
        seesWhatDiffers();
        syncsIt();
        takesANodeOutAndBack();
        breaksSomethingAndFindsIt();
        rollsItBack();
        noCustomerHasNoticed();
    }

    private void noCustomerHasNoticed() {
        Traffic seen = StageHand.onFx(() -> cluster().trafficProperty().get().orElseThrow());
        assertThat(seen.sent()).isPositive();
        assertThat(seen.failed()).isZero();
    }

    private void seesWhatDiffers() {
        hand.click("#first-demo");
        hand.awaitNode("#matrix");
        verdict("differs in");
        hand.photograph("walk-1-differs");
    }

    private void syncsIt() {
        hand.click("#verdict-next");
        hand.click("#plan-deletions");
        hand.await("the checks", () -> !find("#plan-approve").isDisabled());
        hand.photograph("walk-2-plan");
        hand.click("#plan-approve");
        hand.awaitNode("#run-title");
        hand.await("the picture of the delta", () -> lookup(".block-grid") != null);
        hand.awaitNode("#run-onward");
        hand.photograph("walk-3-run");
        hand.click("#run-onward");
        verdict("identical by size, time and attributes");
        hand.click("#verdict-next");
        verdict("identical, byte for byte");
        hand.photograph("walk-4-identical");
    }

    private void takesANodeOutAndBack() {
        hand.click("#switch-web2");
        hand.click("#switch-DRAIN");
        hand.await("out", () -> !isIn("web2"));
        hand.photograph("walk-5-out");
        hand.click("#switch-web2");
        hand.await("in", () -> isIn("web2"));
    }

    private void breaksSomethingAndFindsIt() {
        hand.click("#cluster-menu");
        hand.click(hand.awaitShown(".context-menu .label", label("Break something on")));
        hand.click(hand.awaitShown(".context-menu .label", label("web2")));
        hand.awaitNode("#mishap-scan");
        hand.photograph("walk-6-broken");
        hand.click("#mishap-scan");
        verdict("web2 differs in 4 entries");
    }

    private void rollsItBack() {
        hand.click("#back-web2");
        hand.await("what it would change", () -> isReady("#roll-back"));
        hand.photograph("walk-7-back");
        hand.click("#roll-back");
        hand.click("#run-onward");
        verdict("identical by size, time and attributes");
        hand.click("#verdict-next");
        verdict("identical, byte for byte");
        hand.photograph("walk-8-as-before");
    }

    private static Predicate<Node> label(String text) {
        return node -> node instanceof Label label && text.equals(label.getText());
    }

    private void verdict(String words) {
        hand.await(
                "the verdict: " + words,
                () ->
                        lookup("#verdict-sentence") instanceof Label sentence
                                && sentence.getText().contains(words));
        hand.pulses(2);
    }

    private boolean isReady(String selector) {
        Node node = lookup(selector);
        return node != null && !node.isDisabled();
    }

    private Node find(String selector) {
        return Objects.requireNonNull(lookup(selector), selector);
    }

    private @Nullable Node lookup(String selector) {
        return hand.stage().getScene().lookup(selector);
    }

    private ClusterModel cluster() {
        return Objects.requireNonNull(model[0].clusterProperty().get());
    }

    private boolean isIn(String node) {
        return cluster().cards().stream()
                .filter(card -> card.name().equals(node))
                .allMatch(card -> card.poolProperty().get().isIn());
    }
}
