package lockstep.drift;

import lockstep.tree.Kind;
import lockstep.tree.Listing;

/// Holds two entries of one path against each other, fact by fact, as rsync's quick check does:
/// what is called the same here is what a sync would leave alone.
///
/// - Times count in whole seconds: rsync(1) `--modify-window` is 0 unless asked otherwise.
/// - A file with a digest on both sides differs in content by size or digest alone; without, by
///   size or time.
/// - Permission bits count on everything but symbolic links, whose own are fixed.
/// - Owners and groups count by name where both nodes have one, else by number.
final class Facts {
    private static final int PERMISSIONS = 07777;

    private Facts() {}

    /// The signs in which entry `b` differs from entry `a`; 0 for none.
    static int compare(Listing a, int rowA, Listing b, int rowB) {
        int unreadable = a.unreadable(rowA) || b.unreadable(rowB) ? Signs.UNREADABLE : 0;
        if (a == b && rowA == rowB) {
            return unreadable;
        }
        Kind kind = a.kind(rowA);
        if (kind != b.kind(rowB)) {
            return Signs.KIND;
        }
        return unreadable
                | content(kind, a, rowA, b, rowB)
                | (kind != Kind.SYMLINK && ((a.mode(rowA) ^ b.mode(rowB)) & PERMISSIONS) != 0
                        ? Signs.MODE
                        : 0)
                | (a.sameOwner(rowA, b, rowB) && a.sameGroup(rowA, b, rowB) ? 0 : Signs.OWNER)
                | (sameTime(a, rowA, b, rowB) ? 0 : Signs.TIME);
    }

    private static int content(Kind kind, Listing a, int rowA, Listing b, int rowB) {
        return switch (kind) {
            case FILE -> sameFile(a, rowA, b, rowB) ? 0 : Signs.CONTENT;
            case SYMLINK -> a.sameTarget(rowA, b, rowB) ? 0 : Signs.TARGET;
            case CHARACTER_DEVICE, BLOCK_DEVICE ->
                    a.device(rowA) == b.device(rowB) ? 0 : Signs.CONTENT;
            case DIRECTORY, FIFO, SOCKET -> 0;
        };
    }

    private static boolean sameFile(Listing a, int rowA, Listing b, int rowB) {
        if (a.bytes(rowA) != b.bytes(rowB)) {
            return false;
        }
        if (byContent(a, b)) {
            return a.sameDigest(rowA, b, rowB) || !a.hasDigest(rowA) || !b.hasDigest(rowB);
        }
        return sameTime(a, rowA, b, rowB);
    }

    /// Whether two listings carry digests that can be held against each other.
    static boolean byContent(Listing a, Listing b) {
        return a.digestLength() > 0 && a.digestLength() == b.digestLength();
    }

    private static boolean sameTime(Listing a, int rowA, Listing b, int rowB) {
        return a.modifiedSeconds(rowA) == b.modifiedSeconds(rowB);
    }
}
