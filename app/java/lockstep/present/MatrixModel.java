package lockstep.present;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import lockstep.drift.DriftTree;
import lockstep.drift.Filter;
import lockstep.drift.Sign;
import lockstep.drift.Verdict;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// Which rows the drift matrix shows, in which order, and which are ticked.
///
/// Filtering and sorting happen behind the stage; [#viewProperty] changes when they are done, and
/// what was asked for last wins. Screen thread only.
public final class MatrixModel {
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;
    private final StringProperty needle = new SimpleStringProperty("");
    private final BooleanProperty differencesOnly = new SimpleBooleanProperty(true);
    private final EnumSet<Sign> kinds = Sign.differences();
    private final ObjectProperty<MatrixView.Order> order =
            new SimpleObjectProperty<>(MatrixView.Order.BY_NAME);
    private final ReadOnlyObjectWrapper<@Nullable MatrixView> view = new ReadOnlyObjectWrapper<>();
    private final Set<TreePath> ticked = new TreeSet<>();
    private final ReadOnlyIntegerWrapper tickedCount = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper ticks = new ReadOnlyIntegerWrapper();
    private @Nullable DriftTree tree;
    private Map<Sign, Integer> counts = Map.of();
    private long asked;

    MatrixModel(Backstage backstage, Consumer<Throwable> trouble) {
        this.backstage = backstage;
        this.trouble = trouble;
        needle.subscribe((_, _) -> refresh());
        differencesOnly.subscribe((_, _) -> refresh());
        order.subscribe((_, _) -> refresh());
    }

    /// What to show now; null before the first scan.
    public ReadOnlyObjectProperty<@Nullable MatrixView> viewProperty() {
        return view.getReadOnlyProperty();
    }

    /// Text that a path must hold; empty for any.
    public StringProperty needleProperty() {
        return needle;
    }

    public BooleanProperty differencesOnlyProperty() {
        return differencesOnly;
    }

    public ObjectProperty<MatrixView.Order> orderProperty() {
        return order;
    }

    /// Whether rows that differ in that way are shown.
    public boolean shows(Sign kind) {
        return kinds.contains(kind);
    }

    /// Shows or hides rows that differ in that way.
    public void toggle(Sign kind) {
        if (!kinds.remove(kind)) {
            kinds.add(kind);
        }
        refresh();
    }

    /// Filters and sorts as another one does.
    void showAs(MatrixModel other) {
        kinds.clear();
        kinds.addAll(other.kinds);
        needle.set(other.needle.get());
        differencesOnly.set(other.differencesOnly.get());
        order.set(other.order.get());
    }

    /// Takes a new comparison. Ticks on paths that are no longer there go.
    void show(DriftTree now, Verdict verdict) {
        ticked.removeIf(path -> now.find(path) < 0);
        counted();
        turn(now, verdict);
    }

    /// Takes another comparison of the same paths. All ticks stay.
    void turn(DriftTree now, Verdict verdict) {
        tree = now;
        Map<Sign, Integer> sum = new EnumMap<>(Sign.class);
        verdict.nodes().forEach(n -> n.bySign().forEach((s, c) -> sum.merge(s, c, Integer::sum)));
        counts = Map.copyOf(sum);
        refresh();
    }

    private void refresh() {
        DriftTree now = tree;
        if (now == null) {
            return;
        }
        long mine = ++asked;
        Filter filter = new Filter(differencesOnly.get(), kinds, needle.get().strip());
        MatrixView.Order wanted = order.get();
        Map<Sign, Integer> cells = counts;
        backstage.work(
                () -> MatrixView.of(now, cells, filter, wanted),
                made -> {
                    if (mine == asked) {
                        view.set(made);
                    }
                },
                trouble);
    }

    /// Does that work behind the stage for a view and hands over its result while the view holds.
    public <T> void prepare(MatrixView of, Function<MatrixView, T> work, Consumer<T> shown) {
        backstage.work(
                () -> work.apply(of),
                made -> {
                    if (of == view.get()) {
                        shown.accept(made);
                    }
                },
                trouble);
    }

    /// Makes the shown rows text, for the clipboard.
    ///
    /// @param most rows
    public void asText(int most, Consumer<String> made) {
        MatrixView now = view.get();
        if (now != null) {
            backstage.work(() -> new MatrixText(now).lines(most), made, trouble);
        }
    }

    /// Writes the shown rows as comma-separated values; an existing file is replaced.
    ///
    /// @param done told when they are on the disk
    public void saveAsCsv(Path file, Runnable done) {
        MatrixView now = view.get();
        if (now != null) {
            backstage.work(
                    () -> SavedText.write(file, new MatrixText(now)::csv),
                    _ -> done.run(),
                    trouble);
        }
    }

    /// How many paths are ticked; each stands for everything below it too.
    public ReadOnlyIntegerProperty tickedCountProperty() {
        return tickedCount.getReadOnlyProperty();
    }

    /// Counts up with every change of what is ticked, also where as many are.
    public ReadOnlyIntegerProperty ticksProperty() {
        return ticks.getReadOnlyProperty();
    }

    /// The ticked paths. A sync of ticked rows takes these and what is below them.
    public Set<TreePath> ticked() {
        return Set.copyOf(ticked);
    }

    /// Whether the path or a directory above it is ticked.
    public boolean isTicked(TreePath path) {
        if (ticked.isEmpty()) {
            return false;
        }
        for (TreePath p = path; ; p = p.parent()) {
            if (ticked.contains(p)) {
                return true;
            }
            if (p.isRoot()) {
                return false;
            }
        }
    }

    /// Ticks a path, or takes its tick away. Below a ticked directory nothing happens: that is
    /// ticked already.
    public void tick(TreePath path) {
        if (!ticked.remove(path) && !isTicked(path)) {
            ticked.removeIf(p -> p.isWithin(path));
            ticked.add(path);
        }
        counted();
    }

    public void untickAll() {
        ticked.clear();
        counted();
    }

    private void counted() {
        tickedCount.set(ticked.size());
        ticks.set(ticks.get() + 1);
    }
}
