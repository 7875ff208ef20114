package lockstep.options;

/// What `--info` can be about, as rsync(1) names it. Each has a level from 0, which is silence.
public enum Topic {
    /// Files that were backed up.
    BACKUP(1, 2),
    /// Files that the target copied from its own.
    COPY(1, 1),
    /// Deletions.
    DEL(1, 1),
    /// The list's growth.
    FLIST(2, 1),
    /// What fits nowhere else.
    MISC(2, 1),
    /// Mount points that were found or skipped.
    MOUNT(1, 2),
    /// Names of what is updated; at 2 also of what is not.
    NAME(2, 1),
    /// Files that are neither regular nor directories and are skipped.
    NONREG(1, 0),
    /// How far a file is; at 2 how far all is.
    PROGRESS(2, 9),
    /// Files removed at the source.
    REMOVE(1, 2),
    /// Files skipped because of what is there already.
    SKIP(2, 2),
    /// Figures at the end: 1 two lines, 2 a block, 3 with the heap.
    STATS(3, 1),
    /// Links that are unsafe.
    SYMSAFE(1, 1);

    private final int most;
    private final int from;

    Topic(int most, int from) {
        this.most = most;
        this.from = from;
    }

    /// The highest level that means anything.
    public int most() {
        return most;
    }

    /// The level that `-v`, given so many times, brings.
    int at(int verbosity) {
        if (verbosity < from) {
            return 0;
        }
        boolean doubled = verbosity >= 2 && (this == MISC || this == NAME);
        return doubled ? 2 : 1;
    }
}
