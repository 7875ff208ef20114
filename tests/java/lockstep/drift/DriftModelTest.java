package lockstep.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import lockstep.tree.Entry;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import lockstep.tree.MalformedTree;
import lockstep.tree.RandomTree;
import lockstep.tree.TooLarge;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Holds the merge against a model that knows nothing of columns, order or cursors: a map from
/// path to entry for every node.
class DriftModelTest {
    private static final int NODES = 3;

    @Test
    void saysOfRandomTreesWhatTheModelSays() throws MalformedTree, TooLarge {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            List<@Nullable Listing> listings = listings(random, seed % 2 == 0);
            DriftTree tree =
                    DriftTree.merge(List.of("a", "b", "c"), listings, new Baseline.Reference(0));
            for (int reference = 0; reference < NODES; reference++) {
                check(seed, tree.withBaseline(new Baseline.Reference(reference)), reference);
            }
            checkMajority(seed, tree.withBaseline(new Baseline.Majority()));
        }
    }

    private static List<@Nullable Listing> listings(Random random, boolean byContent)
            throws MalformedTree, TooLarge {
        Map<String, Kind> shared = RandomTree.paths(random, 120);
        List<@Nullable Listing> listings = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            Map<String, Kind> paths = new TreeMap<>(shared);
            paths.putAll(RandomTree.paths(random, 15));
            paths.keySet().removeIf(_ -> random.nextInt(12) == 0);
            listings.add(listing(random, paths, byContent ? 8 : 0));
        }
        if (random.nextInt(8) == 0) {
            listings.set(random.nextInt(NODES), null);
        }
        return listings;
    }

    private static Listing listing(Random random, Map<String, Kind> paths, int digestLength)
            throws MalformedTree, TooLarge {
        ListingBuilder builder = new ListingBuilder(digestLength);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        Set<String> directories = new HashSet<>(Set.of(""));
        for (Map.Entry<String, Kind> entry : paths.entrySet()) {
            String path = entry.getKey();
            if (!directories.contains(path.substring(0, Math.max(path.lastIndexOf('/'), 0)))) {
                continue;
            }
            Kind kind = random.nextInt(25) == 0 ? Kind.SYMLINK : entry.getValue();
            facts.mode = kind.mode(odd(random) ? 0600 : 0644);
            facts.size = kind == Kind.FILE && odd(random) ? 1 : 2;
            facts.mtime = odd(random) ? 5 : 6;
            facts.nanos = random.nextInt(1_000);
            facts.uid = odd(random) ? 7 : 8;
            facts.target = new byte[] {(byte) (odd(random) ? 'x' : 'y')};
            byte[] digest = new byte[digestLength];
            Arrays.fill(digest, (byte) (odd(random) ? 1 : odd(random) ? 0 : 2));
            facts.digest = digest;
            byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
            builder.add(bytes, bytes.length, facts);
            if (kind == Kind.DIRECTORY) {
                directories.add(path);
            }
            if (random.nextInt(40) == 0) {
                builder.unreadable(TreePath.checked(bytes, 0, bytes.length), "no");
            }
        }
        if (random.nextInt(20) == 0) {
            builder.incomplete();
        }
        return builder.build();
    }

    private static boolean odd(Random random) {
        return random.nextInt(10) == 0;
    }

    /// What a node holds, by path.
    private static Map<TreePath, Entry> entries(@Nullable Listing listing) {
        Map<TreePath, Entry> entries = new HashMap<>();
        for (int row = 0; listing != null && row < listing.size(); row++) {
            entries.put(listing.path(row), listing.entry(row));
        }
        return entries;
    }

    private static void check(int seed, DriftTree tree, int reference) {
        List<Map<TreePath, Entry>> models = new ArrayList<>();
        Set<TreePath> all = new HashSet<>(Set.of(TreePath.ROOT));
        for (int node = 0; node < NODES; node++) {
            models.add(entries(tree.listing(node)));
            all.addAll(models.get(node).keySet());
        }
        assertThat(tree.rows()).isEqualTo(all.size());
        Map<TreePath, int[]> below = new HashMap<>();
        for (int row = tree.rows() - 1; row >= 0; row--) {
            TreePath path = tree.path(row);
            assertThat(all.remove(path)).as("seed %d: %s twice or made up", seed, path).isTrue();
            assertThat(tree.find(path)).isEqualTo(row);
            assertPlace(tree, row, path);
            for (int node = 0; node < NODES; node++) {
                EnumSet<Sign> expected = expected(tree, models, path, node, reference);
                assertThat(tree.signs(row, node))
                        .as("seed %d reference %d: %s on %d", seed, reference, path, node)
                        .isEqualTo(expected);
                boolean differs = expected.stream().anyMatch(Sign::differs);
                assertThat(tree.differs(row, node)).isEqualTo(differs);
                assertThat(tree.differing(row, node))
                        .isEqualTo(below.computeIfAbsent(path, _ -> new int[NODES])[node]);
                if (differs) {
                    count(below, path, node);
                }
            }
        }
        assertThat(all).isEmpty();
    }

    private static void assertPlace(DriftTree tree, int row, TreePath path) {
        boolean directory = path.isRoot();
        for (int node = 0; node < NODES; node++) {
            Listing listing = tree.listing(node);
            int r = tree.listingRow(row, node);
            directory |= listing != null && r >= 0 && listing.isDirectory(r);
        }
        assertThat(tree.isDirectory(row)).isEqualTo(directory);
        if (row > 0) {
            assertThat(tree.path(tree.parent(row))).isEqualTo(path.parent());
            assertThat(tree.subtreeEnd(row)).isBetween(row + 1, tree.subtreeEnd(tree.parent(row)));
        }
    }

    private static void count(Map<TreePath, int[]> below, TreePath path, int node) {
        TreePath above = path;
        while (!above.isRoot()) {
            above = above.parent();
            below.computeIfAbsent(above, _ -> new int[NODES])[node]++;
        }
    }

    private static EnumSet<Sign> expected(
            DriftTree tree,
            List<Map<TreePath, Entry>> models,
            TreePath path,
            int node,
            int reference) {
        Listing listing = tree.listing(node);
        Listing base = tree.listing(reference);
        if (listing == null || base == null) {
            return EnumSet.of(Sign.UNKNOWN);
        }
        Entry here = models.get(node).get(path);
        Entry there = models.get(reference).get(path);
        if (here == null && hidden(listing, models.get(node), path)
                || there == null && hidden(base, models.get(reference), path)) {
            return EnumSet.of(Sign.UNREADABLE);
        }
        if (here == null) {
            return EnumSet.of(there == null ? Sign.ABSENT : Sign.MISSING);
        }
        return there == null
                ? EnumSet.of(Sign.EXTRA)
                : facts(there, here, listing.digestLength() > 0);
    }

    /// Whether the listing is incomplete, the path or one above it was named as unreadable and is
    /// no file or link.
    private static boolean hidden(Listing listing, Map<TreePath, Entry> model, TreePath path) {
        boolean hidden = !listing.complete();
        TreePath at = path;
        while (!at.isRoot()) {
            hidden |= named(listing, at) && !model.containsKey(at);
            at = at.parent();
            Entry entry = model.get(at);
            if (entry != null) {
                return hidden || entry.kind() == Kind.DIRECTORY && named(listing, at);
            }
        }
        return hidden;
    }

    private static boolean named(Listing listing, TreePath path) {
        return listing.unreadable().stream().anyMatch(place -> place.path().equals(path));
    }

    private static EnumSet<Sign> facts(Entry a, Entry b, boolean byContent) {
        if (a.kind() != b.kind()) {
            return EnumSet.of(Sign.KIND);
        }
        EnumSet<Sign> signs = EnumSet.noneOf(Sign.class);
        boolean sameTime = a.modified().getEpochSecond() == b.modified().getEpochSecond();
        boolean sameDigest =
                a.digest() == null || b.digest() == null || a.digest().equals(b.digest());
        add(signs, Sign.UNREADABLE, a.unreadable() || b.unreadable());
        add(
                signs,
                Sign.CONTENT,
                a.kind() == Kind.FILE
                        && (a.size() != b.size() || !(byContent ? sameDigest : sameTime)));
        add(signs, Sign.TARGET, a.target() != null && !a.target().equals(b.target()));
        add(signs, Sign.MODE, a.kind() != Kind.SYMLINK && a.mode() != b.mode());
        add(signs, Sign.OWNER, !a.owner().equals(b.owner()));
        add(signs, Sign.TIME, !sameTime);
        add(signs, Sign.SAME, signs.isEmpty());
        return signs;
    }

    private static void add(EnumSet<Sign> signs, Sign sign, boolean holds) {
        if (holds) {
            signs.add(sign);
        }
    }

    /// By the majority no state may have more holders than the one called the same.
    private static void checkMajority(int seed, DriftTree tree) {
        for (int row = 0; row < tree.rows(); row++) {
            int present = 0;
            int absent = 0;
            int hidden = 0;
            for (int node = 0; node < NODES; node++) {
                boolean here = tree.listingRow(row, node) >= 0;
                present += here ? 1 : 0;
                absent += !here && tree.listing(node) != null && !tree.hidden(row, node) ? 1 : 0;
                hidden += tree.hidden(row, node) ? 1 : 0;
            }
            EnumSet<Sign> all = EnumSet.noneOf(Sign.class);
            for (int node = 0; node < NODES; node++) {
                all.addAll(tree.signs(row, node));
            }
            String at = "seed " + seed + ": " + tree.path(row);
            assertThat(all.contains(Sign.EXTRA))
                    .as(at)
                    .isEqualTo(tree.base(row) < 0 && present > 0);
            assertThat(all.contains(Sign.MISSING))
                    .as(at)
                    .isEqualTo(tree.base(row) >= 0 && absent > 0);
            if (present != absent) {
                assertThat(tree.base(row) >= 0).as(at).isEqualTo(present > absent);
            }
            assertThat(hidden == 0 || all.contains(Sign.UNREADABLE)).as(at).isTrue();
        }
    }
}
