package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.tree.RandomTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTableTest {
    private static final Set<Trait> TRAITS =
            EnumSet.of(
                    Trait.OWNERS,
                    Trait.GROUPS,
                    Trait.LINKS,
                    Trait.HARD_LINKS,
                    Trait.DEVICES,
                    Trait.SPECIALS);

    private static void add(FileTable table, Entries entries) throws IOException {
        EntryReader reader =
                new EntryReader(
                        new EntryReader.Form(TRAITS, true, false, 0),
                        EntryReader.Names.NONE,
                        new Budget(1 << 30));
        var in = new Bytes().raw(entries.end().bytes()).in();
        while (reader.next(in)) {
            table.add(reader);
        }
        table.end();
    }

    private static FileTable whole(Entries entries) throws IOException {
        FileTable table = new FileTable(false, Optional.empty(), new Budget(1 << 30));
        table.begin();
        add(table, entries);
        return table;
    }

    private static String path(FileTable table, int index) throws Broken {
        return table.path(index).visible();
    }

    @Test
    void indicesOfAWholeListCountSortedEntriesFromZero() throws Exception {
        FileTable table =
                whole(Entries.rooted().directory("b").file("z", 9).file("b/c", 4).file("a", 3));

        assertThat(path(table, 0)).isEqualTo(".");
        assertThat(path(table, 1)).isEqualTo("a");
        assertThat(path(table, 2)).isEqualTo("z");
        assertThat(path(table, 3)).isEqualTo("b");
        assertThat(path(table, 4)).isEqualTo("b/c");
        assertThat(table.size(2)).isEqualTo(9);
        assertThat(table.entries()).isEqualTo(5);
        assertThat(table.bytes()).isEqualTo(16);
        assertThat(table.listCount()).isEqualTo(1);
        for (int index : new int[] {-1, 5, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatExceptionOfType(Broken.class).isThrownBy(() -> table.path(index));
            assertThatExceptionOfType(Broken.class).isThrownBy(() -> table.size(index));
        }
    }

    @Test
    void indicesOfIncrementalListsLeaveOneForTheDirectory() throws Exception {
        FileTable table = new FileTable(true, Optional.empty(), new Budget(1 << 30));
        assertThat(table.unfinished()).isTrue();
        table.begin();
        add(table, Entries.rooted().directory("e").directory("d").file("f", 7));
        table.begin(1); // d: 1 to 4 are taken, 5 is d itself
        assertThat(table.unfinished()).isTrue();
        add(table, new Entries().file("d/y", 1).file("d/x", 2));
        table.begin(2); // e: 8 is e itself, and nothing is in it
        add(table, new Entries());

        assertThat(table.unfinished()).isFalse();
        assertThat(path(table, 0)).isEqualTo(".");
        assertThat(path(table, 1)).isEqualTo(".");
        assertThat(path(table, 2)).isEqualTo("f");
        assertThat(path(table, 3)).isEqualTo("d");
        assertThat(path(table, 4)).isEqualTo("e");
        assertThat(path(table, 5)).isEqualTo("d");
        assertThat(table.size(5)).isZero();
        assertThat(path(table, 6)).isEqualTo("d/x");
        assertThat(table.size(6)).isEqualTo(2);
        assertThat(path(table, 7)).isEqualTo("d/y");
        assertThat(path(table, 8)).isEqualTo("e");
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> table.path(9));
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> table.begin(3));
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> table.begin(-1));
    }

    /// As rsync 3.0.9 and 3.5.0 list `-H one/d two/d`: what is in both comes in one list.
    @Test
    void hardLinksInDirectoriesOfOneName() throws Exception {
        Roots roots = new Roots(Roots.Below.ANYTHING, Roots.Shape.LAST_PARTS);
        roots.add(List.of("d"), Roots.Extent.ITSELF);
        Budget budget = new Budget(1 << 30);
        FileTable table = new FileTable(true, Optional.empty(), Optional.of(roots), budget);
        table.begin();
        add(table, new Entries().directory("d").directory("d"));
        table.begin(0); // 1 and 2 are taken, 3 is d itself
        Entries both = new Entries();
        both.firstLinked("d/b").laterLinked("d/a", 0).firstLinked("d/d").laterLinked("d/c", 2);
        add(table, both);

        table.requireLinked(4, TreePath.of("d/b"));
        table.requireLinked(6, TreePath.of("d/d"));
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> table.requireLinked(6, TreePath.of("d/b")));
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> table.begin(1));
    }

    private static Itemized itemized(FileTable table, int index) throws Broken {
        return table.itemized(new Item(index, ItemFlags.REPORT_TIME, 0));
    }

    @Test
    void factsAreKeptWhereTheyAreAskedFor() throws Exception {
        FileTable table =
                new FileTable(true, Optional.empty(), new Budget(1 << 30)).keepingFacts(Digest.MD5);
        table.begin();
        add(table, Entries.rooted().directory("d").link("l", "to/there").file("f", 7));
        table.begin(1);
        add(table, new Entries().file("d/x", 2));

        Itemized root = itemized(table, 0);
        assertThat(Kind.of(root.listed().mode())).isEqualTo(Kind.DIRECTORY);
        assertThat(root.path().isRoot()).isTrue();
        assertThat(root.place()).isZero();
        Itemized link = itemized(table, 3);
        assertThat(link.path().visible()).isEqualTo("l");
        assertThat(link.listed().target()).asString().isEqualTo("to/there");
        assertThat(link.listed().device()).isZero();
        assertThat(link.place()).isEqualTo(2);
        assertThat(itemized(table, 5).path().visible()).isEqualTo("d");
        assertThat(Kind.of(itemized(table, 5).listed().mode())).isEqualTo(Kind.DIRECTORY);
        Itemized file = itemized(table, 6);
        assertThat(file.path().visible()).isEqualTo("d/x");
        assertThat(file.listed().size()).isEqualTo(2);
        assertThat(file.place()).isEqualTo(4);
        assertThat(table.tally()).isEqualTo(new Tally(2, 2, 1, 0, 0));
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> itemized(table, 7));
    }

    @Test
    void factsAreNotKeptOtherwise() throws Exception {
        FileTable table = whole(Entries.rooted().file("f", 7));

        assertThat(itemized(table, 1).listed()).isSameAs(Listed.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomTreesInAnyOrder(long seed) throws Exception {
        Map<String, Kind> tree = RandomTree.paths(new Random(seed), 300);
        List<String> names = new ArrayList<>(tree.keySet());
        Collections.shuffle(names, new Random(seed));
        Entries entries = Entries.rooted();
        for (String name : names) {
            entries.plain(name, 1, java.util.Objects.requireNonNull(tree.get(name)).mode(0755));
        }

        FileTable table = whole(entries);

        List<String> sorted = RandomTree.sorted(tree);
        for (int i = 0; i < sorted.size(); i++) {
            assertThat(new String(table.path(i + 1).toBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(sorted.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void aRandomTreeWithALinkForADirectoryIsRefused(long seed) {
        Random random = new Random(seed);
        Map<String, Kind> tree = RandomTree.paths(random, 300);
        List<String> parents =
                tree.keySet().stream()
                        .filter(p -> p.contains("/"))
                        .map(p -> p.substring(0, p.lastIndexOf('/')))
                        .toList();
        String victim = parents.get(random.nextInt(parents.size()));
        boolean twice = random.nextBoolean();
        Entries entries = Entries.rooted();
        tree.forEach(
                (name, kind) -> {
                    boolean hit = name.equals(victim);
                    if (hit) {
                        entries.link(name, "/etc");
                    }
                    if (!hit || twice) {
                        entries.plain(name, 1, kind.mode(0755));
                    }
                });

        assertThatExceptionOfType(Broken.class).isThrownBy(() -> whole(entries));
    }

    @Test
    void aSelectionMayNameADirectoryAboveMoreThanOnce() throws Exception {
        Set<TreePath> chosen = Set.of(TreePath.of("d/a"), TreePath.of("d/b"), TreePath.of("gone"));
        FileTable table = new FileTable(false, Optional.of(chosen), new Budget(1 << 30));
        table.begin();
        add(
                table,
                new Entries()
                        .implied("d")
                        .file("d/b", 1)
                        .missing("gone")
                        .implied("d")
                        .file("d/a", 1));

        assertThat(path(table, 0)).isEqualTo("gone");
        assertThat(path(table, 1)).isEqualTo("d");
        assertThat(path(table, 2)).isEqualTo("d");
        assertThat(path(table, 3)).isEqualTo("d/a");
        assertThat(path(table, 4)).isEqualTo("d/b");
    }

    @Test
    void withoutASelectionNothingIsMissing() {
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> whole(Entries.rooted().missing("a")))
                .withMessageContaining("without a kind");
    }

    /// Two thousand levels, and names that are alike to the last of them.
    @Test
    void namesOfManyLevelsCostNoMoreToJudge() {
        Entries entries = new Entries();
        for (int i = 0; i < 2_000; i++) {
            entries.file("a/".repeat(2_040) + i, 1);
        }

        isJudgedInTime(entries, 2_000);
    }

    /// A directory that comes again between the files in it.
    @Test
    void aDirectoryOfManyLevelsThatComesAgainAndAgain() {
        Entries entries = new Entries();
        for (int i = 0; i < 2_000; i++) {
            entries.file("a/".repeat(2_040) + "x", 1).directory("a/".repeat(2_039) + "a");
        }

        isJudgedInTime(entries, 4_000);
    }

    private static void isJudgedInTime(Entries entries, int count) {
        Roots roots = new Roots(Roots.Below.ANYTHING, Roots.Shape.WHOLE_PATHS);
        roots.add(List.of("a"), Roots.Extent.WITH_CONTENTS);
        List<byte[]> rules =
                Stream.of("- **/b/", "- a/**/*c/", "- b**", "- a*/**d", "- *.tmp")
                        .map(rule -> rule.getBytes(StandardCharsets.US_ASCII))
                        .toList();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(6),
                () -> {
                    FileTable table =
                            new FileTable(
                                    false,
                                    Optional.empty(),
                                    Optional.of(roots),
                                    new Budget(1 << 30));
                    table.filteredBy(Filter.of(rules));
                    table.begin();
                    add(table, entries);
                    assertThat(table.entries()).isEqualTo(count);
                });
    }
}
