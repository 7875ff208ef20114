package lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.plan.Reconciliation.Manner;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random trees, random plans of them, and random parts of those carried out.
class ReconciliationModelTest {
    private static final int SEEDS = 400;

    @TempDir Path directory;

    /// What would be done of the rows that are chosen at random.
    private static Plan someOf(Plan plan, Random random) {
        return plan.with(
                plan.targets().stream()
                        .map(
                                t ->
                                        t.with(
                                                t.rows().stream()
                                                        .map(r -> r.choose(random.nextInt(4) > 0))
                                                        .toList()))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void theSameWorldGivesTheSameRows(Manner manner) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Model source = Model.random(random, 25);
            Model web2 = source.drifted(random);
            Model web3 = source.drifted(random);
            Plan approved = someOf(source.plan(web2, web3), random);

            Reconciliation.Result result =
                    Reconciliation.of(
                            SavedPlanTest.save(directory, approved),
                            source.plan(web2, web3),
                            manner);

            for (int i = 0; i < 2; i++) {
                Plan.Target was = approved.targets().get(i);
                Set<TreePath> done = Deletions.chosen(was.rows());
                assertThat(result.plan().targets().get(i).rows())
                        .as("seed " + seed)
                        .isEqualTo(
                                was.rows().stream()
                                        .map(r -> r.choose(done.contains(r.path())))
                                        .toList());
            }
            assertThat(result.done()).isZero();
            assertThat(result.beside()).isZero();
        }
    }

    /// Deletions may have been done in any order, what is made comes after its directory.
    @Test
    void whatARunHasDoneIsNotDoneAgain() throws Exception {
        int interrupted = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Model source = Model.random(random, 25);
            Model target = source.drifted(random);
            Plan approved = someOf(source.plan(target), random);
            SavedPlan saved = SavedPlanTest.save(directory, approved);
            List<Row> rows = approved.targets().getFirst().rows();
            Set<TreePath> possible = Deletions.chosen(rows);
            Map<String, Action> rest = new HashMap<>();
            Set<TreePath> waiting = new HashSet<>();
            for (Row row : rows) {
                if (!possible.contains(row.path()) || isGone(row, target)) {
                    continue;
                }
                if (random.nextBoolean() && !isWaiting(row, waiting)) {
                    target.carryOut(row, source);
                    rest.keySet().removeIf(path -> isGone(path, rest, target));
                } else {
                    rest.put(row.path().visible(), row.action());
                    waiting.add(row.path());
                }
            }

            Reconciliation.Result result =
                    Reconciliation.of(saved, source.plan(target), Manner.BEGUN);

            assertThat(Model.chosen(result.plan().targets().getFirst()))
                    .as("seed " + seed)
                    .isEqualTo(rest);
            assertThat(result.beside()).isZero();
            assertThat(result.done()).isEqualTo(possible.size() - rest.size());
            interrupted += result.done() > 0 && !rest.isEmpty() ? 1 : 0;
        }
        assertThat(interrupted).isGreaterThan(SEEDS / 2);
    }

    private static boolean isWaiting(Row row, Set<TreePath> waiting) {
        for (TreePath p = row.path(); !p.isRoot(); p = p.parent()) {
            if (waiting.contains(p.parent())) {
                return row.action() != Action.DELETE;
            }
        }
        return false;
    }

    /// With its directory.
    private static boolean isGone(Row row, Model target) {
        return row.action() == Action.DELETE && !target.items.containsKey(row.path().visible());
    }

    private static boolean isGone(String path, Map<String, Action> rest, Model target) {
        return rest.get(path) == Action.DELETE && !target.items.containsKey(path);
    }
}
