package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lockstep.drift.Baseline;
import lockstep.fault.Fault;
import lockstep.pool.Leave;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.present.NodeCard.Connection;
import lockstep.present.NodeCard.Drift;
import lockstep.run.Operations.AtLimit;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterModelTest {
    private static final PoolModel.Departure DRAIN =
            new PoolModel.Departure(Leave.by(Way.DRAIN, Leave.Floor.KEPT), Optional.empty());

    private final ScreenQueue screen = new ScreenQueue();
    private final Backstage backstage = screen.backstage();
    private final List<Throwable> trouble = new ArrayList<>();

    private ClusterModel open(FakeOperations operations) {
        return new ClusterModel(operations, InstantSource.fixed(Shop.NOW), backstage, trouble::add);
    }

    @AfterEach
    void end() {
        backstage.close();
    }

    private void scan(ClusterModel model) {
        model.scans().scan(Criterion.CONTENT);
        screen.until("the scan", () -> !model.scans().scanningProperty().get());
    }

    @Test
    void aScanTellsVerdictAgeAndTheDriftOfEachNode() {
        try (ClusterModel model = open(FakeOperations.shop(4))) {
            scan(model);

            Headline headline = model.scans().headlineProperty().get();
            assertThat(headline.tone()).isEqualTo(Headline.Tone.DIFFERS);
            assertThat(headline.sentence()).isEqualTo("web2 differs in 9 entries · web3 in 2");
            assertThat(headline.detail()).isEqualTo("web1 is the reference · web4 identical");
            assertThat(model.scans().ageProperty().get()).isEqualTo("scanned by content 12 s ago");
            assertThat(model.cards().get(0).driftProperty().get()).isEqualTo(new Drift.Baseline());
            assertThat(model.cards().get(1).driftProperty().get())
                    .isEqualTo(new Drift.Differing(9, 0));
            assertThat(model.cards().get(3).driftProperty().get())
                    .isEqualTo(new Drift.Differing(0, 0));
        }
    }

    @Test
    void identicalNodesAreCalledIdenticalByteForByte() {
        FakeOperations same =
                new FakeOperations(Shop.cluster(2), List.of(Shop.flat(10, 0), Shop.flat(10, 0)));
        try (ClusterModel model = open(same)) {
            scan(model);
            assertThat(model.scans().headlineProperty().get().sentence())
                    .isEqualTo("All 2 nodes are identical, byte for byte");
        }
    }

    @Test
    void aNodeThatCannotBeScannedIsNeverFoldedIntoIdentical() {
        FakeOperations half =
                new FakeOperations(Shop.cluster(2), List.of(Shop.flat(10, 0), Shop.flat(10, 0)))
                        .failing("web2", new Fault.Unreachable("web2", "web2:22", "refused"));
        try (ClusterModel model = open(half)) {
            scan(model);
            Headline headline = model.scans().headlineProperty().get();
            assertThat(headline.tone()).isEqualTo(Headline.Tone.CANNOT_TELL);
            assertThat(headline.sentence()).contains("web2");
            assertThat(model.cards().get(1).driftProperty().get())
                    .isInstanceOf(Drift.Unknown.class);
        }
    }

    @Test
    void cancellingKeepsWhatTheScanBeforeFound() {
        FakeOperations shop = FakeOperations.shop(3);
        try (ClusterModel model = open(shop)) {
            scan(model);
            Headline before = model.scans().headlineProperty().get();
            shop.holdScans();
            model.scans().scan(Criterion.METADATA);
            screen.until(
                    "progress",
                    () ->
                            model.cards()
                                    .get(2)
                                    .driftProperty()
                                    .get()
                                    .equals(new Drift.Scanning(36_000, 144_000_000, false)));
            assertThat(model.scans().headlineProperty().get().tone())
                    .isEqualTo(Headline.Tone.SCANNING);
            model.scans().cancel();
            screen.until("the end", () -> !model.scans().scanningProperty().get());

            assertThat(model.scans().headlineProperty().get()).isEqualTo(before);
            assertThat(model.cards().get(1).driftProperty().get())
                    .isEqualTo(new Drift.Differing(9, 0));
            assertThat(trouble).hasSize(1);
        }
    }

    @Test
    void theNodeMostLikeTheOthersIsOfferedFirstAndThePlanCopiesFromTheChosenOne() {
        try (ClusterModel model = open(FakeOperations.shop(4))) {
            SyncModel syncs = model.syncs();
            assertThat(syncs.sources()).isEmpty();
            scan(model);
            assertThat(syncs.sources()).isEmpty();
            model.scans().hold(new Baseline.Majority());
            screen.until("held", () -> !syncs.sources().isEmpty());

            assertThat(syncs.sources())
                    .extracting(SyncModel.Source::node)
                    .containsExactly("web1", "web4", "web3", "web2");
            syncs.plan();
            assertThat(syncs.planningProperty().get()).isFalse();
            syncs.plan(syncs.sources().get(1));
            assertThat(syncs.planningProperty().get()).isTrue();
            screen.until("the plan", () -> syncs.planProperty().get() != null);
            assertThat(Objects.requireNonNull(syncs.planProperty().get()).reference())
                    .isEqualTo("web4");
            assertThat(model.scans().baselineProperty().get()).isEqualTo(new Baseline.Reference(3));
        }
    }

    @Test
    void anotherReferenceNeedsNoScan() {
        try (ClusterModel model = open(FakeOperations.shop(3))) {
            scan(model);
            model.scans().hold(new Baseline.Reference(1));
            screen.until(
                    "the other reference",
                    () -> model.cards().get(1).driftProperty().get() instanceof Drift.Baseline);
            assertThat(model.cards().get(1).referenceProperty().get()).isTrue();
            assertThat(model.cards().get(0).driftProperty().get())
                    .isEqualTo(new Drift.Differing(9, 0));
            var drift = Objects.requireNonNull(model.scans().comparisonProperty().get()).drift();
            assertThat(drift.baseline()).isEqualTo(new Baseline.Reference(1));
        }
    }

    @Test
    void connectingTellsFactsOrWhatFailed() {
        FakeOperations shop =
                FakeOperations.shop(2).failing("web2", new Fault.ProgramMissing("web2", "rsync"));
        try (ClusterModel model = open(shop)) {
            NodeCard good = model.cards().get(0);
            NodeCard bad = model.cards().get(1);
            screen.until(
                    "both",
                    () ->
                            !(good.connectionProperty().get() instanceof Connection.Connecting)
                                    && !(bad.connectionProperty().get()
                                            instanceof Connection.Connecting));
            assertThat(good.connectionProperty().get()).isInstanceOf(Connection.Connected.class);
            assertThat(bad.connectionProperty().get())
                    .isInstanceOfSatisfying(
                            Connection.Failed.class,
                            failed -> assertThat(failed.problem().remedy()).contains("rsync"));
        }
    }

    @Test
    void theSwitchMovesTheNodeAndTheCardFollows() {
        FakeOperations shop = FakeOperations.shop(3);
        try (ClusterModel model = open(shop)) {
            NodeCard card = model.cards().get(1);
            model.pools().takeOut(card, DRAIN);
            assertThat(card.switchingProperty().get()).isTrue();
            screen.until("the drain", () -> !card.switchingProperty().get());
            assertThat(shop.stateOf("web2")).isEqualTo(State.DRAIN);
            assertThat(card.poolProperty().get().isIn()).isFalse();
            assertThat(card.poolProperty().get().shared()).contains(State.DRAIN);
        }
    }

    @Test
    void belowTheFloorTheSwitchIsRefusedUntilTheOperatorInsists() {
        FakeOperations shop = FakeOperations.shop(2).state("web2", State.MAINT);
        try (ClusterModel model = open(shop)) {
            NodeCard card = model.cards().get(0);
            model.pools().takeOut(card, DRAIN);
            screen.until("a refusal", () -> model.pools().refusalProperty().get() != null);
            assertThat(shop.stateOf("web1")).isEqualTo(State.UP);
            assertThat(trouble).isEmpty();

            model.pools().insist(model.pools().refusalProperty().get());
            screen.until("the drain", () -> !card.switchingProperty().get());
            assertThat(shop.stateOf("web1")).isEqualTo(State.DRAIN);
            assertThat(model.pools().refusalProperty().get()).isNull();
        }
    }

    @Test
    void sessionsAreWaitedForUntilTheyEndOrTheWaitIsStopped() {
        FakeOperations shop = FakeOperations.shop(3);
        Patience patience = new Patience(Duration.ofMinutes(5), AtLimit.MAINTENANCE);
        PoolModel.Departure waiting = new PoolModel.Departure(DRAIN.leave(), Optional.of(patience));
        try (ClusterModel model = open(shop)) {
            NodeCard card = model.cards().get(1);
            model.pools().takeOut(card, waiting);
            screen.until("the wait", () -> card.waitProperty().get() != null);
            assertThat(card.outProperty().get()).isNotNull();
            model.pools().stopWaiting(card);
            assertThat(card.waitProperty().get()).isNull();

            model.pools().takeOut(card, waiting);
            screen.until("the wait again", () -> card.waitProperty().get() != null);
            shop.state("web2", State.MAINT);
            screen.until("its end", () -> card.waitProperty().get() == null);
            model.pools().putBack(card);
            screen.until("back", () -> card.outProperty().get() == null);
            assertThat(trouble).isEmpty();
        }
    }

    @Test
    void warningsOfThePoolsArrive() {
        FakeOperations shop = FakeOperations.shop(2).warning("lb1 reloaded");
        try (ClusterModel model = open(shop)) {
            screen.until("the warning", () -> !model.warnings().isEmpty());
            assertThat(model.warnings()).containsExactly("lb1 reloaded");
            assertThat(model.cards().get(0).historyProperty().get()).hasSize(1);
        }
    }

    @Test
    void onlyTickedRowsArePlanned() {
        try (ClusterModel model = open(FakeOperations.shop(3))) {
            scan(model);
            model.scans().matrix().tick(lockstep.tree.TreePath.of("assets"));
            model.syncs().plan();
            screen.until("a plan", () -> model.syncs().planProperty().get() != null);
            PlanModel plan = Objects.requireNonNull(model.syncs().planProperty().get());
            assertThat(plan.nodes().stream().map(PlanLine.Node::name))
                    .containsExactly("web2", "web3");
            screen.until("the checks", () -> plan.obstacle() == PlanModel.Obstacle.NONE);
            assertThat(plan.approved().plan().targets().getFirst().rows())
                    .allSatisfy(row -> assertThat(row.path().visible()).startsWith("assets/"))
                    .hasSize(3);
        }
    }

    private void sync(ClusterModel model) {
        scan(model);
        syncScanned(model);
    }

    private void syncScanned(ClusterModel model) {
        model.syncs().plan();
        screen.until("a plan", () -> model.syncs().planProperty().get() != null);
        PlanModel plan = Objects.requireNonNull(model.syncs().planProperty().get());
        plan.deletionsTickedProperty().set(true);
        screen.until("the checks", () -> plan.obstacle() == PlanModel.Obstacle.NONE);
        model.syncs().run(plan.approved());
        assertThat(model.syncs().runningProperty().get()).isTrue();
        screen.until("the end", () -> !model.syncs().runningProperty().get());
    }

    private void awaitScanAfterRun(ClusterModel model) {
        screen.until(
                "the scan after it",
                () -> model.scans().ageProperty().get().startsWith("scanned by metadata"));
    }

    @Test
    void aRunEndsWithAFreshScan() {
        FakeOperations shop = FakeOperations.shop(3);
        try (ClusterModel model = open(shop)) {
            sync(model);
            awaitScanAfterRun(model);
            assertThat(shop.synced()).hasSize(1);
        }
    }

    @Test
    void whenARunHasEndedTheCardsShowThePoolsAsTheyAreThen() {
        FakeOperations shop = FakeOperations.shop(3).drainingWhileSynced("web3");
        try (ClusterModel model = open(shop)) {
            sync(model);
            assertThat(model.cards().get(2).poolProperty().get().shared()).contains(State.UP);
        }
    }

    @Test
    void whatARunProvedByContentStandsBesideTheScanByMetadata() {
        FakeOperations shop =
                new FakeOperations(
                        Shop.cluster(3),
                        List.of(Shop.flat(10, 0), Shop.flat(10, 2), Shop.flat(10, 0)));
        try (ClusterModel model = open(shop)) {
            scan(model);
            shop.holding(List.of(Shop.flat(10, 0), Shop.flat(10, 0), Shop.flat(10, 0)));
            syncScanned(model);
            awaitScanAfterRun(model);
            assertThat(model.scans().ageProperty().get())
                    .isEqualTo(
                            "scanned by metadata 12 s ago\n"
                                    + "web2 proved by content now, against web1");
            scan(model);
            assertThat(model.scans().ageProperty().get()).isEqualTo("scanned by content 12 s ago");
        }
    }

    @Test
    void aProofEndsWithTheFirstDifferenceThatAScanFinds() {
        FakeOperations shop =
                new FakeOperations(Shop.cluster(2), List.of(Shop.flat(10, 0), Shop.flat(10, 2)));
        try (ClusterModel model = open(shop)) {
            sync(model);
            awaitScanAfterRun(model);
            assertThat(model.scans().ageProperty().get()).isEqualTo("scanned by metadata 12 s ago");
        }
    }

    /// The node is like the majority still, and its proof says something of the reference.
    @Test
    void aProofEndsWhereTheScanFindsItsReferenceChanged() {
        FakeOperations shop =
                new FakeOperations(
                        Shop.cluster(3),
                        List.of(Shop.flat(10, 0), Shop.flat(10, 2), Shop.flat(10, 0)));
        try (ClusterModel model = open(shop)) {
            scan(model);
            model.scans().hold(new Baseline.Majority());
            shop.holding(List.of(Shop.flat(10, 1), Shop.flat(10, 0), Shop.flat(10, 0)));
            syncScanned(model);
            awaitScanAfterRun(model);
            Baseline reference = new Baseline.Reference(0);
            model.scans().hold(reference);
            screen.until("its own drift", () -> baseline(model).equals(reference));
            assertThat(model.scans().ageProperty().get()).isEqualTo("scanned by metadata 12 s ago");
        }
    }

    private static Baseline baseline(ClusterModel model) {
        return Objects.requireNonNull(model.scans().comparisonProperty().get()).drift().baseline();
    }

    @Test
    void closingEndsTheScanAndTheConnections() {
        FakeOperations shop = FakeOperations.shop(3).holdScans();
        ClusterModel model = open(shop);
        model.scans().scan(Criterion.CONTENT);
        model.close();
        screen.until("the end", () -> !model.scans().scanningProperty().get());
        assertThat(shop.awaitClosed()).isTrue();
        assertThat(trouble).isEmpty();
    }
}
