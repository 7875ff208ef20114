package lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;

class SpaceNeedTest {
    private static String bytes(int count) {
        return "x".repeat(count);
    }

    private static SpaceNeed need(TreeSketch source, TreeSketch target) throws Exception {
        return SpaceNeed.of(
                Model.plan(List.of(source.build(), target.build())).targets().getFirst());
    }

    @Test
    void newFilesTakeWholeBlocks() throws Exception {
        TreeSketch source =
                TreeSketch.byContent()
                        .directory("d")
                        .file("d/a", bytes(1))
                        .file("d/b", bytes(4_097))
                        .link("l", "d");

        assertThat(need(source, TreeSketch.byContent())).isEqualTo(new SpaceNeed(5 * 4_096, 0));
    }

    @Test
    void aReplacedFileTakesWhatItGrowsAndItselfOnceMore() throws Exception {
        TreeSketch source =
                TreeSketch.byContent().file("grows", bytes(9_000)).file("shrinks", bytes(100));
        TreeSketch target =
                TreeSketch.byContent().file("grows", bytes(4_000)).file("shrinks", bytes(20_000));

        SpaceNeed need = need(source, target);

        assertThat(need).isEqualTo(new SpaceNeed(2 * 4_096, 4_096));
        assertThat(need.bytes()).isEqualTo(3 * 4_096);
    }

    @Test
    void attributesAndDeletionsTakeNothingAndGiveNothing() throws Exception {
        TreeSketch source = TreeSketch.byContent().file("a", bytes(9));
        TreeSketch target =
                TreeSketch.byContent().file("a", bytes(9)).mode(0600).file("old", bytes(90_000));

        assertThat(need(source, target).bytes()).isZero();
    }

    @Test
    void onlyWhatIsChosenCounts() throws Exception {
        Plan plan =
                Model.plan(
                        List.of(
                                TreeSketch.byContent().file("a", "a").file("b", "b").build(),
                                TreeSketch.byContent().build()));

        assertThat(SpaceNeed.of(Model.choose(plan, "a").targets().getFirst()).bytes())
                .isEqualTo(4_096);
    }

    /// A node may say anything.
    @Test
    void sizesBeyondAllDisksDoNotWrapAround() throws Exception {
        ListingBuilder builder = new ListingBuilder(0);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        facts.mode = Kind.FILE.mode(0644);
        facts.size = Long.MAX_VALUE;
        builder.add(new byte[] {'a'}, 1, facts);
        builder.add(new byte[] {'b'}, 1, facts);
        Listing source = builder.build();

        Plan plan = Model.plan(List.of(source, TreeSketch.byMetadata().build()));

        assertThat(SpaceNeed.of(plan.targets().getFirst()).bytes()).isEqualTo(Long.MAX_VALUE);
    }
}
