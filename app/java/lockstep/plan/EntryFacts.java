package lockstep.plan;

import java.util.HexFormat;
import java.util.Objects;
import lockstep.fault.Visible;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// What one node held at a path, as far as its listing tells.
///
/// @param mode type and permission bits
/// @param bytes of a file; 0 for other kinds
/// @param seconds since 1970
/// @param nanos 0 where the node's rsync does not tell them
/// @param link where a symbolic link points, made visible; null for other kinds
/// @param device as [Listing#device] packs it
/// @param digest of a file's content, in hexadecimal; null where it was not taken
public record EntryFacts(
        int mode,
        long bytes,
        long seconds,
        int nanos,
        Owner user,
        Owner group,
        @Nullable String link,
        long device,
        @Nullable String digest) {
    private static final int PERMISSIONS = 07777;

    public EntryFacts {
        Objects.requireNonNull(Kind.of(mode), "a kind");
    }

    /// A user or group of a node.
    ///
    /// @param name as that node calls it, made visible; null where it has no name for the number
    public record Owner(int id, @Nullable String name) {
        /// Whether rsync takes them for the same: by name where both have one, else by number.
        boolean maps(Owner other) {
            return name == null || other.name == null ? id == other.id : name.equals(other.name);
        }
    }

    /// What a listing holds at a path; null where it holds nothing.
    static @Nullable EntryFacts of(Listing listing, TreePath path) {
        int row = listing.find(path);
        return row < 0 ? null : of(listing, row);
    }

    private static EntryFacts of(Listing listing, int row) {
        byte[] link = listing.target(row);
        byte[] digest = listing.digest(row);
        int uid = listing.uid(row);
        int gid = listing.gid(row);
        return new EntryFacts(
                listing.mode(row),
                listing.bytes(row),
                listing.modifiedSeconds(row),
                listing.modifiedNanos(row),
                new Owner(uid, listing.userName(uid)),
                new Owner(gid, listing.groupName(gid)),
                link == null ? null : Visible.bytes(link),
                listing.device(row),
                digest == null ? null : HexFormat.of().formatHex(digest));
    }

    Kind kind() {
        return Objects.requireNonNull(Kind.of(mode));
    }

    boolean isDirectory() {
        return kind() == Kind.DIRECTORY;
    }

    boolean isFile() {
        return kind() == Kind.FILE;
    }

    int permissions() {
        return mode & PERMISSIONS;
    }

    /// The same kind with the same content, as far as both are known.
    boolean hasContentOf(EntryFacts other) {
        return kind() == other.kind()
                && bytes == other.bytes
                && device == other.device
                && Objects.equals(link, other.link)
                && Objects.equals(digest, other.digest);
    }

    boolean sameTime(EntryFacts other) {
        boolean both = nanos != 0 && other.nanos != 0;
        return seconds == other.seconds && (!both || nanos == other.nanos);
    }
}
