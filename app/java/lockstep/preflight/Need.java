package lockstep.preflight;

/// Room that a run takes on a node.
public record Need(long bytes, long inodes) {
    /// None.
    public static final Need NOTHING = new Need(0, 0);

    /// Both together; a sum that is too large to count stays the largest number.
    public Need plus(Need other) {
        return new Need(sum(bytes, other.bytes), sum(inodes, other.inodes));
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
