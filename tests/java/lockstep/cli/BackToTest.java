package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lockstep.cli.BackTo.Nodes;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Shelved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackToTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-22T14:30:00Z"), ZoneId.of("Europe/Berlin"));

    private static Map<String, String> runs(String typed, Nodes nodes) throws FaultException {
        Map<String, List<Kept>> shelves = new LinkedHashMap<>();
        shelves.put(
                "web1",
                List.of(
                        Shelved.good("2026-11-22T12:40:25Z", "ccc", "3"),
                        Shelved.good("2026-11-21T20:00:00Z", "aaa", "1")));
        shelves.put(
                "web2",
                List.of(
                        Shelved.good("2026-11-22T12:40:00Z", "ccc", "3"),
                        Shelved.doubtful("2026-11-22T11:00:00Z", "bbb"),
                        Shelved.good("2026-11-21T20:00:00Z", "aaa", "1")));
        Map<String, String> runs = new LinkedHashMap<>();
        new BackTo(shelves, CLOCK)
                .of(typed, nodes)
                .forEach((node, kept) -> runs.put(node, kept.snapshot().run()));
        return runs;
    }

    @ParameterizedTest
    @CsvSource({
        "13:40, ccc, ccc",
        "13:40:00, aaa, ccc",
        "13:40:25, ccc, ccc",
        "13:39, aaa, bbb",
        "12:00, aaa, bbb",
        "9:05, aaa, aaa",
        "21:00, aaa, aaa",
        "2026-11-22T13:40, ccc, ccc",
        "2026-11-22T12:40:00Z, aaa, ccc",
        "2026-11-22T14:40+02:00, ccc, ccc",
        "2030-01-01T00:00, ccc, ccc",
        "aaa, aaa, aaa",
        "ccc, ccc, ccc",
        "20261121T200000Z-aaa, aaa, aaa",
    })
    void nameRunAndTimeAreUnderstood(String typed, String web1, String web2) throws Exception {
        assertThat(runs(typed, Nodes.ALL)).isEqualTo(Map.of("web1", web1, "web2", web2));
    }

    @Test
    void aRunIsOfTheNodesThatHaveItsSnapshotUnlessTheyWereNamed() throws Exception {
        assertThat(runs("bbb", Nodes.THOSE_THAT_HAVE_IT)).isEqualTo(Map.of("web2", "bbb"));
        assertThat(runs("20261122T124000Z-ccc", Nodes.THOSE_THAT_HAVE_IT))
                .isEqualTo(Map.of("web2", "ccc"));
        assertThat(refused("bbb", Nodes.ALL).message())
                .contains("web1", "There is no snapshot of a run bbb");
    }

    @Test
    void aTimeIsOneOfAllNodes() {
        assertThat(refused("2026-11-21T20:59", Nodes.THOSE_THAT_HAVE_IT).message())
                .contains("There is no snapshot of 2026-11-21T20:59 or before")
                .contains("web1 and web2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25:00", "13:75", "2026-13-01T00:00", "2026-11-22Tnoon"})
    void whatIsNoTimeIsRefused(String typed) {
        assertThat(refused(typed, Nodes.ALL))
                .isInstanceOf(Fault.UnsafeArgument.class)
                .extracting(Fault::message)
                .asString()
                .contains("it is no time such as 13:40");
    }

    private static Fault refused(String typed, Nodes nodes) {
        return catchThrowableOfType(FaultException.class, () -> runs(typed, nodes)).fault();
    }

    @Test
    void withoutAWordTheNewestGoodOneIsTriedThenTheNewestOfAnotherState() {
        Kept newest = Shelved.good("2026-11-22T12:00:00Z", "d", "2");
        Kept same = Shelved.good("2026-11-22T11:00:00Z", "c", "2");
        Kept other = Shelved.good("2026-11-22T10:00:00Z", "b", "1");
        Kept doubtful = Shelved.doubtful("2026-11-22T13:00:00Z", "e");
        assertThat(BackTo.before(List.of(doubtful, newest, same, other)))
                .containsExactly(newest, other);
        assertThat(BackTo.before(List.of(newest, same))).containsExactly(newest);
        assertThat(BackTo.before(List.of(doubtful))).isEmpty();
    }
}
