package lockstep.present;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.journal.Entry;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.preflight.Findings;
import lockstep.run.HistoryOperations;
import lockstep.run.RunOptions;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// What a cluster in memory knows of runs that were before, of locks, and of what stands in a
/// run's way.
abstract class FakeHistory extends FakePools {
    final List<Entry> done = new ArrayList<>();
    final List<RunRecord> past = new ArrayList<>();
    volatile @Nullable RunRecord waiting;
    volatile Findings findings = new Findings(List.of());
    volatile HistoryOperations history = PastJournal.nothing();

    volatile @Nullable Path file;

    FakeHistory(Cluster cluster) {
        super(cluster);
    }

    @Override
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    @Override
    public Findings preflight(Plan plan, RunOptions options, Cancel cancel) {
        return preflight(cancel);
    }

    @Override
    public Findings preflight(Cancel cancel) {
        return findings;
    }

    @Override
    public HistoryOperations history() {
        return history;
    }

    /// From now on this is what happened.
    public final FakeHistory telling(HistoryOperations of) {
        history = of;
        return this;
    }

    @Override
    public Locked locks() {
        return new Locked(Map.of(), Map.of());
    }

    @Override
    public void requireNothingLeft() {}

    @Override
    public List<RunRecord> runs(int most) {
        List<RunRecord> runs = new ArrayList<>(past);
        Optional.ofNullable(waiting).ifPresent(runs::add);
        return runs;
    }

    @Override
    public Optional<RunRecord> run(String id) {
        return runs(9).stream().filter(run -> run.head().id().equals(id)).findFirst();
    }

    @Override
    public Optional<RunRecord> unproven(String node) {
        return Optional.ofNullable(waiting).stream()
                .filter(run -> run.story().nodes().containsKey(node))
                .filter(run -> run.story().node(node).changed())
                .filter(run -> run.story().node(node).isOpen())
                .findFirst();
    }

    @Override
    public List<Entry> journalled(TreePath path, int most) {
        return done.stream()
                .filter(entry -> entry.text().equals(path.visible()))
                .limit(most)
                .toList();
    }

    @Override
    public List<Entry> journalled(String run, int most) {
        return List.of();
    }

    /// The run that goes on elsewhere waits from now on.
    @Override
    public void declareGone(String run, String who) throws FaultException {
        RunRecord found = run(run).orElseThrow();
        if (found.hand() != RunRecord.Hand.ELSEWHERE || !found.lastWho().equals(who)) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            "shop", "It is not held by " + who + ".", "Look again."));
        }
        waiting =
                new RunRecord(
                        found.head(),
                        found.story().broken("the program is gone"),
                        found.results(),
                        RunRecord.Hand.NOBODYS,
                        found.lastWho(),
                        found.lastAt(),
                        found.damage());
    }

    @Override
    public List<String> breakLocks(String holder) {
        throw new UnsupportedOperationException("no lock is held here");
    }
}
