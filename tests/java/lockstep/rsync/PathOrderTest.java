package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import lockstep.tree.RandomTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathOrderTest {
    /// A path that ends in `/` is a directory; a character is a byte.
    private static int compare(String a, String b) {
        String left = a.endsWith("/") ? a.substring(0, a.length() - 1) : a;
        String right = b.endsWith("/") ? b.substring(0, b.length() - 1) : b;
        byte[] bytes = (left + right).getBytes(StandardCharsets.ISO_8859_1);
        int cut = left.length();
        return PathOrder.compare(
                bytes, 0, cut, a.endsWith("/"), cut, bytes.length, b.endsWith("/"));
    }

    private static List<String> sorted(List<String> paths) {
        int[] rows = PathOrder.sorted(paths.size(), (a, b) -> compare(paths.get(a), paths.get(b)));
        return IntStream.of(rows).mapToObj(paths::get).toList();
    }

    private static List<String> paths(long seed) {
        Map<String, Kind> tree = RandomTree.paths(new Random(seed), 400);
        List<String> sorted = new ArrayList<>();
        for (String path : RandomTree.sorted(tree)) {
            sorted.add(tree.get(path) == Kind.DIRECTORY ? path + "/" : path);
        }
        return sorted;
    }

    @Test
    void knownOrder() {
        List<String> inOrder =
                List.of("./", "a", "a.", "b", "a-/", "a-/x", "a/", "a/z", "a/b/", "a/b/c", "a0/");
        List<String> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, new Random(1));

        assertThat(sorted(shuffled)).isEqualTo(inOrder);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomTreesAreSortedAsTheRuleSays(long seed) {
        List<String> inOrder = paths(seed);
        List<String> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(sorted(shuffled)).isEqualTo(inOrder);
    }

    /// Indices and listings must agree, or the wrong row would be shown as changed.
    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void listingsHaveTheSameOrder(long seed) throws Exception {
        Map<String, Kind> tree = RandomTree.paths(new Random(seed), 400);
        ListingBuilder builder = new ListingBuilder(0);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        for (Map.Entry<String, Kind> entry : tree.entrySet()) {
            byte[] path = entry.getKey().getBytes(StandardCharsets.ISO_8859_1);
            facts.mode = entry.getValue().mode(0644);
            builder.add(path, path.length, facts);
        }
        Listing listing = builder.build();
        List<String> listed = new ArrayList<>();
        for (int row = 1; row < listing.size(); row++) {
            String path = new String(listing.path(row).toBytes(), StandardCharsets.ISO_8859_1);
            listed.add(listing.kind(row) == Kind.DIRECTORY ? path + "/" : path);
        }

        assertThat(sorted(listed)).isEqualTo(listed).isEqualTo(paths(seed));
    }

    @Test
    void everyPairAndTripleIsOrderedOneWay() {
        List<String> all = new ArrayList<>(paths(11).subList(0, 60));
        all.add("./");
        for (String a : all) {
            for (String b : all) {
                assertThat(Integer.signum(compare(a, b)))
                        .as("%s and %s", a, b)
                        .isEqualTo(-Integer.signum(compare(b, a)));
                assertThat(compare(a, b) == 0).isEqualTo(a.equals(b));
                for (String c : all) {
                    if (compare(a, b) < 0 && compare(b, c) < 0) {
                        assertThat(compare(a, c)).as("%s %s %s", a, b, c).isNegative();
                    }
                }
            }
        }
    }

    @Test
    void aFileAndADirectoryOfOneNameDiffer() {
        assertThat(compare("a", "a/")).isNegative();
        assertThat(compare("a/", "a/")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 17, 1000})
    void equalRowsStayInTheirOrder(int count) {
        int[] rows = PathOrder.sorted(count, (a, b) -> a % 3 - b % 3);

        for (int i = 1; i < count; i++) {
            int before = rows[i - 1];
            assertThat(before % 3 < rows[i] % 3 || before % 3 == rows[i] % 3 && before < rows[i])
                    .isTrue();
        }
        assertThat(rows).hasSize(count);
    }
}
