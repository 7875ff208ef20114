package lockstep.rsync;

import java.util.ArrayList;
import java.util.List;
import lockstep.tree.TreePath;

/// What a try tells that may be refused and then done in another way: complaints, as long as they
/// are few, are held back until something was done, or until it is known how the try ended. Those
/// of a refusal are never told, because what they complain of succeeds.
final class FirstTry extends OneAtATime {
    /// The most that is held back, in characters and bytes: a refusal says a few lines.
    private static final int MOST = 1 << 20;

    /// What each takes beside its text.
    private static final int EACH = 64;

    private final RelayEvents to;
    private final List<Runnable> held = new ArrayList<>();
    private int length;
    private boolean over;
    private boolean done;

    FirstTry(RelayEvents to) {
        super(to);
        this.to = to;
    }

    /// It was no refusal: everything is told from now on, what was held first.
    synchronized void stands() {
        over = true;
        held.forEach(Runnable::run);
        held.clear();
    }

    /// Whether an end told of nothing that it did or is about to do.
    synchronized boolean didNothing() {
        return !done;
    }

    private void does() {
        done = true;
        stands();
    }

    @Override
    public synchronized void item(Itemized item) {
        does();
        to.item(item);
    }

    @Override
    public synchronized void fileBegun(TreePath path, long size, int blockLength) {
        does();
        to.fileBegun(path, size, blockLength);
    }

    @Override
    public synchronized void deleted(TreePath path) {
        does();
        to.deleted(path);
    }

    @Override
    public synchronized void deletedDirectory(TreePath path) {
        does();
        to.deletedDirectory(path);
    }

    @Override
    public synchronized void changed(TreePath path) {
        does();
        to.changed(path);
    }

    @Override
    public synchronized void message(String node, String text, boolean error) {
        tell(text.length(), () -> to.message(node, text, error));
    }

    @Override
    public synchronized void said(String node, Saying saying, byte[] text) {
        tell(text.length, () -> to.said(node, saying, text));
    }

    private void tell(int more, Runnable message) {
        if (over) {
            message.run();
            return;
        }
        held.add(message);
        length += more + EACH;
        if (length > MOST) {
            stands();
        }
    }
}
