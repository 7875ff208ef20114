package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lockstep.plan.Plan;
import lockstep.plan.Plan.Action;
import lockstep.present.FakeOperations;
import lockstep.present.Shop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may approve what, over a cluster in memory.
class ApprovalTest {
    private FakeOperations shop = FakeOperations.shop(3);

    @BeforeEach
    void another() {
        shop = FakeOperations.shop(3);
    }

    private long synced(Action action) {
        return shop.synced().stream().mapToLong(plan -> plan.count(action)).sum();
    }

    @Test
    void withoutATerminalNothingIsAgreedTo() {
        Typed typed = Typed.piped(_ -> shop);
        assertThat(typed.run("sync", "shop.toml")).isEqualTo(3);
        assertThat(typed.out()).contains("web2, to be like web1:", "Together:");
        assertThat(typed.err()).contains("Nothing was changed", "--yes");
        assertThat(shop.synced()).isEmpty();
    }

    @Test
    void yesDoesNotMeanDeletions() {
        Typed typed = Typed.piped(_ -> shop);
        assertThat(typed.run("sync", "shop.toml", "--yes")).isEqualTo(1);
        assertThat(typed.err()).contains("will stay: --delete");
        assertThat(typed.out()).contains("still differ in what was left out");
        assertThat(synced(Action.DELETE)).isZero();
        assertThat(synced(Action.UPDATE)).isPositive();
    }

    @Test
    void deleteMeansDeletions() {
        Typed typed = Typed.piped(_ -> shop);
        assertThat(typed.run("sync", "shop.toml", "--yes", "--delete")).isZero();
        assertThat(synced(Action.DELETE)).isPositive();
    }

    @Test
    void aPersonIsAskedForDeletionsAndForThePlan() {
        Typed typed = Typed.byPerson(_ -> shop, "n", "y");
        assertThat(typed.run("sync", "shop.toml")).isEqualTo(1);
        assertThat(typed.questions()).hasSize(2);
        assertThat(typed.questions().getFirst()).startsWith("Delete ");
        assertThat(typed.questions().getLast())
                .startsWith("Sync ")
                .contains("to web2, then web3?")
                .doesNotContain("delete");
        assertThat(synced(Action.DELETE)).isZero();
    }

    @Test
    void aPersonMayAgreeToAll() {
        Typed typed = Typed.byPerson(_ -> shop, "yes", "Y");
        assertThat(typed.run("sync", "shop.toml")).isZero();
        assertThat(typed.questions().getLast()).contains("and delete");
        assertThat(synced(Action.DELETE)).isPositive();
    }

    @Test
    void anythingElseIsANo() {
        Typed typed = Typed.byPerson(_ -> shop, "y", "maybe");
        assertThat(typed.run("sync", "shop.toml")).isEqualTo(3);
        Typed gone = Typed.byPerson(_ -> shop);
        assertThat(gone.run("sync", "shop.toml")).isEqualTo(3);
        assertThat(shop.synced()).isEmpty();
    }

    @Test
    void anotherNumberThanThePlansIsRefused() {
        Typed typed = Typed.piped(_ -> shop);
        assertThat(typed.run("sync", "shop.toml", "--yes", "--delete=4711")).isEqualTo(3);
        assertThat(typed.err()).contains("not 4711", "Nothing was changed");
        assertThat(shop.synced()).isEmpty();
    }

    @Test
    void mostOfANodeGoesOnlyByItsNumber() {
        shop = emptied();
        Typed typed = Typed.piped(_ -> shop);
        assertThat(typed.run("sync", "shop.toml", "--yes", "--delete")).isEqualTo(3);
        assertThat(typed.err()).contains("deletes 8 entries", "--delete=8");
        assertThat(shop.synced()).isEmpty();
        assertThat(Typed.piped(_ -> shop).run("sync", "shop.toml", "--yes", "--delete=8")).isZero();
        assertThat(synced(Action.DELETE)).isEqualTo(8);
    }

    @Test
    void aPersonTypesTheNumberOfManyDeletions() {
        shop = emptied();
        Typed typed = Typed.byPerson(_ -> shop, "y", "y");
        assertThat(typed.run("sync", "shop.toml")).isEqualTo(1);
        assertThat(typed.questions()).singleElement().asString().contains("number");
        assertThat(shop.synced()).isEmpty();
        assertThat(Typed.byPerson(_ -> shop, "8", "y").run("sync", "shop.toml")).isZero();
        assertThat(synced(Action.DELETE)).isEqualTo(8);
    }

    @Test
    void targetsAreNodesOtherThanTheReference() {
        Typed typed = Typed.piped(_ -> shop);
        assertThat(typed.run("sync", "shop.toml", "--to", "web9", "--yes")).isEqualTo(4);
        assertThat(typed.run("sync", "shop.toml", "--to", "web1", "--yes")).isEqualTo(4);
        assertThat(typed.err()).contains("web1, web2 and web3", "web1 is the reference");
        assertThat(typed.run("sync", "shop.toml", "--to", "web3", "--yes")).isIn(0, 1);
        assertThat(shop.synced().getFirst().targets())
                .extracting(Plan.Target::node)
                .containsExactly("web3");
    }

    /// Ten files on the second node, two of them on the first.
    private static FakeOperations emptied() {
        return new FakeOperations(Shop.cluster(2), List.of(Shop.flat(2, 0), Shop.flat(10, 0)));
    }
}
