package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lockstep.fault.Fault;
import lockstep.plan.Plan;
import lockstep.plan.Plan.Action;
import lockstep.preflight.Finding;
import lockstep.preflight.Kind;
import lockstep.preflight.Weight;
import lockstep.present.FakeOperations;
import lockstep.present.Shop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plans shown, saved and carried out over a cluster in memory.
class PlanCommandTest {
    @TempDir Path directory;
    private FakeOperations shop = FakeOperations.shop(3);

    @BeforeEach
    void another() {
        shop = FakeOperations.shop(3);
    }

    private String file() {
        return directory.resolve("plan.txt").toString();
    }

    private Typed typed() {
        return Typed.piped(_ -> shop);
    }

    private long synced(Action action) {
        return shop.synced().stream().mapToLong(plan -> plan.count(action)).sum();
    }

    @Test
    void aPlanIsShownAndChangesNothing() {
        Typed typed = typed();
        assertThat(typed.run("plan", "shop.toml", "--content")).isEqualTo(1);
        assertThat(typed.out())
                .contains("web2, to be like web1:", "Together:")
                .containsPattern("at most .* to send; needs at most .* of space .*, 12 GB free");
        assertThat(typed.err()).contains("will stay: --delete");
        assertThat(shop.synced()).isEmpty();
    }

    /// Before it is saved, and without keeping that from it: a sync looks again.
    @Test
    void whatAPreflightFindsIsToldWithThePlan() {
        shop.finding(
                new Finding("web2", Weight.BLOCKS, Kind.ROOT, "Its root is shut.", "Open it."));
        Typed typed = typed();
        assertThat(typed.run("plan", "shop.toml", "--content", "--out", file())).isEqualTo(1);
        assertThat(typed.out())
                .contains("Its root is shut.", "Open it.", "A run must not begin: 1 blocking")
                .containsPattern("Saved as ");
        Typed json = typed();
        assertThat(json.run("plan", "shop.toml", "--content", "--json")).isEqualTo(1);
        assertThat(JsonText.array(JsonText.object(JsonText.read(json.out())).get("findings")))
                .singleElement()
                .asString()
                .contains("web2", "blocks", "Its root is shut.");
    }

    @Test
    void nothingToDoIsNothing() {
        shop = new FakeOperations(Shop.cluster(2), List.of(Shop.flat(5, 0), Shop.flat(5, 0)));
        Typed typed = typed();
        assertThat(typed.run("plan", "shop.toml", "--out", file())).isZero();
        assertThat(typed.out()).contains("Nothing to do", "with 0 entries chosen");
        assertThat(typed().run("sync", "shop.toml", "--plan", file())).isZero();
        assertThat(shop.synced()).isEmpty();
    }

    @Test
    void whatIsSavedIsDoneWithoutAsking() {
        Typed planned = typed();
        assertThat(planned.run("plan", "shop.toml", "--content", "--delete", "--out", file()))
                .isEqualTo(1);
        assertThat(planned.out())
                .containsPattern("Saved as .*plan.txt with .* sha256 [0-9a-f]{64}");
        Typed synced = typed();
        assertThat(synced.run("sync", "shop.toml", "--plan", file())).as(synced.err()).isZero();
        assertThat(synced.out()).contains("As approved in ");
        assertThat(synced(Action.DELETE)).isPositive();
        assertThat(synced(Action.UPDATE)).isPositive();
    }

    @Test
    void whatWasLeftOutStaysLeftOut() {
        assertThat(typed().run("plan", "shop.toml", "--content", "--out", file())).isEqualTo(1);
        Typed synced = typed();
        assertThat(synced.run("sync", "shop.toml", "--plan", file())).isEqualTo(1);
        assertThat(synced.out()).contains("still differ in what was left out");
        assertThat(synced(Action.DELETE)).isZero();
        assertThat(synced(Action.UPDATE)).isPositive();
    }

    @Test
    void onlyTheNamedTargetsAreInIt() {
        assertThat(typed().run("plan", "shop.toml", "--to", "web3", "--out", file())).isEqualTo(1);
        typed().run("sync", "shop.toml", "--plan", file());
        assertThat(shop.synced().getFirst().targets())
                .extracting(Plan.Target::node)
                .containsExactly("web3");
    }

    @Test
    void aWorldThatMovedIsRefusedAndNamed() {
        shop = new FakeOperations(Shop.cluster(2), List.of(Shop.flat(9, 0), Shop.flat(9, 2)));
        assertThat(typed().run("plan", "shop.toml", "--out", file())).isEqualTo(1);
        shop = new FakeOperations(Shop.cluster(2), List.of(Shop.flat(9, 0), Shop.flat(9, 1)));
        Typed typed = typed();
        assertThat(typed.run("sync", "shop.toml", "--plan", file(), "--json")).isEqualTo(3);
        assertThat(typed.err())
                .contains("One entry has changed since the plan was approved")
                .contains("many/file-000001.dat");
        assertThat(JsonText.object(JsonText.read(typed.out()))).containsEntry("result", "refused");
        assertThat(shop.synced()).isEmpty();
    }

