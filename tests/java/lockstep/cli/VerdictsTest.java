package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import lockstep.fault.Fault;
import lockstep.present.FakeOperations;
import lockstep.present.Shop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the commands make of a scan, over a cluster in memory.
class VerdictsTest {
    private static final Fault DOWN = new Fault.Unreachable("web2", "web2:22", "refused");

    private static FakeOperations identical() {
        return new FakeOperations(Shop.cluster(2), List.of(first(), first()));
    }

    private static lockstep.tree.Listing first() {
        return Shop.listings(1).getFirst();
    }

    @Test
    void identicalIsZero() {
        Typed typed = Typed.piped(_ -> identical());
        assertThat(typed.run("drift", "shop.toml")).isZero();
        assertThat(typed.lines())
                .singleElement()
                .asString()
                .startsWith("All 2 nodes are identical");
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void aNodeThatFailedIsNotIdentical() {
        Typed typed = Typed.piped(_ -> identical().failing("web2", DOWN));
        assertThat(typed.run("drift", "shop.toml")).isEqualTo(5);
        assertThat(typed.out()).contains("Cannot tell: web2 not scanned.");
        assertThat(typed.err()).contains(DOWN.what(), DOWN.remedy());
    }

    @Test
    void aProvenDifferenceOutweighsWhatCannotBeTold() {
        Typed typed = Typed.piped(_ -> FakeOperations.shop(3).failing("web3", DOWN));
        assertThat(typed.run("drift", "shop.toml")).isEqualTo(1);
        assertThat(typed.lines().getFirst()).contains("web2 differs in", "web3 not scanned");
    }

    @Test
    void faultsAreInTheJson() {
        Typed typed = Typed.piped(_ -> identical().failing("web2", DOWN));
        assertThat(typed.run("drift", "shop.toml", "--json")).isEqualTo(5);
        Map<String, @Nullable Object> json = JsonText.object(JsonText.read(typed.out()));
        assertThat(json).containsEntry("verdict", "cannot-tell");
        Map<String, @Nullable Object> web2 =
                JsonText.object(JsonText.array(json.get("nodes")).get(1));
        assertThat(JsonText.object(web2.get("fault"))).containsEntry("what", DOWN.what());
    }

    @Test
    void rowsAreLimitedAndTheRestIsCounted() {
        Typed typed = Typed.piped(_ -> FakeOperations.shop(3));
        assertThat(typed.run("drift", "shop.toml", "--limit", "2")).isEqualTo(1);
        assertThat(typed.lines())
                .hasSize(6)
                .anyMatch(line -> line.matches("\\.\\.\\. and [0-9]+ more.*"));
        Typed whole = Typed.piped(_ -> FakeOperations.shop(3));
        whole.run("drift", "shop.toml", "--all", "--limit", "0");
        assertThat(whole.lines()).hasSizeGreaterThan(20).noneMatch(line -> line.startsWith("..."));
    }

    @Test
    void aNarrowTerminalWithoutUnicodeStillTellsTheSignsApart() {
        Typed typed = Typed.wide(_ -> FakeOperations.shop(3), 60, StandardCharsets.US_ASCII);
        assertThat(typed.run("drift", "shop.toml")).isEqualTo(1);
        assertThat(typed.out()).contains("# other content", "0 missing").doesNotContain("?");
        assertThat(typed.lines().stream().skip(1).filter(l -> l.contains("  =  ")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
    }

    @Test
    void aWrongNumberIsAUsageError() {
        Typed typed = Typed.piped(_ -> identical());
        assertThat(typed.run("drift", "shop.toml", "--limit", "many")).isEqualTo(4);
        assertThat(typed.run("drift")).isEqualTo(4);
        assertThat(typed.run("pool")).isEqualTo(4);
        assertThat(typed.err()).contains("list, drain, maint, end, ready, watch or log");
    }
}
