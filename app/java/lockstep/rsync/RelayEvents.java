package lockstep.rsync;

import lockstep.tree.TreePath;

/// What a relay sees pass by, as it passes. Called on the relay's own threads, never two at once,
/// up to a million times a second: implementations count and return; they never block, never
/// throw, and show what they counted by sampling.
public interface RelayEvents {
    /// The source's list grew to this many entries and bytes of regular files.
    default void listed(long entries, long bytes) {}

    /// The source's list is complete.
    default void listsEnded() {}

    /// The source repeats what the target said about one of its entries, in rsync's own order; of a
    /// file whose content is sent, before the content. Told only with [Trait#FACTS].
    default void item(Itemized item) {}

    /// The content of the item told last is complete on the wire. Told only with [Trait#FACTS].
    default void itemSent(Itemized item, Itemized.Sent sent) {}

    /// The target asked for this file. `blockLength` is 0 where it has nothing to compare with.
    default void fileBegun(TreePath path, long size, int blockLength) {}

    /// Bytes `[offset, offset + length)` of the file in flight were on the target already.
    default void matched(long offset, long length) {}

    /// Bytes `[offset, offset + length)` of the file in flight were sent.
    default void literal(long offset, long length) {}

    /// The file in flight is complete on the wire; the target verifies it and swaps it in.
    default void fileDone(TreePath path) {}

    /// The target deleted this path.
    default void deleted(TreePath path) {}

    /// The target deleted this directory.
    default void deletedDirectory(TreePath path) {
        deleted(path);
    }

    /// The target changed attributes, a directory, a link or the like, without content.
    default void changed(TreePath path) {}

    /// A text from rsync on `node`, made visible; an error when `error`.
    default void message(String node, String text, boolean error) {}

    /// As [#message], as it came: a peer's bytes, to be made harmless before they are shown. Told
    /// beside it, only with [Trait#FACTS].
    default void said(String node, Saying saying, byte[] text) {}

    /// How an rsync says something.
    enum Saying {
        /// For whoever asked to be told.
        NOTE,
        /// For the eyes of the operator, but nothing failed.
        WARNING,
        /// Something failed.
        ERROR
    }
}