    @Test
    void anEditedPlanIsRefused() throws Exception {
        assertThat(typed().run("plan", "shop.toml", "--out", file())).isEqualTo(1);
        Path plan = Path.of(file());
        Files.writeString(plan, Files.readString(plan).replace("because \"", "because \"un"));
        Typed typed = typed();
        assertThat(typed.run("sync", "shop.toml", "--plan", file())).isEqualTo(4);
        assertThat(typed.err()).contains("was changed after it was saved");
        assertThat(shop.synced()).isEmpty();
    }

    @Test
    void aPlanForAnotherClusterIsRefused() {
        assertThat(typed().run("plan", "shop.toml", "--out", file())).isEqualTo(1);
        shop = FakeOperations.shop(2);
        Typed typed = typed();
        assertThat(typed.run("sync", "shop.toml", "--plan", file())).isEqualTo(3);
        assertThat(typed.err()).contains("there is no node web3");
    }

    @Test
    void aPlanHoldsWhatWasSaidOfIt() {
        assertThat(typed().run("plan", "shop.toml", "--out", file())).isEqualTo(1);
        for (String option : List.of("--to=web2", "--delete", "--delete=1", "--changes=1")) {
            Typed typed = typed();
            assertThat(typed.run("sync", "shop.toml", "--plan", file(), option)).isEqualTo(4);
            assertThat(typed.err()).contains("were for lockstep plan");
        }
        assertThat(typed().run("sync", "shop.toml", "--plan", file() + "x")).isEqualTo(4);
        assertThat(typed().run("plan", "shop.toml", "--out", file() + "/x")).isEqualTo(4);
        assertThat(shop.synced()).isEmpty();
    }

    @Test
    void aGuardRefusesUnlessTheNumberIsSaid() {
        shop = new FakeOperations(Shop.cluster(2), List.of(Shop.flat(20, 0), Shop.flat(20, 12)));
        Typed refused = typed();
        assertThat(refused.run("plan", "shop.toml", "--out", file(), "--json")).isEqualTo(3);
        assertThat(refused.err()).contains("changes 12 entries", "--changes=12");
        assertThat(Path.of(file())).doesNotExist();
        Map<String, @Nullable Object> json = JsonText.object(JsonText.read(refused.out()));
        Map<String, @Nullable Object> web2 =
                JsonText.object(JsonText.array(json.get("nodes")).getFirst());
        assertThat(JsonText.object(JsonText.array(web2.get("guards")).getFirst()))
                .containsEntry("subject", "changes")
                .containsEntry("number", 12L);
        assertThat(typed().run("plan", "shop.toml", "--changes=11")).isEqualTo(3);
        assertThat(typed().run("plan", "shop.toml", "--changes=12")).isEqualTo(1);
        assertThat(typed().run("sync", "shop.toml", "--yes")).isEqualTo(3);
        assertThat(shop.synced()).isEmpty();
        assertThat(typed().run("sync", "shop.toml", "--yes", "--changes=12")).isZero();
        assertThat(synced(Action.UPDATE)).isEqualTo(12);
    }

    @Test
    void aPersonTypesTheNumberOfManyChanges() {
        shop = new FakeOperations(Shop.cluster(2), List.of(Shop.flat(20, 0), Shop.flat(20, 12)));
        Typed typed = Typed.byPerson(_ -> shop, "y", "y");
        assertThat(typed.run("sync", "shop.toml")).isEqualTo(3);
        assertThat(typed.questions()).singleElement().asString().contains("much of a node");
        assertThat(shop.synced()).isEmpty();
        assertThat(Typed.byPerson(_ -> shop, "12", "y").run("sync", "shop.toml")).isZero();
        assertThat(synced(Action.UPDATE)).isEqualTo(12);
    }

    @Test
    void scriptsGetNumbers() {
        Typed typed = typed();
        assertThat(typed.run("plan", "shop.toml", "--content", "--json")).isEqualTo(1);
        Map<String, @Nullable Object> json = JsonText.object(JsonText.read(typed.out()));
        assertThat(json)
                .containsEntry("result", "drift")
                .containsEntry("sha256", null)
                .containsEntry("byContent", true)
                .containsKey("cautions");
        Map<String, @Nullable Object> web2 =
                JsonText.object(JsonText.array(json.get("nodes")).getFirst());
        assertThat(web2).containsEntry("spaceFree", 12_400_000_000L).containsEntry("delete", 0L);
        assertThat((Long) web2.get("update")).isPositive();
        assertThat((Long) web2.get("bytesToSendAtMost")).isPositive();
        assertThat((Long) web2.get("spaceNeededAtMost")).isPositive();
        assertThat(JsonText.array(web2.get("changes")).stream().map(JsonText::object))
                .anySatisfy(c -> assertThat(c).containsEntry("action", "update"));
    }

    @Test
    void aNodeThatIsAwayHasNoPlan() {
        shop.failing("web3", new Fault.Unreachable("web3", "web3:22", "refused"));
        assertThat(typed().run("plan", "shop.toml", "--out", file())).isEqualTo(5);
        assertThat(Path.of(file())).doesNotExist();
        assertThat(typed().run("plan", "shop.toml", "--to", "web2")).isEqualTo(1);
    }
}
