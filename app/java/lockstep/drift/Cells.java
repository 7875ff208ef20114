package lockstep.drift;

import java.util.BitSet;

/// The signs of every cell against one baseline, and what they add up to below each directory.
final class Cells {
    private final Rows rows;
    private final Baseline baseline;
    private final short[][] signs;
    private final Tally[] differing;
    private final Tally anywhere;

    Cells(Rows rows, Baseline baseline) {
        this.rows = rows;
        this.baseline = baseline;
        signs = new short[rows.nodes()][rows.count()];
        differing = new Tally[rows.nodes()];
        boolean known =
                !(baseline instanceof Baseline.Reference(int node))
                        || rows.listings.get(node) != null;
        Vote vote = new Vote(rows);
        for (int row = 0; row < rows.count(); row++) {
            int base = known ? base(row, vote) : -1;
            for (int node = 0; node < rows.nodes(); node++) {
                signs[node][row] = (short) (known ? cell(row, node, base) : Signs.UNKNOWN);
            }
        }
        BitSet all = new BitSet();
        for (int node = 0; node < rows.nodes(); node++) {
            BitSet members = members(node);
            all.or(members);
            differing[node] = new Tally(members, rows.count());
        }
        anywhere = new Tally(all, rows.count());
    }

    private BitSet members(int node) {
        BitSet members = new BitSet();
        for (int row = 0; row < rows.count(); row++) {
            if ((signs[node][row] & Signs.DIFFERENCES) != 0) {
                members.set(row);
            }
        }
        return members;
    }

    Baseline baseline() {
        return baseline;
    }

    /// The node whose entry is the baseline's; -1 where the baseline has none.
    int base(int row) {
        return base(row, new Vote(rows));
    }

    private int base(int row, Vote vote) {
        return switch (baseline) {
            case Baseline.Reference(int node) -> rows.at(row, node) >= 0 ? node : -1;
            case Baseline.Majority() -> vote.winner(row);
        };
    }

    private int cell(int row, int node, int base) {
        if (rows.listings.get(node) == null) {
            return Signs.UNKNOWN;
        }
        boolean baseHidden =
                baseline instanceof Baseline.Reference(int reference)
                        && rows.hidden(row, reference);
        if (baseHidden || rows.hidden(row, node)) {
            return Signs.UNREADABLE;
        }
        if (rows.at(row, node) < 0) {
            return base < 0 ? Signs.ABSENT : Signs.MISSING;
        }
        return base < 0 ? Signs.EXTRA : rows.compare(row, base, node);
    }

    int signs(int row, int node) {
        return signs[node][row];
    }

    /// The signs of all nodes together.
    int signs(int row) {
        int all = 0;
        for (short[] column : signs) {
            all |= column[row];
        }
        return all;
    }

    boolean differs(int row, int node) {
        return differing[node].contains(row);
    }

    boolean differs(int row) {
        return anywhere.contains(row);
    }

    int differing(int from, int to, int node) {
        return differing[node].count(from, to);
    }

    int differing(int from, int to) {
        return anywhere.count(from, to);
    }
}
