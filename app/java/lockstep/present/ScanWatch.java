package lockstep.present;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import lockstep.run.Operations.ScanEvents;

/// Brings the progress of one scan to the cards. Progress that arrives after [#end] is dropped.
/// The listener's methods may be called by any thread; making and ending belong to the screen's.
final class ScanWatch implements ScanEvents {
    private final Map<String, Consumer<NodeCard.Drift.Scanning>> shown = new HashMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Map<String, NodeCard.Drift.Scanning> last = new ConcurrentHashMap<>();
    private final LongConsumer changed;

    /// @param changed told, on the screen's thread, the entries listed so far on all nodes
    ScanWatch(List<NodeCard> cards, Backstage backstage, LongConsumer changed) {
        this.changed = changed;
        for (NodeCard card : cards) {
            var now = new NodeCard.Drift.Scanning(0, 0, false);
            card.show(now);
            last.put(card.name(), now);
            shown.put(card.name(), backstage.latest(next -> show(card, next)));
        }
    }

    private void show(NodeCard card, NodeCard.Drift.Scanning next) {
        if (!ended.get()) {
            card.show(next);
            changed.accept(entries());
        }
    }

    private long entries() {
        return last.values().stream().mapToLong(NodeCard.Drift.Scanning::entries).sum();
    }

    void end() {
        ended.set(true);
    }

    @Override
    public void progress(String node, long entries, long bytes) {
        tell(node, new NodeCard.Drift.Scanning(entries, bytes, false));
    }

    @Override
    public void finished(String node) {
        NodeCard.Drift.Scanning soFar = last.get(node);
        if (soFar != null) {
            tell(node, new NodeCard.Drift.Scanning(soFar.entries(), soFar.bytes(), true));
        }
    }

    private void tell(String node, NodeCard.Drift.Scanning now) {
        Consumer<NodeCard.Drift.Scanning> to = shown.get(node);
        if (to != null) {
            last.put(node, now);
            to.accept(now);
        }
    }
}
