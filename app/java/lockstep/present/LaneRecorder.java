package lockstep.present;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import lockstep.plan.Plan;
import lockstep.rsync.RelayEvents;
import lockstep.state.Step;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// Where a node's events are counted. The run's threads call in, the screen samples; both hold
/// one lock for a few field writes or one small copy. Events of content allocate nothing.
final class LaneRecorder implements RelayEvents {
    /// Cells of the file in flight: what a wide window can show.
    static final int FILE_CELLS = 960;

    /// A file of fewer cells flashes by: the largest so far stays in sight instead.
    static final int WORTH_SEEING = 16;

    /// Cells of the strip of the whole run.
    static final int RUN_CELLS = 240;

    /// Messages kept between two samples; the rest is counted.
    static final int MESSAGES = 200;

    private final EnumMap<Step, StepNow> steps = new EnumMap<>(Step.class);
    private BlockMap fileMap = new BlockMap(FILE_CELLS);
    private BlockMap largestMap = new BlockMap(FILE_CELLS);
    private final BlockMap runMap = new BlockMap(RUN_CELLS);
    private final EntryMap entries;
    private final List<RunMessage> messages = new ArrayList<>();
    private long unheard;
    private @Nullable TreePath file;
    private long fileSize;
    private @Nullable TreePath largest;
    private long largestSize;
    private long before;
    private long sent;
    private long saved;
    private long files;
    private long changed;
    private long deleted;
    private int sessions = -1;
    private long counted;

    /// @param plannedBytes of all files that this node is to get
    /// @param rows what is to be done to it; empty where that is not known
    LaneRecorder(long plannedBytes, List<Plan.Row> rows) {
        entries = new EntryMap(rows);
        for (Step step : Step.values()) {
            steps.put(step, StepNow.WAITING);
        }
        runMap.begin(plannedBytes, 1);
    }

    @Override
    public synchronized void fileBegun(TreePath path, long size, int blockLength) {
        file = path;
        fileSize = Math.max(0, size);
        fileMap.begin(size, blockLength);
        entries.begun(path);
    }

    @Override
    public synchronized void matched(long offset, long length) {
        saved += length;
        fileMap.saved(offset, length);
        runMap.saved(before + offset, length);
        entries.saved(length);
    }

    @Override
    public synchronized void literal(long offset, long length) {
        sent += length;
        fileMap.sent(offset, length);
        runMap.sent(before + offset, length);
        entries.sent(length);
    }

    @Override
    public synchronized void fileDone(TreePath path) {
        files++;
        entries.landed();
        before += fileSize;
        if (file != null && fileSize >= largestSize) {
            keepAsLargest(file);
        }
        file = null;
        fileSize = 0;
    }

    private void keepAsLargest(TreePath path) {
        largest = path;
        largestSize = fileSize;
        BlockMap spare = largestMap;
        largestMap = fileMap;
        fileMap = spare;
    }

    @Override
    public synchronized void deleted(TreePath path) {
        deleted++;
        entries.deleted(path);
    }

    @Override
    public synchronized void changed(TreePath path) {
        changed++;
        entries.changed(path);
    }

    @Override
    public synchronized void message(String node, String text, boolean error) {
        if (messages.size() < MESSAGES) {
            messages.add(new RunMessage(node, text, error));
        } else {
            unheard++;
        }
    }

    synchronized void sessions(int count) {
        sessions = count;
    }

    synchronized void read(long entries) {
        counted = entries;
    }

    synchronized void restored(long entries) {
        counted = entries;
        changed = entries;
    }

    synchronized StepNow step(Step step) {
        return Objects.requireNonNull(steps.get(step));
    }

    synchronized void step(Step step, StepNow now) {
        steps.put(step, now);
        counted = 0;
    }

    /// Gives the messages since the last call and forgets them.
    synchronized List<RunMessage> takeMessages() {
        List<RunMessage> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }

    private LaneNow.FileMap map() {
        if (file != null && (largest == null || fileMap.cells() >= WORTH_SEEING)) {
            return new LaneNow.FileMap(file.visible(), fileSize, true, fileMap.picture());
        }
        return largest == null
                ? LaneNow.FileMap.NONE
                : new LaneNow.FileMap(largest.visible(), largestSize, false, largestMap.picture());
    }

    synchronized LaneNow now() {
        return new LaneNow(
                new EnumMap<>(steps),
                file == null ? "" : file.visible(),
                fileSize,
                new LaneNow.Traffic(sent, saved, files, changed, deleted),
                map(),
                runMap.picture(),
                entries.picture(),
                sessions < 0 ? OptionalInt.empty() : OptionalInt.of(sessions),
                counted,
                unheard);
    }
}
