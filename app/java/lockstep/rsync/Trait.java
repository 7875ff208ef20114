package lockstep.rsync;

/// What is on the wire of one conversation, or may be, because of what both ends were told. A peer
/// that sends what no trait allows has broken the protocol.
public enum Trait {
    /// The source may send its list directory by directory.
    INCREMENTAL,
    /// Nothing is done (`-n`): requests carry no block sums and answers no content.
    PREVIEW,
    /// Every regular file in the list has its digest (`-c`).
    DIGESTS,
    /// Entries have users (`-o`).
    OWNERS,
    /// Entries have groups (`-g`).
    GROUPS,
    /// Users and groups have no names (`--numeric-ids`).
    NUMERIC_IDS,
    /// Symbolic links are listed as such (`-l`).
    LINKS,
    /// Device files are listed (`--devices`).
    DEVICES,
    /// Sockets and named pipes are listed (`--specials`).
    SPECIALS,
    /// Hard links are told (`-H`).
    HARD_LINKS,
    /// Entries have access control lists (`-A`).
    ACLS,
    /// Entries have extended attributes (`-X`).
    XATTRS,
    /// Entries have times of access (`-U`).
    ACCESS_TIMES,
    /// Entries have times of creation (`-N`).
    CREATION_TIMES,
    /// Content is compressed (`-z`), in the way that [Script.Manner] names or the ends agree on.
    /// Neither end may be told `--compress-choice`, which ends the agreeing.
    COMPRESSED,
    /// Files are only added to (`--append`, `--append-verify`): requests carry no block sums.
    APPENDING,
    /// The target may start from files elsewhere (`--link-dest` and its kin).
    OTHER_BASES,
    /// The target tells which files the source may remove (`--remove-source-files`).
    SOURCE_REMOVAL,
    /// The target reads the filter rules too, because it deletes or prunes.
    TARGET_RULES,
    /// The list is one tree with the root `.`, and not what several arguments name.
    ONE_TREE,
    /// All facts of every entry are kept for as long as the conversation lasts, and each item is
    /// told with them.
    FACTS
}
