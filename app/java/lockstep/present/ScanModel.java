package lockstep.present;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import lockstep.drift.Baseline;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fleet.Cluster;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.ScanEvents;
import org.jspecify.annotations.Nullable;

/// Scanning, and what the last scan found: the comparison, its headline, the drift of each card,
/// the rows of the matrix. Screen thread only; no method blocks.
public final class ScanModel {
    /// A comparison and what it comes to, worked out behind the stage.
    private record Judged(Comparison comparison, Verdict verdict) {
        static Judged of(Comparison comparison) {
            return new Judged(comparison, comparison.drift().verdict());
        }
    }

    private final Operations operations;
    private final InstantSource clock;
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;
    private final List<NodeCard> cards;
    private final MatrixModel matrix;
    private final Proofs proofs;
    private final ReadOnlyObjectWrapper<@Nullable Comparison> comparison =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Headline> headline =
            new ReadOnlyObjectWrapper<>(Headline.unscanned());
    private final ReadOnlyStringWrapper age = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Baseline> baseline;
    private final ReadOnlyBooleanWrapper scanning = new ReadOnlyBooleanWrapper();
    private @Nullable Judged last;
    private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper();
    private Function<Comparison, Optional<String>> doubt = _ -> Optional.empty();
    private Cancel cancel = new Cancel();
    private Cancel lookCancel = new Cancel();
    private long looks;
    private long asked;

    ScanModel(
            Operations operations,
            InstantSource clock,
            Backstage backstage,
            Consumer<Throwable> trouble,
            List<NodeCard> cards) {
        this.operations = operations;
        this.clock = clock;
        this.backstage = backstage;
        this.trouble = trouble;
        this.cards = cards;
        matrix = new MatrixModel(backstage, trouble);
        proofs = new Proofs(clock);
        baseline = new ReadOnlyObjectWrapper<>(reference(operations.cluster()));
        baseline.subscribe(this::markReference);
    }

    private static Baseline reference(Cluster cluster) {
        int at = cluster.nodes().indexOf(cluster.node(cluster.reference()));
        return new Baseline.Reference(at);
    }

    /// The nodes' names, in the order of the columns.
    public List<String> nodeNames() {
        return cards.stream().map(NodeCard::name).toList();
    }

    /// The rows of the last comparison.
    public MatrixModel matrix() {
        return matrix;
    }

    /// What runs have proved since the last scan by content.
    Proofs proofs() {
        return proofs;
    }

