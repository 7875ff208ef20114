package lockstep.rsync;

/// rsync's order of whole paths: depth first, in a directory all other kinds before all
/// directories, unsigned bytes, directories compared as if they ended in `/`, `.` before all.
final class PathOrder {
    private PathOrder() {}

    /// Compares two rows.
    interface RowOrder {
        int compare(int a, int b);
    }

    /// Rows `0 … count - 1` sorted; equal rows stay in the order they came in.
    static int[] sorted(int count, RowOrder order) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        int[] spare = new int[count];
        for (int width = 1; width < count; width *= 2) {
            for (int from = 0; from < count; from += 2 * width) {
                int middle = Math.min(from + width, count);
                int to = (int) Math.min(from + 2L * width, count);
                merge(rows, from, middle, to, spare, order);
            }
            int[] other = rows;
            rows = spare;
            spare = other;
        }
        return rows;
    }

    private static void merge(
            int[] rows, int from, int middle, int to, int[] into, RowOrder order) {
        if (middle == to || order.compare(rows[middle - 1], rows[middle]) <= 0) {
            System.arraycopy(rows, from, into, from, to - from);
            return;
        }
        int i = from;
        int j = middle;
        for (int k = from; k < to; k++) {
            boolean left = j == to || i < middle && order.compare(rows[i], rows[j]) <= 0;
            into[k] = left ? rows[i++] : rows[j++];
        }
    }

    /// Compares the paths `b[aFrom, aTo)` and `b[bFrom, bTo)`.
    static int compare(
            byte[] b, int aFrom, int aTo, boolean aFolder, int bFrom, int bTo, boolean bFolder) {
        return compare(b, aFrom, aTo, aFolder, b, bFrom, bTo, bFolder);
    }

    /// Compares the paths `a[aFrom, aTo)` and `b[bFrom, bTo)`.
    static int compare(
            byte[] a,
            int aFrom,
            int aTo,
            boolean aFolder,
            byte[] b,
            int bFrom,
            int bTo,
            boolean bFolder) {
        boolean aDot = aTo - aFrom == 1 && a[aFrom] == '.';
        boolean bDot = bTo - bFrom == 1 && b[bFrom] == '.';
        if (aDot || bDot) {
            return aDot == bDot ? 0 : aDot ? -1 : 1;
        }
        int i = 0;
        int n = Math.min(aTo - aFrom, bTo - bFrom);
        while (i < n && a[aFrom + i] == b[bFrom + i]) {
            i++;
        }
        boolean aPlain = !aFolder && !slashIn(a, aFrom + i, aTo);
        boolean bPlain = !bFolder && !slashIn(b, bFrom + i, bTo);
        if (aPlain != bPlain) {
            return aPlain ? -1 : 1;
        }
        boolean aEnds = aFrom + i == aTo;
        boolean bEnds = bFrom + i == bTo;
        if (aEnds && bEnds) {
            return 0;
        }
        int end = aPlain ? -1 : '/';
        int x = aEnds ? end : a[aFrom + i] & 0xff;
        int y = bEnds ? end : b[bFrom + i] & 0xff;
        return x != y ? x - y : aEnds ? -1 : 1;
    }

    private static boolean slashIn(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '/') {
                return true;
            }
        }
        return false;
    }
}
