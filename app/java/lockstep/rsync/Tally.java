package lockstep.rsync;

import lockstep.tree.Kind;

/// A number of entries, kind by kind, as rsync's statistics tell them.
///
/// @param specials named pipes and sockets
public record Tally(long files, long directories, long links, long devices, long specials) {
    /// How many kinds are told apart.
    public static final int KINDS = 5;

    /// Nothing.
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    /// Where a kind is counted in [#of].
    public static int place(Kind kind) {
        return switch (kind) {
            case FILE -> 0;
            case DIRECTORY -> 1;
            case SYMLINK -> 2;
            case CHARACTER_DEVICE, BLOCK_DEVICE -> 3;
            case FIFO, SOCKET -> 4;
        };
    }

    /// From counts at their [#place].
    public static Tally of(long[] counts) {
        return new Tally(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    /// Both together.
    Tally and(Tally more) {
        return new Tally(
                files + more.files,
                directories + more.directories,
                links + more.links,
                devices + more.devices,
                specials + more.specials);
    }

    /// All of them.
    public long all() {
        return files + directories + links + devices + specials;
    }
}
