package lockstep.drift;

import static lockstep.drift.DriftTreeTest.merge;
import static lockstep.drift.DriftTreeTest.row;
import static org.assertj.core.api.Assertions.assertThat;

import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void saysWhatDiffers() {
        assertThat(why(file("old"), file("new"))).isEqualTo("content");
        assertThat(why(file("a"), file("a").mode(0600))).isEqualTo("0644 / 0600");
        assertThat(why(file("a"), file("a").time(5))).isEqualTo("time only");
        assertThat(why(file("a"), none())).isEqualTo("missing on web2");
        assertThat(why(none(), file("a"))).isEqualTo("only on web2");
        assertThat(why(none(), file("a"), file("a"))).isEqualTo("only on web2, web3");
        assertThat(why(link("a"), link("b\n"))).isEqualTo("link → a / b␊");
        assertThat(why(file("a"), link("b"))).isEqualTo("file / link");
        assertThat(why(file("a"), file("a").unread())).isEqualTo("unreadable on web2");
        assertThat(why(file("a"), file("a"))).isEmpty();
        assertThat(
                        why(
                                file("a").owner(1, 2).user(1, "deploy").group(2, "www"),
                                file("a").user(0, "root").group(0, "root")))
                .isEqualTo("deploy:www / root:root");
    }

    @Test
    void saysSeveralThingsInTheOrderOfTheirWeight() {
        assertThat(why(file("old"), file("new").mode(0600).time(5), none()))
                .isEqualTo("missing on web3, content, 0644 / 0600");
    }

    @Test
    void saysWhenAModeGivesRightsAway() {
        assertThat(why(file("a"), file("a").mode(04755))).isEqualTo("0644 / 4755 setuid");
        assertThat(why(file("a"), file("a").mode(02666)))
                .isEqualTo("0644 / 2666 setgid writable by all");
        assertThat(why(directory(), directory().mode(0777)))
                .isEqualTo("0755 / 0777 writable by all");
        assertThat(why(directory(), directory().mode(03777))).isEqualTo("0755 / 3777");
    }

    private static TreeSketch directory() {
        return TreeSketch.byContent().directory("f");
    }

    @Test
    void doesNotCallContentWhatOnlyTheTimeSuggests() {
        assertThat(why(byMetadata("a"), byMetadata("a").time(5)))
                .isEqualTo("time, content not compared");
        assertThat(why(byMetadata("a"), byMetadata("ab").time(5))).isEqualTo("content");
    }

    @Test
    void namesDevicesByTheirNumbers() {
        assertThat(
                        why(
                                TreeSketch.byMetadata().device("f", 1, 3),
                                TreeSketch.byMetadata().device("f", 1, 5)))
                .isEqualTo("device 1:3 / 1:5");
    }

    @Test
    void putsTheBaselineFirstAndStopsAfterFourValues() {
        DriftTree tree =
                merge(
                        file("a").mode(0100),
                        file("a").mode(0200),
                        file("a").mode(0300),
                        file("a").mode(0400),
                        file("a").mode(0500));
        assertThat(tree.why(1)).isEqualTo("0100 / 0200 / 0300 / 0400 / …");
        assertThat(tree.withBaseline(new Baseline.Reference(4)).why(1))
                .isEqualTo("0500 / 0100 / 0200 / 0300 / …");
    }

    private static TreeSketch file(String content) {
        return TreeSketch.byContent().file("f", content);
    }

    private static TreeSketch byMetadata(String content) {
        return TreeSketch.byMetadata().file("f", content);
    }

    private static TreeSketch link(String target) {
        return TreeSketch.byContent().link("f", target);
    }

    private static TreeSketch none() {
        return TreeSketch.byContent();
    }

    private static String why(TreeSketch... nodes) {
        DriftTree tree = merge(nodes);
        return tree.why(row(tree, "f"));
    }
}
