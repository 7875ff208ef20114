package lockstep.rsync;

import lockstep.tree.TreePath;

/// Keeps the two pumps from calling the same events at once. The lock is held by one thread
/// nearly always, which costs some twenty nanoseconds a call. Extended by what changes a few of
/// the calls.
class OneAtATime implements RelayEvents {
    private final RelayEvents to;

    OneAtATime(RelayEvents to) {
        this.to = to;
    }

    @Override
    public synchronized void listed(long entries, long bytes) {
        to.listed(entries, bytes);
    }

    @Override
    public synchronized void listsEnded() {
        to.listsEnded();
    }

    @Override
    public synchronized void item(Itemized item) {
        to.item(item);
    }

    @Override
    public synchronized void itemSent(Itemized item, Itemized.Sent sent) {
        to.itemSent(item, sent);
    }

    @Override
    public synchronized void fileBegun(TreePath path, long size, int blockLength) {
        to.fileBegun(path, size, blockLength);
    }

    @Override
    public synchronized void matched(long offset, long length) {
        to.matched(offset, length);
    }

    @Override
    public synchronized void literal(long offset, long length) {
        to.literal(offset, length);
    }

    @Override
    public synchronized void fileDone(TreePath path) {
        to.fileDone(path);
    }

    @Override
    public synchronized void deleted(TreePath path) {
        to.deleted(path);
    }

    @Override
    public synchronized void deletedDirectory(TreePath path) {
        to.deletedDirectory(path);
    }

    @Override
    public synchronized void changed(TreePath path) {
        to.changed(path);
    }

    @Override
    public synchronized void message(String node, String text, boolean error) {
        to.message(node, text, error);
    }

    @Override
    public synchronized void said(String node, Saying saying, byte[] text) {
        to.said(node, saying, text);
    }
}
