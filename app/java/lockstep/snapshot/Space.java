package lockstep.snapshot;

import java.util.Optional;
import java.util.OptionalLong;

/// What a snapshot needs and what there is for it, on the file system that holds the snapshots.
///
/// @param estimatedBytes that a snapshot would take now, by the sizes and times of the files. Made
///     of links: those that changed since the newest snapshot, or all, rounded up to blocks of
///     4 KiB; holes in files are not known beforehand. With shared blocks: what the file system
///     notes of them, 1 KiB a file and 4 KiB a directory; of a subvolume, 1 MiB. What is written
///     later into shared blocks takes room then
/// @param estimatedInodes likewise
/// @param bytes of the whole file system
/// @param freeBytes of it, for the user that works there
/// @param freeInodes empty where the file system does not count any
/// @param placement of the snapshots
/// @param method by which one would be made
public record Space(
        long estimatedBytes,
        long estimatedInodes,
        long bytes,
        long freeBytes,
        OptionalLong freeInodes,
        Placement placement,
        Method method) {
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;
    private static final long INODE_RESERVE = 1_000;

    /// Where the snapshots lie, beside the root.
    public enum Placement {
        /// As the tree does.
        SAME_FILE_SYSTEM,
        /// The root is a mount point: the snapshots fill another file system than the tree's.
        OTHER_FILE_SYSTEM
    }

    /// What no snapshot may take: 1 GiB, or 5 % of a small file system.
    public long reservedBytes() {
        return Math.min(GIB, bytes / 20);
    }

    /// Why there is too little; empty when there is enough.
    public Optional<String> lack() {
        if (freeBytes - reservedBytes() < estimatedBytes) {
            return Optional.of(
                    "a snapshot needs about %s; %s are free, of which %s are kept free"
                            .formatted(
                                    text(estimatedBytes), text(freeBytes), text(reservedBytes())));
        }
        if (freeInodes.isPresent() && freeInodes.getAsLong() - INODE_RESERVE < estimatedInodes) {
            return Optional.of(
                    "a snapshot needs about %,d inodes; %,d are free, of which %,d are kept free"
                            .formatted(estimatedInodes, freeInodes.getAsLong(), INODE_RESERVE));
        }
        return Optional.empty();
    }

    private static String text(long bytes) {
        return "%,d MiB".formatted((bytes + MIB - 1) / MIB);
    }
}
