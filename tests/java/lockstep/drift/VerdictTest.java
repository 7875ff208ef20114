package lockstep.drift;

import static lockstep.drift.DriftTreeTest.merge;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lockstep.tree.Listing;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void identicalMeansThatAllWasReadAndNothingDiffers() {
        Verdict verdict = merge(file("f"), file("f"), file("f")).verdict();

        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.IDENTICAL);
        assertThat(verdict.byContent()).isTrue();
        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.nodes()).extracting(Verdict.NodeCounts::differing).containsOnly(0);
        assertThat(verdict.nodes().get(2).bySign()).isEqualTo(Map.of(Sign.SAME, 2));
        assertThat(merge(TreeSketch.byMetadata()).verdict().byContent()).isFalse();
    }

    @Test
    void countsByNodeAndSign() {
        Verdict verdict = merge(file("f"), file("g"), file("f").mode(0)).verdict();

        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.DIFFERS);
        assertThat(verdict.nodes().get(0).bySign()).isEqualTo(Map.of(Sign.SAME, 2, Sign.ABSENT, 1));
        assertThat(verdict.nodes().get(1).bySign())
                .isEqualTo(Map.of(Sign.SAME, 1, Sign.MISSING, 1, Sign.EXTRA, 1));
        assertThat(verdict.nodes().get(1).differing()).isEqualTo(2);
        assertThat(verdict.nodes().get(2).count(Sign.MODE)).isEqualTo(1);
        assertThat(verdict.nodes().get(2).count(Sign.TIME)).isZero();
        assertThat(verdict.nodes().get(2).node()).isEqualTo("web3");
    }

    @Test
    void theRootsOwnDifferencesCount() {
        Verdict verdict =
                merge(TreeSketch.byContent(), TreeSketch.byContent().mode(0700)).verdict();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.DIFFERS);
        assertThat(verdict.nodes().get(1).differing()).isEqualTo(1);
    }

    @Test
    void cannotTellWhereSomethingWasNotRead() {
        Verdict file = merge(file("f"), file("f").unread()).verdict();
        Verdict place = merge(file("f"), file("f").unreadable("gone/place")).verdict();
        Verdict incomplete = merge(file("f"), file("f").incomplete()).verdict();

        assertThat(file.kind()).isEqualTo(Verdict.Kind.CANNOT_TELL);
        assertThat(file.nodes().get(1).unreadable()).isEqualTo(1);
        assertThat(file.nodes().get(1).differing()).isZero();
        assertThat(file.reasons()).containsExactly("web2: f — its content could not be read");
        assertThat(place.kind()).isEqualTo(Verdict.Kind.CANNOT_TELL);
        assertThat(place.reasons()).containsExactly("web2: gone/place — Permission denied (13)");
        assertThat(incomplete.kind()).isEqualTo(Verdict.Kind.CANNOT_TELL);
        assertThat(incomplete.reasons()).singleElement().asString().startsWith("web2 could not");
    }

    @Test
    void aProvenDifferenceOutweighsButTheDoubtIsTold() {
        Listing web1 = file("f").build();
        DriftTree tree =
                DriftTree.merge(
                        List.of("web1", "web2", "web3"),
                        Arrays.asList(web1, file("g").build(), null),
                        new Baseline.Reference(0));

        assertThat(tree.verdict().kind()).isEqualTo(Verdict.Kind.DIFFERS);
        assertThat(tree.verdict().reasons()).containsExactly("web3 was not scanned");
        assertThat(tree.withBaseline(new Baseline.Reference(2)).verdict().kind())
                .isEqualTo(Verdict.Kind.CANNOT_TELL);
    }

    @Test
    void tellsAHundredPlacesANodeAndCountsTheRest() {
        TreeSketch closed = TreeSketch.byContent();
        for (int i = 0; i < 80; i++) {
            closed.file("f" + i, "x").unread().unreadable("p" + i);
        }
        List<String> reasons = merge(TreeSketch.byContent(), closed).verdict().reasons();

        assertThat(reasons).hasSize(Verdict.MAX_REASONS);
        assertThat(reasons.getLast()).isEqualTo("web2: 61 more places could not be read");
    }

    private static TreeSketch file(String path) {
        return TreeSketch.byContent().file(path, "x");
    }
}
