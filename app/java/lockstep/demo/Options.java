package lockstep.demo;

/// What a demo cluster is made of. Immutable; begin with [#standard] and change what matters.
///
/// @param nodes from 2 to 12; the first is the reference
/// @param seed decides every byte, time and difference of the trees
/// @param bigFile size in bytes of the file with one changed range; at least 1 MiB
/// @param manyFiles how many small files lie in one directory besides, on every node; 0 for none
/// @param requestsPerSecond what the traffic asks through the balancer; 0 for none
/// @param balancing whether there is a balancer, and so any traffic
/// @param afterwards what becomes of the directory on closing
public record Options(
        int nodes,
        long seed,
        long bigFile,
        int manyFiles,
        int requestsPerSecond,
        Balancing balancing,
        Afterwards afterwards) {
    private static final int MOST_NODES = 12;
    private static final long MEBIBYTE = 1 << 20;

    public Options {
        if (nodes < 2 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("from 2 to " + MOST_NODES + " nodes, not " + nodes);
        }
        if (bigFile < MEBIBYTE || manyFiles < 0 || requestsPerSecond < 0) {
            throw new IllegalArgumentException("a big file below 1 MiB, or a negative number");
        }
    }

    /// Three nodes, a 64 MiB file, HAProxy, twenty requests a second; nothing is kept.
    public static Options standard() {
        return new Options(3, 2026, 64 * MEBIBYTE, 0, 20, Balancing.HAPROXY, Afterwards.REMOVE);
    }

    public Options withNodes(int count) {
        return new Options(
                count, seed, bigFile, manyFiles, requestsPerSecond, balancing, afterwards);
    }

    public Options withSeed(long value) {
        return new Options(
                nodes, value, bigFile, manyFiles, requestsPerSecond, balancing, afterwards);
    }

    public Options withBigFile(long bytes) {
        return new Options(nodes, seed, bytes, manyFiles, requestsPerSecond, balancing, afterwards);
    }

    public Options withManyFiles(int count) {
        return new Options(nodes, seed, bigFile, count, requestsPerSecond, balancing, afterwards);
    }

    public Options withRequestsPerSecond(int rate) {
        return new Options(nodes, seed, bigFile, manyFiles, rate, balancing, afterwards);
    }

    public Options with(Balancing choice) {
        return new Options(nodes, seed, bigFile, manyFiles, requestsPerSecond, choice, afterwards);
    }

    public Options with(Afterwards choice) {
        return new Options(nodes, seed, bigFile, manyFiles, requestsPerSecond, balancing, choice);
    }

    /// Whether a balancer stands before the nodes.
    public enum Balancing {
        HAPROXY,
        NONE
    }

    /// What becomes of the directory when the cluster is closed.
    public enum Afterwards {
        REMOVE,
        KEEP
    }
}
