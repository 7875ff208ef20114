package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lockstep.plan.Plan;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;

class EntryMapTest {
    private static final List<Plan.Row> ROWS =
            List.of(
                    row("app.js", Plan.Action.UPDATE),
                    row("new.js", Plan.Action.CREATE),
                    row("old.js", Plan.Action.DELETE),
                    row("robots.txt", Plan.Action.ATTRIBUTES));

    private static Plan.Row row(String path, Plan.Action action) {
        return new Plan.Row(TreePath.of(path), action, 100, "", true);
    }

    private static List<String> words(EntryPicture picture) {
        return IntStream.range(0, picture.cells())
                .mapToObj(cell -> MapWords.entry(picture, cell))
                .toList();
    }

    @Test
    void whatIsToBeDoneIsSaidBeforehand() {
        assertThat(words(new EntryMap(ROWS).picture()))
                .containsExactly(
                        "app.js: to be updated",
                        "new.js: to be created",
                        "old.js: to be deleted",
                        "robots.txt: attributes to be changed");
    }

    @Test
    void aFileInFlightIsToldApartFromOneThatIsDone() {
        EntryMap map = new EntryMap(ROWS);
        map.begun(TreePath.of("app.js"));
        map.saved(70);
        map.sent(10);
        assertThat(map.picture().isFlying(0)).isTrue();
        assertThat(words(map.picture()).getFirst())
                .isEqualTo("app.js: in flight, 10 B sent, 70 B already there so far");
        map.sent(20);
        map.landed();
        assertThat(map.picture().isFlying(0)).isFalse();
        assertThat(words(map.picture()).getFirst())
                .isEqualTo("app.js: 30 B sent, 70 B already there");
        assertThat(map.picture().done()).isEqualTo(1);
    }

    @Test
    void deletionsAndAttributesAreKindsOfTheirOwn() {
        EntryMap map = new EntryMap(ROWS);
        map.deleted(TreePath.of("old.js"));
        map.changed(TreePath.of("robots.txt"));
        map.changed(TreePath.of("robots.txt"));
        EntryPicture picture = map.picture();
        assertThat(picture.done()).isEqualTo(2);
        assertThat(picture.has(2, EntryPicture.Kind.DELETION)).isTrue();
        assertThat(picture.has(3, EntryPicture.Kind.ATTRIBUTES)).isTrue();
        assertThat(words(picture)).endsWith("old.js: deleted", "robots.txt: attributes changed");
    }

    /// A node may say anything.
    @Test
    void whatWasNotApprovedChangesNothing() {
        EntryMap map = new EntryMap(ROWS);
        EntryPicture before = map.picture();
        map.deleted(TreePath.of("app.js"));
        map.deleted(TreePath.of("elsewhere"));
        map.changed(TreePath.of("old.js"));
        map.saved(5);
        map.sent(5);
        assertThat(map.picture()).isSameAs(before);
        map.begun(TreePath.of("elsewhere"));
        map.sent(5);
        map.landed();
        assertThat(words(map.picture())).isEqualTo(words(before));
    }

    @Test
    void neighboursShareACellWhereThereAreVeryMany() {
        List<Plan.Row> rows = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rows.add(row("f%05d".formatted(i), Plan.Action.CREATE));
        }
        EntryMap map = new EntryMap(rows);
        for (Plan.Row row : rows.subList(0, 4)) {
            map.begun(row.path());
            map.sent(100);
            map.landed();
        }
        EntryPicture picture = map.picture();
        assertThat(picture.cells()).isEqualTo(3_334);
        assertThat(picture.rows(3_333)).hasSize(1);
        assertThat(words(picture).subList(0, 2))
                .containsExactly(
                        "f00000 and 2 more: 3 of 3 done, 300 B sent, 0 B already there",
                        "f00003 and 2 more: 1 of 3 done, 100 B sent, 0 B already there");
        assertThat(picture.done()).isEqualTo(4);
    }

    @Test
    void withoutAPlanThereIsNoCell() {
        EntryMap map = new EntryMap(List.of());
        map.begun(TreePath.of("app.js"));
        map.landed();
        assertThat(map.picture().cells()).isZero();
    }

    @Test
    void aBlockIsSaidByItsBytes() {
        BlockMap map = new BlockMap(10);
        map.begin(2_500, 1_000);
        map.saved(0, 1_000);
        map.sent(1_000, 400);
        BlockPicture picture = map.picture();
        assertThat(MapWords.block(picture, 2_500, 0)).isEqualTo("Bytes 0 to 999: already there");
        assertThat(MapWords.block(picture, 2_500, 1))
                .isEqualTo("Bytes 1,000 to 1,999: so far 40 % sent, 0 % already there");
        assertThat(MapWords.block(picture, 2_500, 2))
                .isEqualTo("Bytes 2,000 to 2,499: not yet reached");
        map.saved(1_400, 600);
        map.sent(2_000, 500);
        assertThat(MapWords.block(map.picture(), 2_500, 1))
                .isEqualTo("Bytes 1,000 to 1,999: 40 % sent, the rest was already there");
        assertThat(MapWords.block(map.picture(), 2_500, 2)).isEqualTo("Bytes 2,000 to 2,499: sent");
    }
}
