package lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lockstep.plan.Guards.Subject;
import lockstep.plan.Guards.Tripped;
import lockstep.plan.Plan.Action;
import lockstep.tree.Listing;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;

/// A reference that may not be mounted.
class SmallReferenceTest {
    private static Listing flat(int count) {
        TreeSketch tree = TreeSketch.byContent();
        for (int i = 0; i < count; i++) {
            tree.file("f" + i, "same");
        }
        return tree.build();
    }

    private static List<Caution> cautions(int source, int target) throws Exception {
        return Caution.of(Model.plan(List.of(flat(source), flat(target))));
    }

    @Test
    void anEmptyOneIsNoWishToDeleteEverything() throws Exception {
        assertThatThrownBy(() -> Model.plan(List.of(flat(0), flat(11))))
                .hasMessageContaining("The reference is empty where web2 holds 11 entries");
        assertThat(Model.plan(List.of(flat(0), flat(10))).targets()).hasSize(1);
    }

    /// A tree may become small by intent; the number typed tells that from an accident.
    @Test
    void aSmallOneIsToldAndItsDeletionsNeedTheirNumber() throws Exception {
        Plan plan = Model.plan(List.of(flat(1), flat(20)));

        assertThat(Caution.of(plan))
                .containsExactly(new Caution("web1", Caution.Kind.REFERENCE_SMALL, 1, List.of()));
        assertThat(Caution.of(plan).getFirst().text())
                .isEqualTo(
                        "web1 holds 1 entry, less than a tenth of what a target holds. Is it"
                                + " mounted?");
        assertThat(Guards.of(plan)).containsExactly(new Tripped("web2", Subject.DELETIONS, 19, 20));
    }

    /// Else a placeholder in an unmounted directory would go everywhere.
    @Test
    void whateverIsDoneForItNeedsANumber() {
        assertThat(tripped(20, 1, Action.UPDATE))
                .containsExactly(new Tripped("web2", Subject.CHANGES, 1, 20));
        assertThat(tripped(20, 2, Action.UPDATE)).isEmpty();
        assertThat(tripped(20, 1, Action.ATTRIBUTES)).isEmpty();
        assertThat(tripped(Guards.UNCOUNTED, 1, Action.UPDATE)).isEmpty();
    }

    private static List<Tripped> tripped(long node, long reference, Action one) {
        Guards.Trees trees = new Guards.Trees(node, reference);
        return Guards.of("web2", trees, action -> action == one ? 1 : 0);
    }

    @Test
    void aTenthIsNotSmall() throws Exception {
        assertThat(cautions(2, 20)).isEmpty();
        assertThat(cautions(1, 19)).isEmpty();
        assertThat(cautions(1, 20)).hasSize(1);
    }
}
