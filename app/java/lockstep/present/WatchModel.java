package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import lockstep.run.Operations;
import lockstep.run.Operations.Comparison;
import lockstep.run.WatchOperations;
import org.jspecify.annotations.Nullable;

/// Watching an opened cluster: the nodes are compared by schedule, and soon after one of them has
/// reported a change. What nodes report is only a reason to look; the verdict is always that of a
/// comparison.
///
/// Screen thread only; no method blocks. Does nothing by itself: [#tick] is called once a second.
public final class WatchModel {
    /// A good answer that nobody renews is not relied on for longer.
    static final Duration UNWATCHED = Duration.ofHours(1);

    /// So many looks may fail before the last good answer is not relied on any more.
    private static final int MISSED = 3;

    private final WatchOperations operations;
    private final Backstage backstage;
    private final InstantSource clock;
    private final ScanModel scans;
    private final BooleanSupplier isBusy;
    private final WatchPace pace = new WatchPace();
    private final List<NodeReports> nodes;
    private final ReadOnlyObjectWrapper<Watching> watching =
            new ReadOnlyObjectWrapper<>(Watching.OFF);
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper hint = new ReadOnlyStringWrapper("");
    private @Nullable Reported reported;
    private boolean wasBusy;

    private record Reported(String node, NodeReports.Change change) {}

    /// @param isBusy whether a run changes the nodes, so that nobody else should look
    WatchModel(
            Operations operations,
            Backstage backstage,
            InstantSource clock,
            ScanModel scans,
            BooleanSupplier isBusy) {
        this.operations = operations.watches();
        this.backstage = backstage;
        this.clock = clock;
        this.scans = scans;
        this.isBusy = isBusy;
        nodes = scans.nodeNames().stream().map(this::reports).toList();
        scans.comparisonProperty().subscribe(this::compared);
        scans.doubting(this::doubt);
    }

    private NodeReports reports(String node) {
        return new NodeReports(node, operations, backstage, clock);
    }

    /// How it is watched now.
    public ReadOnlyObjectProperty<Watching> watchingProperty() {
        return watching.getReadOnlyProperty();
    }

    /// What watching comes to, in few words; empty while nothing is watched.
    public ReadOnlyStringProperty lineProperty() {
        return line.getReadOnlyProperty();
    }

    /// The same of each node, a line each, with what could be done.
    public ReadOnlyStringProperty hintProperty() {
        return hint.getReadOnlyProperty();
    }

    /// Watches it in this way from now on.
    public void watch(Watching how) {
        Watching before = watching.get();
        if (how.equals(before)) {
            return;
        }
        watching.set(how);
        pace.watch(how, clock.instant());
        boolean heard = hears(how);
        if (heard && !hears(before)) {
            nodes.forEach(NodeReports::start);
        } else if (!heard) {
            nodes.forEach(NodeReports::stop);
            reported = null;
        }
        if (!how.isOn()) {
            scans.stopLooking();
        }
        tell();
    }

    private static boolean hears(Watching how) {
        return how.isOn() && how.reports() == Watching.Reports.HEARD;
    }

    /// One look at the clock: takes what nodes have reported, and looks where it is time to.
    void tick() {
        if (!watching.get().isOn()) {
            return;
        }
        Instant now = clock.instant();
        boolean busy = isBusy.getAsBoolean();
        if (busy) {
            scans.stopLooking();
        } else if (wasBusy && hears(watching.get())) {
            nodes.forEach(NodeReports::start); // a staged run has put another tree in place
        }
        wasBusy = busy;
        nodes.forEach(node -> node.tick(now));
        nodes.forEach(this::take);
        if (!busy && !scans.scanningProperty().get() && !scans.lookingProperty().get()) {
            pace.due(now).ifPresent(due -> scans.look(due.criterion()));
        }
        tell();
    }

    private void take(NodeReports node) {
        node.take()
                .ifPresent(
                        change -> {
                            reported = new Reported(node.node(), change);
                            pace.changed(change.at());
                        });
    }

    /// Turning to another baseline is the same comparison.
    private void compared(@Nullable Comparison found) {
        if (found != null) {
            Instant begun = found.at().minus(found.took());
            pace.looked(found.criterion(), begun, found.at());
            Reported latest = reported;
            if (latest != null && latest.change().at().isBefore(begun)) {
                reported = null;
            }
            tell();
        }
    }

    /// Why the last good answer may not hold any more.
    private Optional<String> doubt(Comparison last) {
        Reported latest = reported;
        if (latest != null) {
            return Optional.of(
                    latest.change()
                            .path()
                            .map(
                                    path ->
                                            Strings.text(
                                                    "watch.reported.path",
                                                    latest.node(),
                                                    path.visible()))
                            .orElseGet(() -> Strings.text("watch.reported", latest.node())));
        }
        Duration age = Duration.between(last.at(), clock.instant());
        Watching how = watching.get();
        if (how.isOn()) {
            Duration most = how.every().period().multipliedBy(MISSED);
            return age.compareTo(most) > 0 ? Optional.of(Strings.text(late())) : Optional.empty();
        }
        return age.compareTo(UNWATCHED) > 0
                ? Optional.of(Strings.text("watch.old"))
                : Optional.empty();
    }

    /// Why nothing newer is known although it is watched.
    private String late() {
        if (isBusy.getAsBoolean()) {
            return "watch.late.busy";
        }
        boolean looks = scans.lookingProperty().get() || scans.scanningProperty().get();
        return looks ? "watch.late.looking" : "watch.missed";
    }

    private void tell() {
        Watching how = watching.get();
        if (!how.isOn()) {
            line.set("");
            hint.set("");
            return;
        }
        line.set(
                String.join(
                        " · ", Stream.of(next(), heard(how)).filter(s -> !s.isEmpty()).toList()));
        hint.set(hints(how));
    }

    private String next() {
        if (isBusy.getAsBoolean()) {
            return Strings.text("watch.busy");
        } else if (scans.lookingProperty().get()) {
            return Strings.text("watch.looking");
        }
        Duration left =
                pace.next()
                        .map(due -> Duration.between(clock.instant(), due.at()))
                        .orElse(Duration.ZERO);
        return left.toSeconds() < 1
                ? Strings.text("watch.now")
                : Strings.text("watch.next", Words.span(left));
    }

    private String heard(Watching how) {
        if (!hears(how)) {
            return "";
        }
        List<String> silent =
                nodes.stream()
                        .filter(
                                node ->
                                        node.state() == NodeReports.State.UNABLE
                                                || node.state() == NodeReports.State.FAILED)
                        .map(NodeReports::node)
                        .toList();
        if (silent.isEmpty()) {
            boolean all = nodes.stream().allMatch(n -> n.state() == NodeReports.State.REPORTING);
            return Strings.text(all ? "watch.heard" : "watch.starting");
        }
        return Strings.text("watch.silent", RunWords.listed(silent));
    }

    private String hints(Watching how) {
        if (!hears(how)) {
            return Strings.text("watch.schedule.hint");
        }
        List<String> lines = new ArrayList<>();
        for (NodeReports node : nodes) {
            lines.add(
                    node.problem()
                            .map(
                                    why ->
                                            Strings.text(
                                                    "watch.node.problem",
                                                    node.node(),
                                                    why.what(),
                                                    why.remedy()))
                            .orElseGet(
                                    () -> Strings.text("watch.node." + node.state(), node.node())));
        }
        return String.join("\n", lines);
    }

    void close() {
        nodes.forEach(NodeReports::stop);
    }
}
