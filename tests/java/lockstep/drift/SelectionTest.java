package lockstep.drift;

import static lockstep.drift.DriftTreeTest.merge;
import static lockstep.drift.DriftTreeTest.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private final DriftTree tree =
            merge(
                    site().file("htdocs/app.js", "old").file("htdocs/README", "x").file("z", ""),
                    site().file("htdocs/app.js", "new").file("htdocs/README", "x").mode(0600));

    private static TreeSketch site() {
        return TreeSketch.byContent()
                .directory("htdocs")
                .directory("conf.d")
                .directory("conf")
                .file("conf/a", "")
                .file("b", "");
    }

    @Test
    void showsAllInDisplayOrder() {
        Selection all = tree.select(Filter.ALL);

        assertThat(names(0, all)).containsExactly("conf", "conf.d", "htdocs", "b", "z");
        assertThat(names(row(tree, "htdocs"), all)).containsExactly("README", "app.js");
        assertThat(names(row(tree, "conf.d"), all)).isEmpty();
        assertThat(names(row(tree, "b"), all)).isEmpty();
        assertThat(all.matches()).isEqualTo(tree.rows());
        assertThat(all.shown()).isEqualTo(tree.rows());
    }

    @Test
    void showsDifferencesWithTheDirectoriesAbove() {
        Selection differences = tree.select(Filter.DIFFERENCES);

        assertThat(names(0, differences)).containsExactly("htdocs", "z");
        assertThat(differences.matches()).isEqualTo(3);
        assertThat(differences.shown()).isEqualTo(5);
        assertThat(differences.shows(row(tree, "b"))).isFalse();
    }

    @Test
    void showsChosenKindsOnly() {
        Selection modes = tree.select(Filter.DIFFERENCES.showing(EnumSet.of(Sign.MODE)));
        Selection none = tree.select(Filter.DIFFERENCES.showing(EnumSet.noneOf(Sign.class)));
        Selection rest = tree.select(Filter.ALL.showing(EnumSet.noneOf(Sign.class)));

        assertThat(names(row(tree, "htdocs"), modes)).containsExactly("README");
        assertThat(modes.matches()).isEqualTo(1);
        assertThat(names(0, none)).isEmpty();
        assertThat(none.shown()).isEqualTo(1);
        assertThat(names(0, rest)).containsExactly("conf", "conf.d", "htdocs", "b");
    }

    @Test
    void findsTextInPathsWhateverTheCase() {
        assertThat(tree.select(Filter.ALL.matching("readME")).matches()).isEqualTo(1);
        assertThat(tree.select(Filter.ALL.matching("HTDOCS")).matches()).isEqualTo(3);
        assertThat(tree.select(Filter.ALL.matching("docs/a")).matches()).isEqualTo(1);
        assertThat(tree.select(Filter.DIFFERENCES.matching("conf")).matches()).isZero();
        assertThat(names(0, tree.select(Filter.ALL.matching("conf/")))).containsExactly("conf");
    }

    @Test
    void anUnreadablePlaceIsShownAmongTheDifferences() {
        DriftTree closed =
                merge(
                        TreeSketch.byContent().file("f", "x"),
                        TreeSketch.byContent().file("f", "x").unread());

        assertThat(closed.select(Filter.DIFFERENCES).shows(1)).isTrue();
        assertThat(closed.select(Filter.DIFFERENCES.showing(EnumSet.of(Sign.CONTENT))).shows(1))
                .isFalse();
    }

    private List<String> names(int row, Selection selection) {
        List<String> names = new ArrayList<>();
        for (int child : tree.children(row, selection)) {
            assertThat(tree.parent(child)).isEqualTo(row);
            names.add(tree.visibleName(child));
        }
        return names;
    }
}
