package lockstep.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.drift.Filter;
import lockstep.drift.Selection;
import lockstep.drift.Verdict;
import lockstep.tree.Listing;
import lockstep.tree.MalformedTree;
import lockstep.tree.TooLarge;
import org.jspecify.annotations.Nullable;

/// Builds, merges, judges and filters N listings of a million entries each, and prints what every
/// stage took in time and left in the heap. Run by `tests/bench/drift.sh`.
public final class DriftBench {
    private final int nodes;
    private final int entries;
    private final PrintStream out = System.out;
    private long heap = used();

    private DriftBench(int nodes, int entries) {
        this.nodes = nodes;
        this.entries = entries;
    }

    /// @param args nodes and entries a node; 3 and 1,000,000 unless given
    public static void main(String[] args) throws MalformedTree, TooLarge {
        int nodes = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int entries = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        new DriftBench(nodes, entries).run();
    }

    private void run() throws MalformedTree, TooLarge {
        out.printf(
                Locale.ROOT,
                "%d nodes x %,d entries, heap limit %,d MiB%n%-34s %9s %14s %10s %12s%n",
                nodes,
                entries,
                Runtime.getRuntime().maxMemory() >> 20,
                "stage",
                "ms",
                "entries/s",
                "heap MiB",
                "bytes/entry");
        List<@Nullable Listing> listings = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            long start = System.nanoTime();
            listings.add(Site.listing(node, entries));
            names.add("web" + (node + 1));
            report("build listing " + names.getLast(), start, entries);
        }
        for (int round = 1; round <= 5; round++) {
            String name = "merge, round " + round;
            timed(name, () -> DriftTree.merge(names, listings, new Baseline.Reference(0)));
        }
        DriftTree tree =
                timed(
                        "merge (kept)",
                        () -> DriftTree.merge(names, listings, new Baseline.Reference(0)));
        timed("another reference", () -> tree.withBaseline(new Baseline.Reference(1)));
        timed("majority", () -> tree.withBaseline(new Baseline.Majority()));
        Verdict verdict = timed("verdict", tree::verdict);
        timed("select differences", () -> tree.select(Filter.DIFFERENCES));
        timed("select all that hold 'xyz7'", () -> tree.select(Filter.ALL.matching("XYZ7")));
        Selection all = timed("select all", () -> tree.select(Filter.ALL));
        timed("children of the root", () -> tree.children(0, all));
        timed("children of every directory", () -> walk(tree, all));
        out.println(verdict.kind() + " " + verdict.nodes());
    }

    private static int walk(DriftTree tree, Selection selection) {
        int seen = 1;
        for (int row = 0; row < tree.rows(); row++) {
            seen += tree.isDirectory(row) ? tree.children(row, selection).length : 0;
        }
        if (seen != tree.rows()) {
            throw new IllegalStateException(seen + " of " + tree.rows() + " rows reached");
        }
        return seen;
    }

    private <T> T timed(String stage, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        report(stage, start, (long) entries * nodes);
        return result;
    }

    private void report(String stage, long start, long handled) {
        double ms = (System.nanoTime() - start) / 1e6;
        long now = used();
        out.printf(
                Locale.ROOT,
                "%-34s %9.1f %,14.0f %10.1f %12.1f%n",
                stage,
                ms,
                handled / ms * 1_000,
                now / 1048576.0,
                (now - heap) / (double) entries);
        heap = now;
    }

    /// What lives in the heap now.
    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
