package lockstep.options;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/// One line that says how far something is: bytes, percent, rate, and the time that is left or, at
/// the end, the time that it took. The rate is that of the last five seconds, at the end of all.
final class Progress {
    private static final long EVERY_MILLIS = 250;
    private static final int SAMPLES = 20;
    private static final double KIB = 1024;
    private static final long LONGEST_SECONDS = 9999L * 3600;

    private final Clock clock;
    private final int human;
    private final long[] times = new long[SAMPLES];
    private final long[] offsets = new long[SAMPLES];
    private int samples;
    private long began;
    private long size;

    Progress(Clock clock, int human) {
        this.clock = clock;
        this.human = human;
    }

    /// Something of `total` bytes begins.
    void begin(long total) {
        began = clock.millis();
        size = total;
        samples = 0;
    }

    /// What is under way has another size than was thought.
    void grow(long total) {
        size = total;
    }

    /// The line for a place on the way; empty when the last one is too young.
    Optional<String> at(long offset) {
        long now = clock.millis();
        long last = samples == 0 ? Long.MIN_VALUE : times[(samples - 1) % SAMPLES];
        if (samples > 0 && now - last < EVERY_MILLIS) {
            return Optional.empty();
        }
        times[samples % SAMPLES] = now;
        offsets[samples % SAMPLES] = offset;
        samples++;
        int oldest = Math.max(0, samples - SAMPLES) % SAMPLES;
        long from = samples == 1 ? began : times[oldest];
        double rate = rate(samples == 1 ? offset : offset - offsets[oldest], now - from);
        long left = rate > 0 ? (long) ((size - offset) / KIB / rate) : 0;
        return Optional.of(line(offset, rate, left) + "  ");
    }

    /// The line for the end.
    String end(long offset) {
        long took = Math.max(0, clock.millis() - began);
        return line(offset, rate(offset, took), took / 1000);
    }

    /// In KiB a second.
    private static double rate(long bytes, long millis) {
        return millis <= 0 ? 0 : bytes / KIB * 1000 / millis;
    }

    private String line(long offset, double rate, long seconds) {
        long percent = size <= 0 || offset >= size ? 100 : (long) (100.0 * offset / size);
        return String.format(
                Locale.ROOT,
                "\r%15s %3d%% %s %s",
                Figures.of(offset, human),
                percent,
                speed(rate),
                time(seconds));
    }

    private static String speed(double kib) {
        String unit = kib > KIB * KIB ? "GB/s" : kib > KIB ? "MB/s" : "kB/s";
        double shown = kib > KIB * KIB ? kib / KIB / KIB : kib > KIB ? kib / KIB : kib;
        return String.format(Locale.ROOT, "%7.2f%s", shown, unit);
    }

    private static String time(long seconds) {
        return seconds < 0 || seconds > LONGEST_SECONDS
                ? "  ??:??:??"
                : String.format(
                        Locale.ROOT,
                        "%4d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60);
    }
}
