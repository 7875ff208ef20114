package lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lockstep.plan.Plan.Action;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;

/// What a node could not read is neither changed nor deleted, and is told.
class UnreadTest {
    private static Map<String, Action> rows(Listing source, Listing target) throws Exception {
        return Model.chosen(Model.plan(List.of(source, target)).targets().getFirst());
    }

    private static List<String> cautions(Listing source, Listing target) throws Exception {
        return Caution.of(Model.plan(List.of(source, target))).stream().map(Caution::text).toList();
    }

    private static TreeSketch tree() {
        return TreeSketch.byContent().directory("d").file("d/a", "a").file("f", "f");
    }

    @Test
    void underAnUnreadDirectoryOfTheReferenceNothingIsDeleted() throws Exception {
        Listing source =
                TreeSketch.byContent().directory("d").file("f", "new").unreadable("d").build();
        Listing target =
                tree().directory("d/e").file("d/e/x", "x").mode(0600).file("extra", "e").build();

        assertThat(rows(source, target))
                .isEqualTo(Map.of("f", Action.UPDATE, "extra", Action.DELETE));
        assertThat(cautions(source, target))
                .containsExactly(
                        "web1 could not read 1 place: d. Nothing there is changed or deleted.");
    }

    @Test
    void anUnreadFileOfTheReferenceIsNeitherSentNorDeleted() throws Exception {
        Listing source = tree().file("secret", "new secret").unread().build();
        Listing target = tree().file("secret", "secret").build();

        assertThat(rows(source, target)).isEmpty();
        assertThat(cautions(source, target)).singleElement().asString().contains("secret");
    }

    @Test
    void aReferenceThatLeftThingsOutDeletesNothing() throws Exception {
        Listing source = tree().file("new", "new").incomplete().build();
        Listing target = tree().file("extra", "e").build();

        assertThat(rows(source, target)).isEqualTo(Map.of("new", Action.CREATE));
        assertThat(cautions(source, target))
                .containsExactly("web1 left things out and did not say which. Nothing is deleted.");
    }

    /// Its directory neither, which would take it along.
    @Test
    void anUnreadDirectoryOfTheTargetStays() throws Exception {
        Listing source = TreeSketch.byContent().file("kind", "now a file").build();
        Listing target =
                TreeSketch.byContent()
                        .directory("kind")
                        .directory("kind/closed")
                        .directory("old")
                        .directory("old/closed")
                        .directory("old/open")
                        .file("old/open/x", "x")
                        .unreadable("kind/closed")
                        .unreadable("old/closed")
                        .build();

        assertThat(rows(source, target))
                .isEqualTo(Map.of("old/open", Action.DELETE, "old/open/x", Action.DELETE));
        assertThat(cautions(source, target))
                .containsExactly(
                        "web2 could not read 2 places: kind/closed, old/closed. Nothing there is"
                                + " changed or deleted.");
    }

    /// rsync names what it could not look at, and leaves it out of its list.
    @Test
    void aPlaceThatIsInNoListStaysToo() throws Exception {
        Listing source = tree().build();
        Listing target =
                tree().directory("old").file("old/o", "o").unreadable("old/lost/deep").build();

        assertThat(rows(source, target)).isEqualTo(Map.of("old/o", Action.DELETE));
    }

    @Test
    void aTargetThatLeftThingsOutKeepsItsDirectories() throws Exception {
        Listing source = tree().file("new", "new").build();
        Listing target = tree().directory("old").file("old/o", "o").incomplete().build();

        assertThat(rows(source, target)).isEqualTo(Map.of("old/o", Action.DELETE));
        assertThat(cautions(source, target)).singleElement().asString().startsWith("web2 left");
    }

    @Test
    void anUnreadFileThatIsExtraGoes() throws Exception {
        Listing target = tree().file("extra", "e").unread().build();

        assertThat(rows(tree().build(), target)).isEqualTo(Map.of("extra", Action.DELETE));
    }

    @Test
    void manyPlacesAreCountedAndTheFirstNamed() throws Exception {
        TreeSketch source = tree();
        for (int i = 0; i < 9; i++) {
            source.directory("closed" + i).unreadable("closed" + i);
        }

        Caution caution =
                Caution.of(Model.plan(List.of(source.build(), tree().build()))).getFirst();

        assertThat(caution.count()).isEqualTo(9);
        assertThat(caution.paths()).hasSize(5).startsWith(TreePath.of("closed0"));
        assertThat(caution.text()).contains("9 places: closed0, closed1", "closed4, ….");
        assertThat(cautions(tree().build(), tree().build())).isEmpty();
    }
}
