package lockstep.tree;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One entry of a listing, taken out of its columns for showing and for the few places that need
/// a whole one. A million of these would not fit; a [Listing] does.
///
/// @param mode type and permission bits as in `stat(2)`
/// @param size in bytes; 0 for all but regular files
/// @param modified with the nanoseconds that the node's rsync sends, which may be none
/// @param owner the user's name on that node, or its number where it has none
/// @param group the group's name on that node, or its number
/// @param target where a symbolic link points, made visible; null for other kinds
/// @param digest whole-file digest in hexadecimal; null where the scan was by metadata, where the
///     entry is no regular file, and where the file could not be read
/// @param unreadable the entry exists but its content, or what is below it, could not be read
public record Entry(
        TreePath path,
        Kind kind,
        int mode,
        long size,
        Instant modified,
        String owner,
        String group,
        @Nullable String target,
        @Nullable String digest,
        boolean unreadable) {}
