package lockstep.drift;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lockstep.rsync.NameRules;
import lockstep.tree.Listing;

/// What other rules would leave out of a tree that was scanned already. What they would let in is
/// not known: it was not listed. Immutable.
///
/// @param entries how many rows would go, what is below directories counted too
/// @param differing how many of them differ
/// @param of how many rows there are, without the root
/// @param rows the first of them: those that differ, then the others
public record Hidden(int entries, int differing, int of, List<Integer> rows) {
    public Hidden {
        rows = List.copyOf(rows);
    }

    /// Takes a pass over the tree. A name that is a directory on one node and a file on another
    /// goes where every node's goes.
    ///
    /// @param most rows that are told
    public static Hidden of(DriftTree tree, NameRules rules, int most) {
        BitSet gone = new Builder(tree, rules).gone();
        List<Integer> first =
                IntStream.concat(
                                gone.stream().filter(tree::differs),
                                gone.stream().filter(row -> !tree.differs(row)))
                        .limit(most)
                        .boxed()
                        .toList();
        int differing = (int) gone.stream().filter(tree::differs).count();
        return new Hidden(gone.cardinality(), differing, tree.rows() - 1, first);
    }

    /// Whether nothing is left.
    public boolean everything() {
        return entries > 0 && entries == of;
    }

    /// Goes row by row: a directory stands before what it holds.
    ///
    /// @param hidden for each node the rows that it would not list
    private record Builder(DriftTree tree, NameRules rules, List<BitSet> hidden) {
        Builder(DriftTree tree, NameRules rules) {
            this(tree, rules, Stream.generate(BitSet::new).limit(tree.nodes()).toList());
        }

        BitSet gone() {
            BitSet gone = new BitSet(tree.rows());
            for (int row = 1; row < tree.rows(); row++) {
                gone.set(row, goes(row));
            }
            return gone;
        }

        private boolean goes(int row) {
            boolean asDirectory = rules.hidesDirectory(tree.path(row));
            boolean asFile = rules.hidesFile(tree.path(row));
            boolean all = true;
            for (int node = 0; node < hidden.size(); node++) {
                Listing listing = tree.listing(node);
                int at = tree.listingRow(row, node);
                boolean above = hidden.get(node).get(tree.parent(row));
                if (listing != null && at >= 0) {
                    boolean here = listing.isDirectory(at) ? asDirectory : asFile;
                    hidden.get(node).set(row, above || here);
                    all &= above || here;
                }
            }
            return all;
        }
    }
}
