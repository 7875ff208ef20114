package lockstep.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import lockstep.tree.TreeSketch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftTreeTest {
    private static final Baseline FIRST = new Baseline.Reference(0);

    @Test
    void tellsEveryKindOfDifference() {
        DriftTree tree =
                merge(
                        TreeSketch.byContent()
                                .file("same", "x")
                                .file("content", "old")
                                .file("missing", "x")
                                .file("mode", "x")
                                .file("owner", "x")
                                .file("time", "x")
                                .link("target", "a")
                                .file("kind", "x")
                                .device("device", 1, 3)
                                .file("closed", "x"),
                        TreeSketch.byContent()
                                .file("same", "x")
                                .file("content", "new")
                                .file("extra", "x")
                                .file("mode", "x")
                                .mode(0600)
                                .file("owner", "x")
                                .owner(0, 7)
                                .file("time", "x")
                                .time(2_000)
                                .link("target", "b")
                                .link("kind", "x")
                                .device("device", 1, 5)
                                .file("closed", "x")
                                .unread());

        assertThat(sign(tree, "same", 1)).isEqualTo(Sign.SAME);
        assertThat(sign(tree, "content", 1)).isEqualTo(Sign.CONTENT);
        assertThat(sign(tree, "missing", 1)).isEqualTo(Sign.MISSING);
        assertThat(sign(tree, "extra", 0)).isEqualTo(Sign.ABSENT);
        assertThat(sign(tree, "extra", 1)).isEqualTo(Sign.EXTRA);
        assertThat(sign(tree, "mode", 1)).isEqualTo(Sign.MODE);
        assertThat(sign(tree, "owner", 1)).isEqualTo(Sign.OWNER);
        assertThat(sign(tree, "time", 1)).isEqualTo(Sign.TIME);
        assertThat(sign(tree, "target", 1)).isEqualTo(Sign.TARGET);
        assertThat(sign(tree, "kind", 1)).isEqualTo(Sign.KIND);
        assertThat(sign(tree, "device", 1)).isEqualTo(Sign.CONTENT);
        assertThat(sign(tree, "closed", 1)).isEqualTo(Sign.UNREADABLE);
        assertThat(tree.differing(0, 0)).isZero();
        assertThat(tree.differing(0, 1)).isEqualTo(10);
        assertThat(tree.differing(0)).isEqualTo(10);
        assertThat(tree.differs(row(tree, "same"))).isFalse();
        assertThat(tree.listingRow(row(tree, "missing"), 1)).isEqualTo(-1);
    }

    @Test
    void aCellHoldsAllItsSignsAndShowsTheWorst() {
        DriftTree tree =
                merge(
                        TreeSketch.byContent().file("f", "old"),
                        TreeSketch.byContent().file("f", "new").mode(0600).owner(1, 1).time(5));

        assertThat(tree.signs(1, 1))
                .isEqualTo(EnumSet.of(Sign.CONTENT, Sign.MODE, Sign.OWNER, Sign.TIME));
        assertThat(tree.sign(1, 1)).isEqualTo(Sign.CONTENT);
        assertThat(tree.signs(1, 0)).isEqualTo(EnumSet.of(Sign.SAME));
    }

    @Test
    void contentGoesByDigestWhereBothHaveOne() {
        DriftTree hidden =
                merge(
                        TreeSketch.byContent().file("f", "abc"),
                        TreeSketch.byContent().file("f", "abd"));
        DriftTree touched =
                merge(
                        TreeSketch.byContent().file("f", "abc"),
                        TreeSketch.byContent().file("f", "abc").time(9));

        assertThat(hidden.sign(1, 1)).isEqualTo(Sign.CONTENT);
        assertThat(hidden.byContent()).isTrue();
        assertThat(touched.signs(1, 1)).isEqualTo(EnumSet.of(Sign.TIME));
    }

    @Test
    void withoutDigestsContentGoesBySizeAndTimeInSeconds() {
        TreeSketch[] others = {
            TreeSketch.byMetadata().file("f", "abd").nanos(5),
            TreeSketch.byMetadata().file("f", "abcd"),
            TreeSketch.byMetadata().file("f", "abc").time(9),
            TreeSketch.byContent().file("f", "abd")
        };
        List<EnumSet<Sign>> expected =
                List.of(
                        EnumSet.of(Sign.SAME),
                        EnumSet.of(Sign.CONTENT),
                        EnumSet.of(Sign.CONTENT, Sign.TIME),
                        EnumSet.of(Sign.SAME));
        for (int i = 0; i < others.length; i++) {
            DriftTree tree = merge(TreeSketch.byMetadata().file("f", "abc"), others[i]);
            assertThat(tree.signs(1, 1)).as("other %d", i).isEqualTo(expected.get(i));
            assertThat(tree.byContent()).isFalse();
        }
    }

    @Test
    void aFileThatCouldNotBeReadOnTheBaselineIsToldOfNoNode() {
        DriftTree tree =
                merge(
                        TreeSketch.byContent().file("f", "abc").unread(),
                        TreeSketch.byContent().file("f", "abc"),
                        TreeSketch.byContent().file("f", "abcd"));

        assertThat(tree.sign(1, 0)).isEqualTo(Sign.UNREADABLE);
        assertThat(tree.sign(1, 1)).isEqualTo(Sign.UNREADABLE);
        assertThat(tree.signs(1, 2)).isEqualTo(EnumSet.of(Sign.CONTENT, Sign.UNREADABLE));
    }

    @Test
    void whatIsBelowAnUnreadableDirectoryIsNotMissingAndNotExtra() {
        DriftTree tree =
                merge(
                        TreeSketch.byMetadata().directory("d").directory("d/e").file("d/e/f", ""),
                        TreeSketch.byMetadata().directory("d").unreadable("d"),
                        TreeSketch.byMetadata());

        assertThat(sign(tree, "d", 1)).isEqualTo(Sign.UNREADABLE);
        assertThat(sign(tree, "d/e", 1)).isEqualTo(Sign.UNREADABLE);
        assertThat(sign(tree, "d/e/f", 1)).isEqualTo(Sign.UNREADABLE);
        assertThat(sign(tree, "d/e/f", 2)).isEqualTo(Sign.MISSING);
        DriftTree other = tree.withBaseline(new Baseline.Reference(1));
        assertThat(sign(other, "d/e/f", 0)).isEqualTo(Sign.UNREADABLE);
        assertThat(sign(other, "d/e/f", 1)).isEqualTo(Sign.UNREADABLE);
        assertThat(sign(other, "d/e/f", 2)).isEqualTo(Sign.UNREADABLE);
    }

    @Test
    void aPlaceThatANodeNamedButCouldNotListIsNotMissing() {
        DriftTree tree =
                merge(
                        TreeSketch.byMetadata().directory("d").directory("d/e").file("d/e/f", ""),
                        TreeSketch.byMetadata().directory("d").unreadable("d/e"));

        assertThat(sign(tree, "d", 1)).isEqualTo(Sign.SAME);
        assertThat(sign(tree, "d/e", 1)).isEqualTo(Sign.UNREADABLE);
        assertThat(sign(tree, "d/e/f", 1)).isEqualTo(Sign.UNREADABLE);
    }

    @Test
    void nothingIsMissingFromAnIncompleteListing() {
        DriftTree tree =
                merge(
                        TreeSketch.byMetadata().file("both", "").file("f", ""),
                        TreeSketch.byMetadata().file("both", "").file("g", "").incomplete());

        assertThat(sign(tree, "both", 1)).isEqualTo(Sign.SAME);
        assertThat(sign(tree, "f", 1)).isEqualTo(Sign.UNREADABLE);
        assertThat(sign(tree, "g", 1)).isEqualTo(Sign.EXTRA);
    }

    @Test
    void aNodeThatWasNotScannedIsUnknownAndAReferenceThatWasNotMakesAllUnknown() {
        List<@Nullable Listing> listings =
                Arrays.asList(TreeSketch.byMetadata().file("f", "").build(), null);
        DriftTree tree = DriftTree.merge(List.of("a", "b"), listings, FIRST);

        assertThat(tree.sign(1, 1)).isEqualTo(Sign.UNKNOWN);
        assertThat(tree.differs(1)).isFalse();
        assertThat(tree.withBaseline(new Baseline.Reference(1)).sign(1, 0)).isEqualTo(Sign.UNKNOWN);
        assertThat(tree.withBaseline(new Baseline.Majority()).sign(1, 0)).isEqualTo(Sign.SAME);
        assertThat(tree.listing(1)).isNull();
    }

    @Test
    void withoutAnyListingThereIsARootOfWhichNothingIsKnown() {
        DriftTree tree = DriftTree.merge(List.of("a"), Arrays.asList((Listing) null), FIRST);

        assertThat(tree.rows()).isEqualTo(1);
        assertThat(tree.isDirectory(0)).isTrue();
        assertThat(tree.path(0)).isEqualTo(TreePath.ROOT);
        assertThat(tree.visibleName(0)).isEqualTo(".");
        assertThat(tree.modified(0)).isEqualTo(Instant.EPOCH);
        assertThat(tree.why(0)).isEmpty();
        assertThat(tree.children(0, tree.select(Filter.ALL))).isEmpty();
        assertThat(tree.verdict().kind()).isEqualTo(Verdict.Kind.CANNOT_TELL);
        assertThat(tree.withBaseline(new Baseline.Majority()).sign(0, 0)).isEqualTo(Sign.UNKNOWN);
    }

    @Test
    void aNameThatIsAFileHereAndADirectoryThereIsOneRow() {
        DriftTree tree =
                merge(
                        TreeSketch.byMetadata().file("a", "").file("x", "1").file("z", ""),
                        TreeSketch.byMetadata().directory("x").file("x/in", "").file("z", ""),
                        TreeSketch.byMetadata().directory("b").file("x", "1").file("z", ""));

        int x = row(tree, "x");
        int in = row(tree, "x/in");
        assertThat(tree.rows()).isEqualTo(6);
        assertThat(tree.isDirectory(x)).isTrue();
        assertThat(tree.parent(in)).isEqualTo(x);
        assertThat(tree.subtreeEnd(x)).isEqualTo(in + 1);
        assertThat(tree.sign(x, 0)).isEqualTo(Sign.SAME);
        assertThat(tree.sign(x, 1)).isEqualTo(Sign.KIND);
        assertThat(tree.sign(x, 2)).isEqualTo(Sign.SAME);
        assertThat(tree.sign(in, 1)).isEqualTo(Sign.EXTRA);
        assertThat(tree.sign(in, 2)).isEqualTo(Sign.ABSENT);
        assertThat(tree.differing(x, 1)).isEqualTo(1);
        assertThat(tree.withBaseline(new Baseline.Reference(1)).sign(in, 0))
                .isEqualTo(Sign.MISSING);
    }

    @Test
    void anUnreadableFileHidesNothingBelowADirectoryOfItsName() {
        DriftTree tree =
                merge(
                        TreeSketch.byContent().directory("x").file("x/in", ""),
                        TreeSketch.byContent().file("x", "1").unread().unreadable("x"));

        assertThat(sign(tree, "x", 1)).isEqualTo(Sign.KIND);
        assertThat(sign(tree, "x/in", 1)).isEqualTo(Sign.MISSING);
    }

    @Test
    void permissionBitsOfLinksDoNotCount() {
        DriftTree tree =
                merge(
                        TreeSketch.byMetadata().link("l", "a").file("f", "").mode(0755),
                        TreeSketch.byMetadata()
                                .link("l", "a")
                                .mode(0700)
                                .file("f", "")
                                .mode(04755));

        assertThat(sign(tree, "l", 1)).isEqualTo(Sign.SAME);
        assertThat(sign(tree, "f", 1)).isEqualTo(Sign.MODE);
    }

    @Test
    void ownersCountByNameWhereBothHaveOne() {
        DriftTree tree =
                merge(
                        TreeSketch.byMetadata().file("f", "").owner(33, 33).user(33, "www"),
                        TreeSketch.byMetadata().file("f", "").owner(80, 33).user(80, "www"),
                        TreeSketch.byMetadata().file("f", "").owner(33, 33).user(33, "backup"));

        assertThat(tree.sign(1, 1)).isEqualTo(Sign.SAME);
        assertThat(tree.sign(1, 2)).isEqualTo(Sign.OWNER);
    }

    @Test
    void showsSizeAndTimeOfTheBaselineOrOfWhoeverHasIt() {
        DriftTree tree =
                merge(
                        TreeSketch.byMetadata().file("f", "1").time(5),
                        TreeSketch.byMetadata().file("f", "22").file("g", "333").time(7));

        assertThat(tree.bytes(row(tree, "f"))).isEqualTo(1);
        assertThat(tree.modified(row(tree, "f"))).isEqualTo(Instant.ofEpochSecond(5));
        assertThat(tree.bytes(row(tree, "g"))).isEqualTo(3);
        assertThat(tree.modified(row(tree, "g"))).isEqualTo(Instant.ofEpochSecond(7));
        assertThat(tree.withBaseline(new Baseline.Reference(1)).bytes(row(tree, "f"))).isEqualTo(2);
    }

    @Test
    void refusesWhatCannotBeMerged() {
        List<@Nullable Listing> one = List.of(TreeSketch.byMetadata().build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriftTree.merge(List.of("a", "b"), one, FIRST));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriftTree.merge(List.of(), List.of(), FIRST));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriftTree.merge(List.of("a"), one, new Baseline.Reference(1)));
        DriftTree tree = DriftTree.merge(List.of("a"), one, FIRST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tree.withBaseline(new Baseline.Reference(-1)));
    }

    @Test
    void everySignHasASymbolAndAWordAndOnlySomeDiffer() {
        for (Sign sign : Sign.values()) {
            assertThat(sign.symbol().codePointCount(0, sign.symbol().length())).isEqualTo(1);
            assertThat(sign.word()).isNotBlank();
        }
        assertThat(EnumSet.complementOf(Sign.differences()))
                .containsExactlyInAnyOrder(Sign.SAME, Sign.ABSENT, Sign.UNKNOWN);
    }

    static DriftTree merge(TreeSketch... sketches) {
        List<@Nullable Listing> listings =
                Arrays.stream(sketches).<@Nullable Listing>map(TreeSketch::build).toList();
        List<String> names = List.of("web1", "web2", "web3", "web4", "web5");
        return DriftTree.merge(names.subList(0, listings.size()), listings, FIRST);
    }

    static int row(DriftTree tree, String path) {
        int row = tree.find(TreePath.of(path));
        assertThat(row).as(path).isNotNegative();
        return row;
    }

    private static Sign sign(DriftTree tree, String path, int node) {
        return tree.sign(row(tree, path), node);
    }
}
