package lockstep.present;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import lockstep.run.SnapshotOperations.Doing;
import lockstep.run.SnapshotOperations.SnapshotEvents;

/// Brings the progress of work on snapshots to the screen, as a line of text.
final class SnapshotWatch implements SnapshotEvents {
    private final Consumer<String> shown;
    private final Map<String, Doing> doing = new ConcurrentHashMap<>();
    private final Map<String, Long> entries = new ConcurrentHashMap<>();

    /// @param shown called on the nodes' threads
    SnapshotWatch(Consumer<String> shown) {
        this.shown = shown;
    }

    @Override
    public void doing(String node, Doing what) {
        doing.put(node, what);
        entries.remove(node);
        tell(node);
    }

    @Override
    public void progress(String node, long count, long bytes) {
        entries.put(node, count);
        tell(node);
    }

    private void tell(String node) {
        Doing what = doing.getOrDefault(node, Doing.READING);
        String text = Strings.text("snap.doing." + what, node);
        long all = entries.values().stream().mapToLong(Long::longValue).sum();
        shown.accept(all == 0 ? text : Strings.text("snap.doing.entries", text, Words.number(all)));
    }
}
