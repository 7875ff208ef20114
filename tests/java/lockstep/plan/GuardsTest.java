package lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lockstep.plan.Guards.Subject;
import lockstep.plan.Guards.Tripped;
import lockstep.tree.Listing;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;

class GuardsTest {
    /// Files `0` to `count`, of which the first `changed` say something else.
    private static Listing flat(int count, int changed) {
        TreeSketch tree = TreeSketch.byContent();
        for (int i = 0; i < count; i++) {
            tree.file("f" + i, i < changed ? "changed" : "same");
        }
        return tree.build();
    }

    private static List<Tripped> tripped(Listing source, Listing target) throws Exception {
        return Guards.of(Model.plan(List.of(source, target)));
    }

    @Test
    void moreThanHalfOfATreeIsAskedFor() throws Exception {
        assertThat(tripped(flat(100, 0), flat(100, 50))).isEmpty();
        assertThat(tripped(flat(100, 0), flat(100, 51)))
                .containsExactly(new Tripped("web2", Subject.CHANGES, 51, 100));
    }

    @Test
    void fewChangesAreNot() throws Exception {
        assertThat(tripped(flat(10, 0), flat(10, 9))).isEmpty();
        assertThat(tripped(flat(10, 0), flat(10, 10))).hasSize(1);
    }

    @Test
    void manyChangesAreWhateverTheirShare() {
        ChangeGuard guard = ChangeGuard.DEFAULT;
        assertThat(guard.trips(20_000, 1_000_000)).isFalse();
        assertThat(guard.trips(20_001, 1_000_000)).isTrue();
    }

    @Test
    void whatIsMadeCountsWhereSomethingIs() throws Exception {
        assertThat(tripped(flat(100, 0), flat(40, 0)))
                .containsExactly(new Tripped("web2", Subject.CHANGES, 60, 100));
        assertThat(tripped(flat(100, 0), flat(9, 0))).as("a node that is being filled").isEmpty();
        assertThat(tripped(flat(100, 0), flat(9, 9))).as("updates of it").isEmpty();
    }

    @Test
    void deletionsHaveTheirOwnGuardAndElseCountAsChanges() throws Exception {
        assertThat(tripped(flat(40, 0), flat(100, 0)))
                .containsExactly(new Tripped("web2", Subject.DELETIONS, 60, 100));
        assertThat(tripped(flat(60, 0), flat(100, 20)))
                .containsExactly(new Tripped("web2", Subject.CHANGES, 60, 100));
    }

    @Test
    void onlyWhatIsChosenCounts() throws Exception {
        Plan plan = Model.plan(List.of(flat(100, 0), flat(100, 100)));
        assertThat(Guards.trips(plan, Subject.CHANGES)).isTrue();
        assertThat(Guards.trips(Model.choose(plan, "f1", "f2"), Subject.CHANGES)).isFalse();
    }

    @Test
    void attributesAloneAreNoChange() throws Exception {
        TreeSketch other = TreeSketch.byContent();
        for (int i = 0; i < 20; i++) {
            other.file("f" + i, "same").mode(0600);
        }
        assertThat(tripped(flat(20, 0), other.build())).isEmpty();
    }
}
