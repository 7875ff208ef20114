package lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.FaultException;
import lockstep.plan.Plan;
import lockstep.plan.Planner;
import lockstep.run.Rollback;
import lockstep.run.Rollback.Target;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Method;
import lockstep.snapshot.Snapshot;
import lockstep.tree.Listing;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;

class RollbackWordsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Clock SAME_DAY =
            Clock.fixed(Instant.parse("2026-11-22T18:00:00Z"), BERLIN);
    private static final Clock DAY_AFTER =
            Clock.fixed(Instant.parse("2026-11-23T18:00:00Z"), BERLIN);

    @Test
    void aNodeIsToldWithItsTimeAndWhatIsDone() throws Exception {
        Target web2 = target("web2", "2026-11-22T12:40:00Z", changed());
        assertThat(RollbackWords.target(web2, SAME_DAY))
                .isEqualTo("web2 to 13:40 (20261122T124000Z-abc123): 2 put back, 1 removed");
        assertThat(RollbackWords.target(web2, BERLIN)).contains("13:40 (20261122T124000Z-abc123)");
        assertThat(RollbackWords.sentence(new Rollback(List.of(web2)), SAME_DAY))
                .isEqualTo("rolling back web2 to 13:40, 3 files, 1 removed");
        assertThat(RollbackWords.sentence(new Rollback(List.of(web2)), BERLIN))
                .startsWith("rolling back web2 to ");
    }

    @Test
    void anotherDayIsToldWithItsDate() throws Exception {
        Target web2 = target("web2", "2026-11-22T12:40:00Z", changed());
        assertThat(RollbackWords.sentence(new Rollback(List.of(web2)), DAY_AFTER))
                .isEqualTo("rolling back web2 to 2026-11-22 13:40, 3 files, 1 removed");
    }

    @Test
    void nodesOfOneMomentAreToldTogether() throws Exception {
        Rollback rollback =
                new Rollback(
                        List.of(
                                target("web1", "2026-11-22T12:40:00Z", changed()),
                                target("web2", "2026-11-22T12:00:00Z", changed()),
                                target("web3", "2026-11-22T12:40:30Z", changed())));
        assertThat(RollbackWords.sentence(rollback, SAME_DAY))
                .isEqualTo(
                        "rolling back web1 and web3 to 13:40 and web2 to 13:00, 9 files,"
                                + " 3 removed");
    }

    @Test
    void whatIsNotChosenIsNotCounted() throws Exception {
        Target all = target("web2", "2026-11-22T12:40:00Z", changed());
        List<Plan.Row> rows = all.plan().rows();
        Target one = all.with(rows.stream().map(r -> r.choose(r.equals(rows.getFirst()))).toList());
        assertThat(RollbackWords.target(one, SAME_DAY))
                .endsWith(": 1 put back, 0 removed, the rest stays as it is");
        assertThat(RollbackWords.sentence(new Rollback(List.of(one)), SAME_DAY))
                .isEqualTo("rolling back web2 to 13:40, 1 file, 0 removed");
        Target none = all.with(rows.stream().map(r -> r.choose(false)).toList());
        assertThat(RollbackWords.target(none, SAME_DAY)).endsWith(": nothing chosen");
    }

    @Test
    void wholeNodesThatAreAsThenAreLeftOut() throws Exception {
        Target same = target("web1", "2026-11-22T12:40:00Z", then());
        assertThat(RollbackWords.target(same, SAME_DAY))
                .isEqualTo(
                        "web1 to 13:40 (20261122T124000Z-abc123): as it was then, nothing to do");
        assertThat(RollbackWords.sentence(new Rollback(List.of(same)), SAME_DAY))
                .isEqualTo("nothing to roll back");
        Target web2 = target("web2", "2026-11-22T12:40:00Z", changed());
        assertThat(RollbackWords.sentence(new Rollback(List.of(same, web2)), SAME_DAY))
                .isEqualTo("rolling back web2 to 13:40, 3 files, 1 removed");
    }

    @Test
    void whatCouldNotBeReadIsNotCalledAsItWasThen() throws Exception {
        Listing unread =
                TreeSketch.byContent().unreadable("a").file("b", "b").file("c", "c").build();
        Target web1 = target("web1", "2026-11-22T12:40:00Z", unread);
        assertThat(RollbackWords.isTold(web1)).isFalse();
        assertThat(RollbackWords.target(web1, SAME_DAY))
                .endsWith(": it cannot be told whether it is as it was then");
        assertThat(RollbackWords.sentence(new Rollback(List.of(web1)), SAME_DAY))
                .isEqualTo("nothing to roll back of what could be read");
        assertThat(RollbackWords.isTold(target("web1", "2026-11-22T12:40:00Z", then()))).isTrue();
    }

    private static Listing then() {
        return TreeSketch.byContent().file("a", "then").file("b", "b").file("c", "c").build();
    }

    /// One file is other, one is gone, one is new.
    private static Listing changed() {
        return TreeSketch.byContent().file("a", "now!").file("c", "c").file("d", "d").build();
    }

    private static Target target(String node, String at, Listing now) throws FaultException {
        DriftTree drift =
                DriftTree.merge(
                        List.of(Target.THEN, node),
                        List.of(then(), now),
                        new Baseline.Reference(0));
        Kept kept =
                new Kept(
                        new Snapshot(Instant.parse(at), "abc123"),
                        Optional.empty(),
                        Method.LINKS,
                        Optional.empty(),
                        Optional.empty());
        return new Target(
                node,
                kept,
                "0".repeat(64),
                Planner.of(drift, Target.THEN, List.of(node)).targets().getFirst(),
                drift);
    }
}
