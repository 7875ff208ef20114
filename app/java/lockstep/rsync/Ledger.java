package lockstep.rsync;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// Keeps account of what a relay tells while it passes it on: for a relay that broke off, which
/// has no [Outcome]. May be asked by any thread at any time.
///
/// Sent means gone over whole. The target then verifies a file and puts it in its place, of which
/// no rsync tells: of the files that went last before a break, some may not have got there.
public final class Ledger extends OneAtATime {
    private final Set<TreePath> sent = new LinkedHashSet<>();
    private final Set<TreePath> changed = new LinkedHashSet<>();
    private @Nullable Part inFlight;
    private long through;
    private long literal;
    private long matched;
    private int deleted;

    /// @param to told of everything as well
    public Ledger(RelayEvents to) {
        super(to);
    }

    /// A file of which a part had gone over.
    ///
    /// @param through bytes of it, sent or found on the target
    /// @param size as it was listed
    public record Part(TreePath path, long through, long size) {}

    /// The files that were sent whole, in the order in which each first was.
    public synchronized List<TreePath> sent() {
        return List.copyOf(sent);
    }

    /// What the target changed without content: attributes, directories, links.
    public synchronized List<TreePath> changed() {
        return List.copyOf(changed);
    }

    /// The file that was being sent.
    public synchronized Optional<Part> inFlight() {
        return Optional.ofNullable(inFlight).map(p -> new Part(p.path(), through, p.size()));
    }

    /// Bytes of content that were sent, those of the file in flight among them.
    public synchronized long literal() {
        return literal;
    }

    /// Bytes of content that the target had already.
    public synchronized long matched() {
        return matched;
    }

    /// Paths that the target deleted.
    public synchronized int deleted() {
        return deleted;
    }

    @Override
    public synchronized void fileBegun(TreePath path, long size, int blockLength) {
        inFlight = new Part(path, 0, size);
        through = 0;
        super.fileBegun(path, size, blockLength);
    }

    @Override
    public synchronized void matched(long offset, long length) {
        matched += length;
        through += length;
        super.matched(offset, length);
    }

    @Override
    public synchronized void literal(long offset, long length) {
        literal += length;
        through += length;
        super.literal(offset, length);
    }

    @Override
    public synchronized void fileDone(TreePath path) {
        inFlight = null;
        sent.add(path);
        super.fileDone(path);
    }

    @Override
    public synchronized void deleted(TreePath path) {
        deleted++;
        super.deleted(path);
    }

    @Override
    public synchronized void deletedDirectory(TreePath path) {
        deleted++;
        super.deletedDirectory(path);
    }

    @Override
    public synchronized void changed(TreePath path) {
        changed.add(path);
        super.changed(path);
    }
}
