package lockstep.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lockstep.drift.Sign;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.journal.History;
import lockstep.journal.History.Page;
import lockstep.journal.History.Question;
import lockstep.journal.History.Topic;
import lockstep.journal.Journal;
import lockstep.journal.ScanResult;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import org.jspecify.annotations.Nullable;

/// What the journal of a cluster tells, and each scan as an entry of it.
final class ClusterHistory implements HistoryOperations {
    /// More scans than this are not read for a trend, nor more runs: the newest count.
    private static final int MOST_SCANS = 20_000;

    private static final int MOST_RUNS = 500;

    private final Cluster cluster;
    private final Records records;
    private volatile @Nullable String unwritten;

    ClusterHistory(Cluster cluster, Records records) {
        this.cluster = cluster;
        this.records = records;
    }

    /// Writes a scan down. That this is not possible is no reason to lose it.
    ///
    /// @return why it is not written, for the operator; empty when it is, and where nothing is to
    ///     be written
    Optional<String> scanned(Comparison found) {
        Optional<Journal> journal = records.journal();
        if (journal.isEmpty()) {
            return records.trouble().map(ClusterHistory::unwritten);
        }
        try {
            journal.get().scanned(cluster.name(), result(found));
            unwritten = null;
        } catch (FaultException e) {
            unwritten = unwritten(e.fault().message());
        }
        return trouble();
    }

    private static String unwritten(String why) {
        return "The scan is not in the history: " + why;
    }

    /// Why the last scan is not written down; empty when it is.
    Optional<String> trouble() {
        return Optional.ofNullable(unwritten);
    }

    private ScanResult result(Comparison found) {
        List<ScanResult.Node> nodes = new ArrayList<>();
        for (Verdict.NodeCounts counts : found.drift().verdict().nodes()) {
            Fault fault = found.failures().get(counts.node());
            nodes.add(
                    fault == null
                            ? node(counts)
                            : ScanResult.Node.failed(counts.node(), fault.message()));
        }
        return new ScanResult(
                found.criterion() == Criterion.CONTENT,
                found.took().truncatedTo(ChronoUnit.MILLIS),
                found.drift().rows(),
                cluster.reference(),
                nodes);
    }

    private static ScanResult.Node node(Verdict.NodeCounts counts) {
        Map<Sign, Integer> bySign = new TreeMap<>(counts.bySign());
        bySign.keySet().retainAll(Sign.differences());
        return new ScanResult.Node(
                counts.node(), counts.differing(), counts.unreadable(), bySign, "");
    }

    @Override
    public Page page(Question asked) throws FaultException {
        Optional<Journal> journal = records.journal();
        return journal.isEmpty()
                ? new Page(List.of(), false)
                : journal.get().history().page(cluster.name(), asked);
    }

    @Override
    public Trend trend(Instant from, Instant to) throws FaultException {
        List<String> names =
                cluster.nodes().stream()
                        .map(Node::name)
                        .filter(name -> !name.equals(cluster.reference()))
                        .toList();
        TrendBuilder trend = new TrendBuilder(names);
        Optional<Journal> journal = records.journal();
        if (journal.isPresent()) {
            History history = journal.get().history();
            history.scans(
                    cluster.name(),
                    scan -> !scan.at().isBefore(from) && trend.add(scan) < MOST_SCANS);
            Question runs =
                    new Question(
                            Set.of(Topic.RUN, Topic.ROLLBACK), from, Long.MAX_VALUE, MOST_RUNS);
            Page page = history.page(cluster.name(), runs);
            page.events().forEach(event -> trend.add(event.run().orElseThrow()));
            trend.cut(page.hasOlder() || trend.scans() >= MOST_SCANS);
        }
        return trend.over(from, to);
    }

    @Override
    public long latest() throws FaultException {
        Optional<Journal> journal = records.journal();
        return journal.isEmpty() ? 0 : journal.get().history().latest(cluster.name());
    }
}
