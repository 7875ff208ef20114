package lockstep.rsync;

import java.io.IOException;
import lockstep.rsync.token.TokenSink;
import lockstep.tree.TreePath;
import lockstep.wire.OverLimit;

/// The content that goes through: tells it, counts it, and holds its length against the list.
///
/// A sender sends a file as long as it finds it when its turn comes, which may be longer than the
/// list said: a log grows. What all files are longer than listed, taken together, must stay under
/// [#SLACK], or under a [#SLACK_SHARE]th of all listed bytes where that is more. So a source that
/// lies about its sizes fills the target's disk with that and no more.
final class InFlight implements TokenSink {
    /// In bytes.
    static final long SLACK = 1L << 30;

    static final int SLACK_SHARE = 4;

    /// Told of every file that is longer than listed, before more of it is let through.
    @FunctionalInterface
    interface Overrun {
        void over(TreePath path, long length) throws IOException;
    }

    private final FileTable files;
    private final RelayEvents events;
    private final Overrun overrun;
    private TreePath path = TreePath.ROOT;
    private SumHead head = SumHead.NONE;
    private long listed;
    private long at;
    private long over;
    private long sent;
    private long literal;
    private long matched;

    InFlight(FileTable files, RelayEvents events) {
        this(files, events, (_, _) -> {});
    }

    InFlight(FileTable files, RelayEvents events, Overrun overrun) {
        this.files = files;
        this.events = events;
        this.overrun = overrun;
    }

    /// A file's content begins.
    ///
    /// @param size as listed
    void begin(TreePath file, long size, SumHead sums) {
        path = file;
        listed = size;
        head = sums;
        at = 0;
        events.fileBegun(file, size, sums.count() == 0 ? 0 : sums.blockLength());
    }

    /// The target keeps what it has of the file, and what comes lies behind it.
    void onlyAdded() {
        at = head.length();
        head = SumHead.NONE;
    }

    /// Bytes of the block sums that the source was sent for the file, with what stands before them.
    long sumBytes() {
        return SumHead.BYTES + head.sumBytes();
    }

    @Override
    public void literal(long length) throws IOException {
        if (length > 0) {
            long from = grow(length);
            literal += length;
            events.literal(from, length);
        }
    }

    @Override
    public void matched(long first, int count) throws IOException {
        long length = head.lengthOf(first, count);
        long from = grow(length);
        matched += length;
        events.matched(from, length);
    }

    private long grow(long length) throws IOException {
        long from = at;
        at += length;
        if (at > listed) {
            overrun.over(path, at);
            over += at - Math.max(from, listed);
            long most = Math.max(SLACK, files.bytes() / SLACK_SHARE);
            if (over > most) {
                throw new OverLimit(
                        "over "
                                + most
                                + " bytes more than were listed; the last ones for \""
                                + path.visible()
                                + "\", which grows too fast, or the source lies",
                        "Leave files that grow meanwhile out with a rule, or split the tree.");
            }
        }
        return from;
    }

    /// Bytes of the file so far.
    long length() {
        return at;
    }

    /// The file's content has ended.
    void end() {
        sent++;
        events.fileDone(path);
    }

    /// Files so far.
    long sent() {
        return sent;
    }

    /// Bytes so far.
    long literal() {
        return literal;
    }

    /// Bytes so far.
    long matched() {
        return matched;
    }
}
