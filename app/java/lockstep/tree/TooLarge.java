package lockstep.tree;

import java.io.IOException;

/// What a peer tells takes more memory than it may, see [Budget], or is more than this program can
/// hold at all. It need not be a lie: whoever knows the node turns it into a `ListTooLarge`.
public final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    private final long entries;
    private final boolean memoryHelps;

    TooLarge(long entries, boolean memoryHelps) {
        super("a list that is too large, after " + entries + " entries");
        this.entries = entries;
        this.memoryHelps = memoryHelps;
    }

    /// How many entries had been told.
    public long entries() {
        return entries;
    }

    /// Whether more memory would do.
    public boolean memoryHelps() {
        return memoryHelps;
    }
}
