package lockstep.tree;

/// The order of names in one directory (rsync(1): "sorted file list").
final class NameOrder {
    private NameOrder() {}

    /// Compares `a[from, to)` with `b[from, to)` by unsigned bytes; with `directories` as if both
    /// ended in `/`.
    static int compare(
            byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo, boolean directories) {
        int n = Math.min(aTo - aFrom, bTo - bFrom);
        for (int i = 0; i < n; i++) {
            int difference = (a[aFrom + i] & 0xff) - (b[bFrom + i] & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        int longer = (aTo - aFrom) - (bTo - bFrom);
        if (longer == 0 || !directories) {
            return longer;
        }
        return longer > 0 ? (a[aFrom + n] & 0xff) - '/' : '/' - (b[bFrom + n] & 0xff);
    }

    /// Sorts `rows[from, to)` by a comparison of two rows: a merge sort, so that a hostile order
    /// costs no more than any other.
    static void sort(int[] rows, int from, int to, RowOrder order) {
        if (sorted(rows, from, to, order)) {
            return;
        }
        mergeSort(rows, from, to, new int[to - from], order);
    }

    /// Compares two rows.
    interface RowOrder {
        int compare(int a, int b);
    }

    private static boolean sorted(int[] rows, int from, int to, RowOrder order) {
        for (int i = from + 1; i < to; i++) {
            if (order.compare(rows[i - 1], rows[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    private static void mergeSort(int[] rows, int from, int to, int[] spare, RowOrder order) {
        if (to - from < 8) {
            insertionSort(rows, from, to, order);
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(rows, from, middle, spare, order);
        mergeSort(rows, middle, to, spare, order);
        if (order.compare(rows[middle - 1], rows[middle]) <= 0) {
            return;
        }
        int left = middle - from;
        System.arraycopy(rows, from, spare, 0, left);
        int i = 0;
        int j = middle;
        int k = from;
        while (i < left) {
            rows[k++] = j < to && order.compare(rows[j], spare[i]) < 0 ? rows[j++] : spare[i++];
        }
    }

    private static void insertionSort(int[] rows, int from, int to, RowOrder order) {
        for (int i = from + 1; i < to; i++) {
            int row = rows[i];
            int j = i;
            while (j > from && order.compare(rows[j - 1], row) > 0) {
                rows[j] = rows[j - 1];
                j--;
            }
            rows[j] = row;
        }
    }
}
