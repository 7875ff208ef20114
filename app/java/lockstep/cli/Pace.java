package lockstep.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import lockstep.rsync.RelayEvents;

/// How fast a run moves, from counters that the relay fills and one reader samples.
final class Pace implements RelayEvents {
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration ENOUGH = Duration.ofSeconds(1);
    private static final double NANOS = 1e9;

    private final long planned;
    private final LongSupplier nanoTime;
    private final LongAdder sent = new LongAdder();
    private final LongAdder saved = new LongAdder();
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long at, long sent, long saved) {}

    /// @param planned bytes of all files that are to be made or changed; negative when nobody knows
    Pace(long planned, LongSupplier nanoTime) {
        this.planned = planned;
        this.nanoTime = nanoTime;
    }

    @Override
    public void matched(long offset, long length) {
        saved.add(length);
    }

    @Override
    public void literal(long offset, long length) {
        sent.add(length);
    }

    /// `42 %, 12 MB/s sent, 88 MB/s saved, about 12 s left`; takes a sample, so one thread only.
    String text() {
        Sample now = new Sample(nanoTime.getAsLong(), sent.sum(), saved.sum());
        samples.addLast(now);
        while (now.at() - samples.getFirst().at() > WINDOW.toNanos()) {
            samples.removeFirst();
        }
        Sample then = samples.getFirst();
        double seconds = (now.at() - then.at()) / NANOS;
        if (planned <= 0 || seconds < ENOUGH.toNanos() / NANOS) {
            return percent(now);
        }
        double sending = (now.sent() - then.sent()) / seconds;
        double saving = (now.saved() - then.saved()) / seconds;
        return "%s, %s/s sent, %s/s saved%s"
                .formatted(
                        percent(now),
                        Words.bytes((long) sending),
                        Words.bytes((long) saving),
                        left(planned - now.sent() - now.saved(), sending + saving));
    }

    private String percent(Sample now) {
        if (planned < 0) {
            return Words.bytes(now.sent()) + " sent, " + Words.bytes(now.saved()) + " saved";
        }
        long done = Math.min(now.sent() + now.saved(), planned);
        return (planned == 0 ? 100 : done * 100 / planned) + " %";
    }

    private static String left(long bytes, double perSecond) {
        if (perSecond < 1 || bytes <= 0) {
            return "";
        }
        long seconds = (long) Math.ceil(bytes / perSecond);
        String time = seconds < 60 ? seconds + " s" : Words.duration(Duration.ofSeconds(seconds));
        return ", about " + time + " left";
    }
}
