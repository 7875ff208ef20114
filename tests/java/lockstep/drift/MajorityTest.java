package lockstep.drift;

import static lockstep.drift.DriftTreeTest.merge;
import static lockstep.drift.DriftTreeTest.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;

class MajorityTest {
    @Test
    void isWhatMostNodesHold() {
        assertThat(signs(file("old"), file("new"), file("new")))
                .containsExactly(Sign.CONTENT, Sign.SAME, Sign.SAME);
        assertThat(signs(none(), file("x"), file("x")))
                .containsExactly(Sign.MISSING, Sign.SAME, Sign.SAME);
        assertThat(signs(file("x"), none(), none()))
                .containsExactly(Sign.EXTRA, Sign.ABSENT, Sign.ABSENT);
        assertThat(signs(file("x"), link("y"), link("y")))
                .containsExactly(Sign.KIND, Sign.SAME, Sign.SAME);
        assertThat(signs(link("x"), link("y"), link("y")))
                .containsExactly(Sign.TARGET, Sign.SAME, Sign.SAME);
    }

    @Test
    void aTieGoesToTheEarliestNode() {
        assertThat(signs(file("a"), file("b"))).containsExactly(Sign.SAME, Sign.CONTENT);
        assertThat(signs(none(), file("b"))).containsExactly(Sign.ABSENT, Sign.EXTRA);
        assertThat(signs(file("b"), none())).containsExactly(Sign.SAME, Sign.MISSING);
        assertThat(signs(file("a"), file("b"), file("a"), file("b")))
                .containsExactly(Sign.SAME, Sign.CONTENT, Sign.SAME, Sign.CONTENT);
    }

    @Test
    void presenceIsDecidedBeforeWhatIsThere() {
        assertThat(signs(none(), none(), file("a"), file("b"), file("c")))
                .containsExactly(Sign.MISSING, Sign.MISSING, Sign.SAME, Sign.CONTENT, Sign.CONTENT);
    }

    @Test
    void contentIsDecidedBeforeModesAndModesBeforeTimes() {
        assertThat(
                        signs(
                                file("a").mode(0600),
                                file("a").mode(0640),
                                file("b").mode(0644),
                                file("b").mode(0644),
                                file("a").mode(0640)))
                .containsExactly(Sign.MODE, Sign.SAME, Sign.CONTENT, Sign.CONTENT, Sign.SAME);
        assertThat(signs(file("a").time(1), file("a").time(2).mode(0600), file("a").time(2)))
                .containsExactly(Sign.SAME, Sign.MODE, Sign.TIME);
    }

    @Test
    void whoCouldNotReadHasNoVote() {
        assertThat(signs(file("a").unread(), file("a").unread(), file("a")))
                .containsExactly(Sign.UNREADABLE, Sign.UNREADABLE, Sign.SAME);
        assertThat(signs(none().incomplete(), none().unreadable("f"), file("a")))
                .containsExactly(Sign.UNREADABLE, Sign.UNREADABLE, Sign.SAME);
    }

    private static TreeSketch file(String content) {
        return TreeSketch.byContent().file("f", content);
    }

    private static TreeSketch link(String target) {
        return TreeSketch.byContent().link("f", target);
    }

    private static TreeSketch none() {
        return TreeSketch.byContent();
    }

    private static List<Sign> signs(TreeSketch... nodes) {
        DriftTree tree = merge(nodes).withBaseline(new Baseline.Majority());
        List<Sign> signs = new ArrayList<>();
        for (int node = 0; node < nodes.length; node++) {
            signs.add(tree.sign(row(tree, "f"), node));
        }
        return signs;
    }
}
