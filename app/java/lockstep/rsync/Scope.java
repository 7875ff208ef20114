package lockstep.rsync;

/// What a list is about, and so what may be in it.
enum Scope {
    /// A whole tree: every entry's directory is in the list too.
    TREE,
    /// Chosen paths: whatever directory is in the list is one.
    SELECTION,
    /// What several arguments name by their last parts: a name may come twice.
    NAMED,
    /// What several arguments name by whole paths: a name may come twice, and the directories
    /// above it may lack.
    NAMED_PATHS,
    /// The first list of incremental recursion: the root, and perhaps what is in it.
    FIRST,
    /// The same where several arguments name it: a name may come twice.
    FIRST_NAMED,
    /// A later one: what is in one directory.
    DIRECTORY,
    /// The same where several arguments name the tree: a directory may come twice.
    DIRECTORY_NAMED;

    /// Whether the index below its first one means the root.
    boolean beginsAtRoot() {
        return this == FIRST || this == FIRST_NAMED;
    }

    /// Whether it is one of many, each about one directory and what is in that.
    boolean isOfDirectory() {
        return this == DIRECTORY || this == DIRECTORY_NAMED;
    }
}
