package lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.FaultException;
import lockstep.rsync.Approved;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import lockstep.tree.MalformedTree;
import lockstep.tree.TooLarge;
import lockstep.tree.TreePath;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a plan's chosen rows bind a relay to.
class BindingTest {
    private static final int MILLION = 1_000_000;
    private static final int IN_A_DIRECTORY = 100;

    private static Plan.Target target(Listing source, Listing there) throws FaultException {
        DriftTree drift =
                DriftTree.merge(
                        List.of("web1", "web2"), List.of(source, there), new Baseline.Reference(0));
        return Planner.of(drift, "web1", List.of("web2")).targets().getFirst();
    }

    private static Plan.Target only(Plan.Target target, String... chosen) {
        Set<String> wanted = Set.of(chosen);
        return target.with(
                target.rows().stream()
                        .map(r -> r.choose(wanted.contains(r.path().visible())))
                        .toList());
    }

    private static Set<String> paths(Listing listing, BitSet rows) {
        return rows.stream()
                .mapToObj(row -> listing.path(row).visible())
                .collect(Collectors.toSet());
    }

    private static Set<String> paths(Approved approved) {
        return approved.paths().stream().map(TreePath::visible).collect(Collectors.toSet());
    }

    private static Listing source() {
        return TreeSketch.byContent()
                .directory("d")
                .file("d/a", "new")
                .file("d/same", "s")
                .file("kind", "a file")
                .directory("made")
                .file("made/f", "f")
                .build();
    }

    private static Listing there() {
        return TreeSketch.byContent()
                .directory("d")
                .file("d/a", "old")
                .file("d/same", "s")
                .directory("kind")
                .file("kind/x", "x")
                .directory("old")
                .file("old/o", "o")
                .build();
    }

    @Test
    void everythingChosen() throws Exception {
        Approved approved = Binding.of(target(source(), there()));

        assertThat(paths(approved)).contains("d/a", "d", "kind", "made", "made/f", "old", ".");
        assertThat(paths(approved)).doesNotContain("d/same", "kind/x", "old/o");
        assertThat(paths(approved.source(), approved.beside())).containsExactlyInAnyOrder("d", ".");
        assertThat(paths(approved.target(), approved.going()))
                .containsExactlyInAnyOrder("kind", "kind/x", "old", "old/o");
        assertThat(approved.isByContent()).isTrue();
    }

    @Test
    void whatWasNotChosenMayNotGo() throws Exception {
        Approved approved = Binding.of(only(target(source(), there()), "d/a", "old/o"));

        assertThat(paths(approved)).containsExactlyInAnyOrder("d/a", "d", "old/o", ".");
        assertThat(paths(approved.target(), approved.going())).containsExactly("old/o");
    }

    @Test
    void aDirectoryThatKeepsSomethingStays() throws Exception {
        Approved approved = Binding.of(only(target(source(), there()), "old", "d/a"));

        assertThat(paths(approved)).doesNotContain("old");
        assertThat(approved.going().isEmpty()).isTrue();
    }

    @Test
    void aPlanByMetadataBindsByMetadata() throws Exception {
        Listing source = TreeSketch.byMetadata().file("a", "1").build();
        Listing there = TreeSketch.byMetadata().build();

        assertThat(Binding.of(target(source, there)).isByContent()).isFalse();
    }

    /// Heap a row of a plan, and of what it is bound to.
    @Test
    @Tag("bench")
    void aMillionRows() throws Exception {
        Listing source = million();
        Listing there = TreeSketch.byMetadata().build();
        long before = used();
        Plan.Target target = target(source, there);
        long planned = used();
        Approved approved = Binding.of(target);
        long bound = used();

        assertThat(target.rows()).hasSizeGreaterThan(MILLION);
        assertThat(approved.paths()).hasSizeGreaterThan(MILLION);
        System.getLogger("bench")
                .log(
                        System.Logger.Level.INFO,
                        String.format(
                                Locale.ROOT,
                                "plan %,d bytes a row, bound to it %,d more",
                                (planned - before) / MILLION,
                                (bound - planned) / MILLION));
    }

    private static Listing million() throws MalformedTree, TooLarge {
        ListingBuilder builder = new ListingBuilder(0);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        for (int i = 0; i < MILLION; i++) {
            String directory = "directory-%05d".formatted(i / IN_A_DIRECTORY);
            if (i % IN_A_DIRECTORY == 0) {
                facts.mode = Kind.DIRECTORY.mode(0755);
                add(builder, directory, facts);
            }
            facts.mode = Kind.FILE.mode(0644);
            facts.size = i;
            add(builder, directory + "/file-%06d.dat".formatted(i), facts);
        }
        return builder.build();
    }

    private static void add(ListingBuilder to, String path, ListingBuilder.Facts facts)
            throws MalformedTree, TooLarge {
        byte[] bytes = path.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        to.add(bytes, bytes.length, facts);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
