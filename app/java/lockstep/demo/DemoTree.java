package lockstep.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The trees of all nodes and what was made to differ in them: the same for the same options,
/// moment and rights.
final class DemoTree {
    /// The rules under which nodes are compared: a cache is each node's own.
    static final List<String> RULES = List.of("- /var/cache/");

    /// Texts that every node has from the beginning, though not always in the same state.
    static final List<String> PAGES =
            List.of(
                    "index.html",
                    "products/p-001.html",
                    "products/p-002.html",
                    "products/p-003.html",
                    "about.html",
                    "assets/js/app.js",
                    "assets/css/shop.css");

    private final List<PlannedTree> trees;
    private final List<Seeded> seeded;

    private DemoTree(List<PlannedTree> trees, List<Seeded> seeded) {
        this.trees = trees;
        this.seeded = seeded;
    }

    /// Plans everything; nothing is written.
    ///
    /// @param names of the nodes, the reference first
    /// @param now no entry is younger than this
    static DemoTree plan(
            Options options, List<String> names, Instant now, Optional<Ownership> ownership) {
        PlannedTree reference = ShopTree.plan(options, now);
        var drift = new Drift(options, names, reference, now);
        drift.seed(options, ownership);
        return new DemoTree(drift.trees(), drift.seeded());
    }

    /// Writes one node's tree to `root`, whose parent exists and which itself does not.
    void write(int node, Path root) throws IOException {
        trees.get(node).write(root);
    }

    /// Every difference, in the order of seeding.
    List<Seeded> seeded() {
        return seeded;
    }
}
