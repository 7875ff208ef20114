package lockstep.ui;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import lockstep.present.RunHistory;
import org.jfree.data.DomainOrder;
import org.jfree.data.general.DatasetChangeListener;
import org.jfree.data.general.DatasetGroup;
import org.jfree.data.xy.XYDataset;
import org.jspecify.annotations.Nullable;

/// One curve of a run's history as JFreeChart reads it: milliseconds and values. Copies nothing,
/// and tells nobody when it has grown: whoever draws decides when.
final class HistoryDataset implements XYDataset {
    private static final double NANOS_IN_MILLI = 1e6;

    private final RunHistory history;
    private final IntToDoubleFunction value;
    private final String name;
    private @Nullable DatasetGroup group;

    private HistoryDataset(String name, RunHistory history, IntToDoubleFunction value) {
        this.name = name;
        this.history = history;
        this.value = value;
    }

    /// The values of a series.
    static HistoryDataset of(String name, RunHistory history, RunHistory.Series series) {
        IntToLongFunction value = sample -> history.value(series, sample);
        return new HistoryDataset(name, history, value::applyAsLong);
    }

    /// How fast a series grows, a second.
    static HistoryDataset rateOf(String name, RunHistory history, RunHistory.Series series) {
        return new HistoryDataset(name, history, sample -> history.rate(series, sample));
    }

    /// The largest value; 0 before the first.
    double most() {
        return IntStream.range(0, history.size()).mapToDouble(value).max().orElse(0);
    }

    /// The last value; 0 before the first.
    double last() {
        return history.size() == 0 ? 0 : value.applyAsDouble(history.size() - 1);
    }

    @Override
    public int getSeriesCount() {
        return 1;
    }

    @Override
    public Comparable<String> getSeriesKey(int series) {
        return name;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public int indexOf(Comparable key) {
        return name.equals(key) ? 0 : -1;
    }

    @Override
    public int getItemCount(int series) {
        return history.size();
    }

    @Override
    public Number getX(int series, int item) {
        return getXValue(series, item);
    }

    @Override
    public double getXValue(int series, int item) {
        return history.time(item) / NANOS_IN_MILLI;
    }

    @Override
    public Number getY(int series, int item) {
        return getYValue(series, item);
    }

    @Override
    public double getYValue(int series, int item) {
        return value.applyAsDouble(item);
    }

    @Override
    public DomainOrder getDomainOrder() {
        return DomainOrder.ASCENDING;
    }

    @Override
    public void addChangeListener(DatasetChangeListener listener) {}

    @Override
    public void removeChangeListener(DatasetChangeListener listener) {}

    @Override
    public @Nullable DatasetGroup getGroup() {
        return group;
    }

    @Override
    public void setGroup(DatasetGroup to) {
        group = to;
    }
}
