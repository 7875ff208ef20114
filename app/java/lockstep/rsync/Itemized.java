package lockstep.rsync;

import lockstep.tree.TreePath;

/// One entry that the target's generator had something to say about, as the source repeats it:
/// the order of these is the order in which rsync prints.
///
/// @param place how many entries were listed before it
/// @param path as the source lists it
/// @param listed what the source's list says about it
/// @param flags as in [ItemFlags]
/// @param other the name of another file, which a hard link is made to or the target starts from;
///     shared, else empty
@SuppressWarnings("ArrayRecordComponent") // as in Listed
public record Itemized(long place, TreePath path, Listed listed, int flags, byte[] other) {
    /// What the content of one file came to.
    ///
    /// @param bytes that the source sent for it, its block sums and digest included
    /// @param sumBytes bytes of block sums that the source was sent, with what stands before them
    /// @param digest of the whole content, as it is written; shared
    @SuppressWarnings("ArrayRecordComponent") // as in Listed
    public record Sent(long bytes, long sumBytes, byte[] digest) {}

    /// Whether the file's content is sent.
    public boolean isTransfer() {
        return (flags & ItemFlags.TRANSFER) != 0;
    }

    /// Whether anything about it changes that is worth telling.
    public boolean isSignificant() {
        return (flags & ItemFlags.SIGNIFICANT) != 0;
    }
}
