package lockstep.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a node's rsync said that it mends, or would.
final class Told {
    private static final int MOST = 50;

    private final List<Difference> first = new ArrayList<>();
    private final Consumer<Difference> each;
    private long count;

    Told(Consumer<Difference> each) {
        this.each = each;
    }

    void line(byte[] line) {
        Difference.read(line).ifPresent(this::add);
    }

    void add(Difference difference) {
        count++;
        if (first.size() < MOST) {
            first.add(difference);
        }
        each.accept(difference);
    }

    Differences differences() {
        return new Differences(first, count);
    }
}
