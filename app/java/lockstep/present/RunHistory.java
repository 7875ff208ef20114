package lockstep.present;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// What a run looked like over its whole time, in at most [#MOST] samples: when they are full,
/// every second one is dropped, and from then on samples are taken half as often. FX thread only.
public final class RunHistory {
    /// The most samples kept.
    public static final int MOST = 600;

    /// The shortest time between two samples kept, in nanoseconds.
    static final long FINEST = 250_000_000;

    /// What is sampled; every one but [#SESSIONS] only grows.
    public enum Series {
        SENT,
        SAVED,
        ENTRIES,
        SESSIONS
    }

    private final long[] times = new long[MOST];
    private final Map<Series, long[]> values = new EnumMap<>(Series.class);
    private long interval = FINEST;
    private int size;

    RunHistory() {
        for (Series series : Series.values()) {
            values.put(series, new long[MOST]);
        }
    }

    /// How many samples there are.
    public int size() {
        return size;
    }

    /// When the sample was taken, in nanoseconds since the run began.
    public long time(int sample) {
        return times[Objects.checkIndex(sample, size)];
    }

    public long value(Series series, int sample) {
        return of(series)[Objects.checkIndex(sample, size)];
    }

    /// How fast the series grew up to this sample, a second; 0 for the first.
    public double rate(Series series, int sample) {
        if (sample == 0) {
            return 0;
        }
        double seconds = (time(sample) - time(sample - 1)) / 1e9;
        return (value(series, sample) - value(series, sample - 1)) / seconds;
    }

    /// Whether a sample at that time would be kept.
    boolean isDue(long time) {
        return size == 0 || time - times[size - 1] >= interval;
    }

    /// Keeps a sample, unless it is no later than the last.
    void add(long time, LaneNow.Traffic traffic, long entries, long sessions) {
        if (size > 0 && time <= times[size - 1]) {
            return;
        }
        if (size == MOST) {
            thin();
        }
        times[size] = time;
        of(Series.SENT)[size] = traffic.sent();
        of(Series.SAVED)[size] = traffic.saved();
        of(Series.ENTRIES)[size] = entries;
        of(Series.SESSIONS)[size] = sessions;
        size++;
    }

    private long[] of(Series series) {
        return Objects.requireNonNull(values.get(series));
    }

    private void thin() {
        for (int i = 0; i < MOST / 2; i++) {
            times[i] = times[2 * i];
            for (long[] series : values.values()) {
                series[i] = series[2 * i];
            }
        }
        size = MOST / 2;
        interval *= 2;
    }
}
