package lockstep.rsync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.fault.Fault.PlanOutdated.Reach;

/// Gathers what is not as it was approved: all is counted, the first of it named. Any thread.
public final class Changes {
    /// The most that are named; the rest are counted.
    static final int NAMED = 1_000;

    /// The most characters of those together: a name may have thousands.
    private static final int MOST_TEXT = 1 << 20;

    private final List<Change> named = new ArrayList<>();
    private long count;
    private int text;

    public synchronized void add(Change change) {
        count++;
        if (named.size() < NAMED && text < MOST_TEXT) {
            named.add(change);
            text += change.text().length();
        }
    }

    /// The fault that they come to; empty while there are none. It is told of the node of the
    /// first.
    public synchronized Optional<Fault> fault(Reach reach) {
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fault.PlanOutdated(named.getFirst().node(), named, count, reach));
    }
}