    /// The last scan's result, held against the baseline chosen now; null before the first.
    public ReadOnlyObjectProperty<@Nullable Comparison> comparisonProperty() {
        return comparison.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Headline> headlineProperty() {
        return headline.getReadOnlyProperty();
    }

    /// How the last scan was made and how long ago, in words; below it what a run has proved by
    /// content since, where that says more. Empty before the first scan.
    public ReadOnlyStringProperty ageProperty() {
        return age.getReadOnlyProperty();
    }

    /// What the nodes are held against; columns are in the order of the cluster file.
    public ReadOnlyObjectProperty<Baseline> baselineProperty() {
        return baseline.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty scanningProperty() {
        return scanning.getReadOnlyProperty();
    }

    /// Whether a [#look] goes on.
    ReadOnlyBooleanProperty lookingProperty() {
        return looking.getReadOnlyProperty();
    }

    /// Says why a good answer is not to be relied on any more; asked again every second.
    void doubting(Function<Comparison, Optional<String>> why) {
        doubt = why;
    }

    /// Scans as another model of the same cluster did, shows what it showed, and holds the nodes
    /// against the same where there are as many.
    void goOnFrom(ScanModel other) {
        if (other.nodeNames().equals(nodeNames())) {
            hold(other.baselineProperty().get());
        }
        matrix.showAs(other.matrix());
        Comparison before = other.comparisonProperty().get();
        if (before != null) {
            scan(before.criterion());
        }
    }

    /// Lists every node and compares; nothing happens while a scan is under way.
    public void scan(Criterion criterion) {
        if (scanning.get()) {
            return;
        }
        stopLooking();
        scanning.set(true);
        Cancel mine = new Cancel();
        cancel = mine;
        ScanWatch watch = new ScanWatch(cards, backstage, total -> tellTotal(criterion, total));
        tellTotal(criterion, 0);
        Baseline held = baseline.get();
        backstage.work(
                () -> {
                    Comparison found = operations.compare(criterion, watch, mine);
                    return Judged.of(found.against(held));
                },
                found -> {
                    watch.end();
                    compared(found);
                },
                thrown -> {
                    watch.end();
                    notCompared(thrown);
                });
    }

    /// As [#scan], but of its own accord: what is shown stays until there is something else to
    /// show, and whatever the operator does comes first.
    void look(Criterion criterion) {
        if (scanning.get() || looking.get()) {
            return;
        }
        looking.set(true);
        Cancel mine = new Cancel();
        lookCancel = mine;
        long turn = ++looks;
        Baseline held = baseline.get();
        backstage.work(
                () -> Judged.of(operations.compare(criterion, unseen(), mine).against(held)),
                found -> looked(turn, () -> compared(found)),
                thrown -> looked(turn, () -> trouble.accept(thrown)));
    }

    private static ScanEvents unseen() {
        return new ScanEvents() {
            @Override
            public void progress(String node, long entries, long bytes) {
                // Nobody asked for it.
            }

            @Override
            public void finished(String node) {
                // Nobody asked for it.
            }
        };
    }

    private void looked(long turn, Runnable shown) {
        if (turn == looks) {
            looking.set(false);
            shown.run();
        }
    }

    /// What a look that goes on would find is not shown any more.
    void stopLooking() {
        looks++;
        looking.set(false);
        lookCancel.set();
    }

    private void tellTotal(Criterion criterion, long entries) {
        headline.set(Headline.scanning(criterion, entries));
    }

    /// Stops the scan; what the scan before it found stays.
    public void cancel() {
        cancel.set();
    }

    private void compared(Judged found) {
        scanning.set(false);
        switch (found.comparison().criterion()) {
            case CONTENT -> proofs.clear();
            case METADATA -> proofs.retain(node -> isLikeTheBaseline(found, node));
        }
        Baseline wanted = baseline.get();
        if (found.comparison().drift().baseline().equals(wanted)) {
            show(found);
        } else {
            last = found;
            hold(wanted);
        }
    }

    /// Whichever baseline that is: two nodes like the same one are alike.
    private static boolean isLikeTheBaseline(Judged found, String name) {
        return found.verdict().nodes().stream()
                .filter(n -> n.node().equals(name))
                .allMatch(n -> n.differing() == 0 && n.unreadable() == 0);
    }

    private void notCompared(Throwable thrown) {
        scanning.set(false);
        if (last == null) {
            headline.set(Headline.unscanned());
            cards.forEach(card -> card.show(new NodeCard.Drift.Unscanned()));
        } else {
            show(last);
        }
        trouble.accept(thrown);
    }

    /// Holds the nodes against something else; needs no new scan.
    public void hold(Baseline wanted) {
        baseline.set(wanted);
        Judged now = last;
        if (now != null && !scanning.get()) {
            long mine = ++asked;
            backstage.work(
                    () -> Judged.of(now.comparison().against(wanted)),
                    judged -> {
                        if (mine == asked && !scanning.get()) {
                            show(judged);
                        }
                    },
                    trouble);
        }
    }

    private void markReference(Baseline held) {
        for (int i = 0; i < cards.size(); i++) {
            cards.get(i).markReference(held.equals(new Baseline.Reference(i)));
        }
    }

    private void show(Judged judged) {
        asked++;
        last = judged;
        Comparison now = judged.comparison();
        comparison.set(now);
        headline.set(Headline.of(now, judged.verdict()));
        for (int i = 0; i < cards.size(); i++) {
            cards.get(i).show(drift(judged, i));
        }
        tellAge();
        matrix.show(now.drift(), judged.verdict());
    }

    private NodeCard.Drift drift(Judged judged, int node) {
        Comparison now = judged.comparison();
        Fault fault = now.failures().get(cards.get(node).name());
        if (fault != null) {
            return new NodeCard.Drift.Unknown(Problem.of(fault));
        }
        if (now.drift().baseline().equals(new Baseline.Reference(node))) {
            return new NodeCard.Drift.Baseline();
        }
        Verdict.NodeCounts counts = judged.verdict().nodes().get(node);
        return new NodeCard.Drift.Differing(counts.differing(), counts.unreadable());
    }

    /// Says again what was good, or why that may have changed.
    private void tellDoubt(Judged judged, String ago) {
        if (judged.verdict().kind() == Verdict.Kind.IDENTICAL && !scanning.get()) {
            Comparison now = judged.comparison();
            Headline good = Headline.of(now, judged.verdict());
            int nodes = now.drift().nodes();
            headline.set(doubt.apply(now).map(why -> Headline.stale(nodes, ago, why)).orElse(good));
        }
    }

    void tellAge() {
        Judged judged = last;
        Comparison now = comparison.get();
        if (now != null && judged != null) {
            String ago = Words.ago(Duration.between(now.at(), clock.instant()));
            tellDoubt(judged, ago);
            String key =
                    switch (now.criterion()) {
                        case METADATA -> "scanned.metadata";
                        case CONTENT -> "scanned.content";
                    };
            String proved =
                    now.drift().baseline() instanceof Baseline.Reference(int node)
                            ? proofs.text(now.drift().nodeNames().get(node))
                            : "";
            age.set(Strings.text(key, ago) + (proved.isEmpty() ? "" : "\n" + proved));
        }
    }
}
