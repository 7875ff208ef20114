package lockstep.snapshot;

import java.util.ArrayList;
import java.util.List;

/// What a node's rsync said that it mends, or would.
final class Told {
    private static final int MOST = 50;

    private final List<Difference> first = new ArrayList<>();
    private final RestoreEvents events;
    private long count;

    Told(RestoreEvents events) {
        this.events = events;
    }

    void line(byte[] line) {
        Difference.read(line).ifPresent(this::add);
        Difference.late(line).ifPresent(events::late);
    }

    void add(Difference difference) {
        count++;
        if (first.size() < MOST) {
            first.add(difference);
        }
        events.mended(difference);
    }

    Differences differences() {
        return new Differences(first, count);
    }
}
