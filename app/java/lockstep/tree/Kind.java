package lockstep.tree;

/// What an entry is, read from the file-type bits of its mode (`stat(2)`, S_IFMT).
public enum Kind {
    FILE(0100000),
    DIRECTORY(0040000),
    SYMLINK(0120000),
    CHARACTER_DEVICE(0020000),
    BLOCK_DEVICE(0060000),
    FIFO(0010000),
    SOCKET(0140000);

    private static final int TYPE_BITS = 0170000;
    private final int bits;

    Kind(int bits) {
        this.bits = bits;
    }

    /// The kind that a mode names, or null when its type bits name none.
    public static @org.jspecify.annotations.Nullable Kind of(int mode) {
        return switch (mode & TYPE_BITS) {
            case 0100000 -> FILE;
            case 0040000 -> DIRECTORY;
            case 0120000 -> SYMLINK;
            case 0020000 -> CHARACTER_DEVICE;
            case 0060000 -> BLOCK_DEVICE;
            case 0010000 -> FIFO;
            case 0140000 -> SOCKET;
            default -> null;
        };
    }

    /// A mode of this kind with the given permission bits.
    public int mode(int permissions) {
        return bits | permissions & 07777;
    }
}
