package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import lockstep.link.ScriptedHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HaproxyStickyTest {
    private static final String PLACE = "shop/drained";
    private static final String LISTED = "# table: shop, type: string, size:102400, used:3\n\n";
    private static final String ENTRIES =
            """
            # table: shop, type: string, size:102400, used:3
            0x561fbe48ff80: key=1 use=0 exp=1799990 server_id=13 server_key=drained
            0x561fbe48f9b0: key=a\\ b use=0 exp=1799974 server_id=13 server_key=drained

            """;

    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;

    @Test
    void entriesThatPointToADrainingServerAreCountedByItsNumber() throws Exception {
        ScriptedHost host = host(LISTED, ENTRIES);
        assertThat(bound(sticky(host), Set.of(PLACE, "shop/web1", "shop/disabled")))
                .containsExactly(Map.entry(PLACE, OptionalInt.of(2)));
        assertThat(host.asked)
                .containsExactly("show table", "show table shop data.server_id eq 13");
    }

    @Test
    void theBalancerIsAskedNowAndThenOnly() throws Exception {
        ScriptedHost host = host(LISTED, ENTRIES);
        HaproxySticky sticky = sticky(host);
        for (int i = 0; i < 3; i++) {
            assertThat(bound(sticky, Set.of(PLACE))).containsEntry(PLACE, OptionalInt.of(2));
        }
        assertThat(host.asked).hasSize(2);
        now = now.plus(HaproxySticky.HOLDS);
        bound(sticky, Set.of(PLACE));
        assertThat(host.asked).hasSize(4);
    }

    @Test
    void whoseTableIsLargeIsNotAsked() throws Exception {
        ScriptedHost host = host(LISTED.replace("used:3", "used:1000000"), ENTRIES);
        assertThat(bound(sticky(host), Set.of(PLACE))).containsEntry(PLACE, OptionalInt.empty());
        assertThat(host.asked).containsExactly("show table");
    }

    @Test
    void tablesOfOtherBackendsAndEmptyOnesAreNotAsked() throws Exception {
        String tables =
                LISTED.replace("shop", "api").strip() + "\n" + LISTED.replace("used:3", "used:0");
        ScriptedHost host = host(tables, ENTRIES);
        assertThat(bound(sticky(host), Set.of(PLACE))).containsEntry(PLACE, OptionalInt.of(0));
        assertThat(host.asked).containsExactly("show table");
    }

    @Test
    void aTableOfItsOwnMayBeAnybodysAndOneWithoutServersCountsNobody() throws Exception {
        ScriptedHost shared =
                host(LISTED.replace("shop", "users"), ENTRIES.replace("shop", "users"));
        assertThat(bound(sticky(shared), Set.of(PLACE))).containsEntry(PLACE, OptionalInt.of(2));
        ScriptedHost rates =
                host(
                        LISTED.replace("shop", "rates"),
                        "Filter entry #1: Data type not stored in this table\n\n");
        assertThat(bound(sticky(rates), Set.of(PLACE))).containsEntry(PLACE, OptionalInt.of(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "\n\n",
                "# table: shop, type: string",
                "# table: other, type: string, size:1, used:1\n\n",
                "# table: shop, type: string, size:1, used:1\n0x1: key=1",
                "# table: shop, type: string, size:1, used:1\nsurprise\n\n",
            })
    void whatIsNoWholeDumpIsUnknown(String reply) {
        assertThat(HaproxySticky.entries("shop", reply)).isEmpty();
    }

    @Test
    void aTableWhoseNameWouldBeACommandIsNotAsked() throws Exception {
        ScriptedHost host = host(LISTED.replace("shop", "a;shutdown"), ENTRIES);
        assertThat(bound(sticky(host), Set.of(PLACE))).containsEntry(PLACE, OptionalInt.empty());
        assertThat(host.asked).containsExactly("show table");
    }

    private Map<String, OptionalInt> bound(HaproxySticky sticky, Set<String> places)
            throws Exception {
        Map<String, HaproxyServer> servers = HaproxyReport.parse(Captured.everyState()).servers();
        return sticky.bound(new HaproxyLook("e", HaproxyProcesses.OWN, servers, List.of()), places);
    }

    private static ScriptedHost host(String tables, String entries) {
        return ScriptedHost.replying(line -> line.equals("show table") ? tables : entries);
    }

    private HaproxySticky sticky(ScriptedHost host) {
        return new HaproxySticky(new HaproxyChannel("lb1", "/s", host, _ -> {}), clock);
    }
}
