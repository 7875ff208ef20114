package lockstep.drift;

import lockstep.tree.Listing;

/// Finds the node that stands for the majority, path by path, by the rounds that
/// [Baseline.Majority] promises. Keeps scratch space: one thread at a time.
final class Vote {
    private static final int[] ROUNDS = {
        Signs.KIND,
        Signs.KIND | Signs.CONTENT | Signs.TARGET,
        Signs.KIND | Signs.MODE | Signs.OWNER,
        Signs.KIND | Signs.TIME
    };

    private final Rows rows;
    private int[] candidates;
    private int[] best;
    private int[] group;
    private int count;

    Vote(Rows rows) {
        this.rows = rows;
        candidates = new int[rows.nodes()];
        best = new int[rows.nodes()];
        group = new int[rows.nodes()];
    }

    /// A node in the state that most hold; -1 when most lack the path.
    int winner(int row) {
        if (!presenceWins(row)) {
            return -1;
        }
        dropUnreadable(row);
        if (unanimous(row)) {
            return candidates[0];
        }
        for (int mask : ROUNDS) {
            keepLargest(row, mask);
        }
        return candidates[0];
    }

    /// Makes the nodes that hold the path the candidates; false when those that lack it prevail.
    private boolean presenceWins(int row) {
        count = 0;
        int absent = 0;
        int firstAbsent = Integer.MAX_VALUE;
        for (int node = 0; node < rows.nodes(); node++) {
            if (rows.at(row, node) >= 0) {
                candidates[count++] = node;
            } else if (rows.listings.get(node) != null && !rows.hidden(row, node)) {
                absent++;
                firstAbsent = Math.min(firstAbsent, node);
            }
        }
        return count > absent || count > 0 && count == absent && candidates[0] < firstAbsent;
    }

    private void dropUnreadable(int row) {
        int readable = 0;
        for (int i = 0; i < count; i++) {
            Listing listing = rows.listings.get(candidates[i]);
            if (listing != null && !listing.unreadable(rows.at(row, candidates[i]))) {
                best[readable++] = candidates[i];
            }
        }
        if (readable > 0) {
            take(readable);
        }
    }

    private boolean unanimous(int row) {
        for (int i = 1; i < count; i++) {
            if (rows.compare(row, candidates[0], candidates[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Leaves of the candidates the largest group that agrees in `mask`; of equals the first.
    private void keepLargest(int row, int mask) {
        int largest = 0;
        for (int i = 0; i < count && largest < count; i++) {
            int size = 0;
            for (int j = 0; j < count; j++) {
                if ((rows.compare(row, candidates[i], candidates[j]) & mask) == 0) {
                    group[size++] = candidates[j];
                }
            }
            if (size > largest) {
                largest = size;
                int[] swap = best;
                best = group;
                group = swap;
            }
        }
        take(largest);
    }

    private void take(int n) {
        int[] swap = candidates;
        candidates = best;
        best = swap;
        count = n;
    }
}
