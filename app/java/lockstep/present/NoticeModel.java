package lockstep.present;

import java.util.HashSet;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.drift.Verdict;
import lockstep.run.Operations.Comparison;
import org.jspecify.annotations.Nullable;

/// What of an opened cluster is worth a notification: drift on a node that had none, a node that
/// cannot be read any more, the end of a run. What was told is not told again until it was gone.
/// Screen thread only.
public final class NoticeModel {
    private final String cluster;
    private final SyncModel syncs;
    private final ReadOnlyObjectWrapper<@Nullable Notice> latest = new ReadOnlyObjectWrapper<>();
    private Set<String> troubled = new HashSet<>();
    private boolean running;

    NoticeModel(String cluster, ScanModel scans, SyncModel syncs) {
        this.cluster = cluster;
        this.syncs = syncs;
        scans.comparisonProperty().subscribe(this::compared);
        syncs.runningProperty().subscribe(this::ran);
    }

    /// The latest; each is a new object. Null before the first.
    public ReadOnlyObjectProperty<@Nullable Notice> latestProperty() {
        return latest.getReadOnlyProperty();
    }

    private void compared(@Nullable Comparison found) {
        if (found == null) {
            return;
        }
        Set<String> now = new HashSet<>();
        for (Verdict.NodeCounts node : found.drift().verdict().nodes()) {
            if (node.differing() > 0 || node.unreadable() > 0) {
                now.add(node.node());
            }
        }
        now.addAll(found.failures().keySet());
        boolean isNew = !troubled.containsAll(now);
        troubled = now;
        if (isNew) {
            Headline told = Headline.of(found, found.drift().verdict());
            latest.set(
                    new Notice(
                            Strings.text("notice.drift", cluster, told.sentence()), told.detail()));
        }
    }

    private void ran(boolean goesOn) {
        RunModel run = syncs.runProperty().get();
        if (running && !goesOn && run != null) {
            run.sample();
            run.endProperty()
                    .get()
                    .ifPresent(
                            end ->
                                    latest.set(
                                            new Notice(
                                                    Strings.text(
                                                            "notice.run",
                                                            cluster,
                                                            RunWords.title(run)),
                                                    RunWords.summary(run, end))));
        }
        running = goesOn;
    }
}
