package lockstep.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ListingTest {
    @Test
    void standsInTheOrderOfASortByRsyncsRule() throws MalformedTree, TooLarge {
        for (int seed = 0; seed < 40; seed++) {
            Map<String, Kind> paths = RandomTree.paths(new Random(seed), 400);

            Listing listing = listing(paths);

            List<String> actual = new ArrayList<>();
            for (int row = 1; row < listing.size(); row++) {
                actual.add(latin(listing.path(row)));
            }
            assertThat(actual).as("seed %d", seed).isEqualTo(RandomTree.sorted(paths));
        }
    }

    @Test
    void findsEveryPathAndNoOther() throws MalformedTree, TooLarge {
        Map<String, Kind> paths = RandomTree.paths(new Random(7), 2_000);
        Listing listing = listing(paths);
        for (int row = 0; row < listing.size(); row++) {
            assertThat(listing.find(listing.path(row))).isEqualTo(row);
        }
        for (String other : RandomTree.paths(new Random(8), 2_000).keySet()) {
            byte[] bytes = other.getBytes(StandardCharsets.ISO_8859_1);
            int row = listing.find(TreePath.checked(bytes, 0, bytes.length));
            assertThat(row >= 0).as(other).isEqualTo(paths.containsKey(other));
        }
        assertThat(listing.find(TreePath.of("a/b/nowhere"))).isEqualTo(-1);
    }

    @Test
    void knowsWhatIsBelowADirectory() throws MalformedTree, TooLarge {
        Listing listing = listing(RandomTree.paths(new Random(3), 1_000));
        for (int row = 1; row < listing.size(); row++) {
            int parent = listing.parent(row);
            assertThat(parent).isBetween(0, row - 1);
            assertThat(listing.subtreeEnd(row)).isBetween(row + 1, listing.subtreeEnd(parent));
            assertThat(listing.path(row).isWithin(listing.path(parent))).isTrue();
            assertThat(row < listing.directoriesFrom(parent)).isEqualTo(!listing.isDirectory(row));
        }
    }

    @Test
    void tellsOneEntryWhole() {
        Listing listing =
                TreeSketch.byContent()
                        .file("app.js", "let x")
                        .mode(04755)
                        .owner(33, 34)
                        .time(5)
                        .nanos(7)
                        .link("now", "releases/1\n2")
                        .user(33, "www-data")
                        .build();

        Entry file = listing.entry(listing.find(TreePath.of("app.js")));
        Entry link = listing.entry(listing.find(TreePath.of("now")));

        assertThat(file.kind()).isEqualTo(Kind.FILE);
        assertThat(file.mode()).isEqualTo(0104755);
        assertThat(file.size()).isEqualTo(5);
        assertThat(file.modified()).isEqualTo(Instant.ofEpochSecond(5, 7));
        assertThat(file.owner()).isEqualTo("www-data");
        assertThat(file.group()).isEqualTo("34");
        assertThat(file.digest()).hasSize(16);
        assertThat(file.target()).isNull();
        assertThat(file.unreadable()).isFalse();
        assertThat(link.target()).isEqualTo("releases/1␊2");
        assertThat(link.size()).isZero();
        assertThat(link.digest()).isNull();
    }

    @Test
    void showsTimesThatNoCalendarHolds() {
        Listing listing =
                TreeSketch.byMetadata()
                        .file("far", "")
                        .time(Long.MAX_VALUE)
                        .nanos(999_999_999)
                        .file("long ago", "")
                        .time(Long.MIN_VALUE)
                        .build();

        assertThat(listing.entry(1).modified()).isEqualTo(Instant.MAX);
        assertThat(listing.entry(2).modified()).isEqualTo(Instant.MIN);
    }

    @Test
    void aFileWithoutItsDigestIsUnreadableInAScanByContentOnly() {
        Listing byContent = TreeSketch.byContent().file("a", "x").unread().file("b", "").build();
        Listing byMetadata = TreeSketch.byMetadata().file("a", "x").build();

        assertThat(byContent.unreadable(1)).isTrue();
        assertThat(byContent.unreadable(2)).isFalse();
        assertThat(byContent.unreadable(0)).isFalse();
        assertThat(byMetadata.unreadable(1)).isFalse();
    }

    @Test
    void remembersPlacesThatCouldNotBeRead() {
        Listing listing =
                TreeSketch.byMetadata()
                        .directory("closed")
                        .unreadable("closed")
                        .unreadable("never/seen")
                        .build();

        assertThat(listing.unreadable(listing.find(TreePath.of("closed")))).isTrue();
        assertThat(listing.unreadable()).hasSize(2);
        assertThat(listing.complete()).isTrue();
    }

    @Test
    void comparesOwnersByNameWhereBothHaveOne() {
        Listing a = owned(33, "www-data");
        assertThat(a.sameOwner(1, owned(80, "www-data"), 1)).isTrue();
        assertThat(a.sameOwner(1, owned(33, "backup"), 1)).isFalse();
        assertThat(a.sameOwner(1, owned(33, ""), 1)).isTrue();
        assertThat(a.sameOwner(1, owned(80, ""), 1)).isFalse();
        assertThat(a.sameGroup(1, owned(80, "www-data"), 1)).isFalse();
    }

    private static Listing owned(int uid, String name) {
        TreeSketch tree = TreeSketch.byMetadata().file("f", "").owner(uid, uid);
        return (name.isEmpty() ? tree : tree.user(uid, name)).build();
    }

    private static Listing listing(Map<String, Kind> paths) throws MalformedTree, TooLarge {
        ListingBuilder builder = new ListingBuilder(0);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        for (Map.Entry<String, Kind> entry : paths.entrySet()) {
            byte[] path = entry.getKey().getBytes(StandardCharsets.ISO_8859_1);
            facts.mode = entry.getValue().mode(0755);
            builder.add(path, path.length, facts);
        }
        return builder.build();
    }

    private static String latin(TreePath path) {
        return new String(path.toBytes(), StandardCharsets.ISO_8859_1);
    }
}
