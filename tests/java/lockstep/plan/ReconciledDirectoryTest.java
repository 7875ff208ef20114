package lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.plan.Reconciliation.Manner;
import lockstep.tree.Listing;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Times and rights that change of themselves while a run works.
class ReconciledDirectoryTest {
    @TempDir Path directory;

    private static Listing source() {
        return TreeSketch.byContent()
                .directory("app")
                .file("app/page", "page 2")
                .nanos(5)
                .file("kind", "a file")
                .build();
    }

    private static TreeSketch app() {
        return TreeSketch.byContent().directory("app").file("app/page", "page 1").nanos(7);
    }

    private static Listing target(int mode, long time) {
        return app().directory("kind")
                .mode(mode)
                .time(time)
                .directory("old")
                .mode(mode)
                .time(time)
                .file("old/o", "o")
                .build();
    }

    private SavedPlan saved() throws FaultException {
        return SavedPlanTest.save(directory, Model.plan(List.of(source(), target(0555, 1_000))));
    }

    private static List<Change> changes(SavedPlan saved, Listing now, Manner manner)
            throws FaultException {
        Plan fresh = Model.plan(List.of(source(), now));
        FaultException thrown =
                catchThrowableOfType(
                        FaultException.class, () -> Reconciliation.of(saved, fresh, manner));
        return thrown != null && thrown.fault() instanceof Fault.PlanOutdated outdated
                ? outdated.changes()
                : List.of();
    }

    @ParameterizedTest
    @EnumSource
    void timesOfTheTargetsDirectoriesDoNotCount(Manner manner) throws Exception {
        assertThat(changes(saved(), target(0555, 2_000), manner)).isEmpty();
    }

    @Test
    void aDirectoryThatWasOpenedToBeEmptiedStillGoes() throws Exception {
        assertThat(changes(saved(), target(0755, 2_000), Manner.BEGUN)).isEmpty();
        assertThat(changes(saved(), target(0755, 2_000), Manner.UNTOUCHED))
                .extracting(Change::path)
                .containsExactlyInAnyOrder("kind", "old");
        assertThat(changes(saved(), target(0577, 2_000), Manner.BEGUN))
                .extracting(Change::path)
                .containsExactlyInAnyOrder("kind", "old");
    }

    /// Its owner is nothing that a run leaves behind, nor are the rights of others.
    @ParameterizedTest
    @CsvSource({"0, 0, 755, 0", "0, 0, 555, 0", "1, 0, 755, 1", "0, 1, 755, 1", "0, 0, 757, 1"})
    void aDirectoryAboveIsPutRightWhereARunHasChangedIt(
            int user, int group, String mode, long beside) throws Exception {
        SavedPlan saved = saved();
        Listing now =
                TreeSketch.byContent()
                        .directory("app")
                        .time(2_000)
                        .mode(Integer.parseInt(mode, 8))
                        .owner(user, group)
                        .file("app/page", "page 1")
                        .nanos(7)
                        .build();

        Reconciliation.Result result =
                Reconciliation.of(saved, Model.plan(List.of(source(), now)), Manner.BEGUN);

        assertThat(result.beside()).isEqualTo(beside);
        assertThat(Model.chosen(result.plan().targets().getFirst()).containsKey("app"))
                .isEqualTo(beside == 0);
    }

    /// An older rsync does not tell them.
    @Test
    void nanosecondsCountWhereBothLooksKnowThem() throws Exception {
        SavedPlan saved = saved();
        Listing other =
                TreeSketch.byContent().directory("app").file("app/page", "page 1").nanos(8).build();
        Listing unknown =
                TreeSketch.byContent().directory("app").file("app/page", "page 1").build();

        assertThat(changes(saved, other, Manner.BEGUN))
                .extracting(Change::text)
                .containsExactly(
                        "web2: app/page (approved: modified 1970-01-01T00:16:40.000000007Z; now:"
                                + " modified 1970-01-01T00:16:40.000000008Z)");
        assertThat(changes(saved, unknown, Manner.BEGUN)).isEmpty();
    }
}
