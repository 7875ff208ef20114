package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import lockstep.tree.Budget;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.WireIn;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final long MIB = 1L << 20;
    private static final SumHead BLOCKS = new SumHead(1 << 20, 1 << 17, 2, 0);

    private static InFlight of(long listed) throws Exception {
        FileTable files = new FileTable(false, Optional.empty(), new Budget(1 << 30));
        WireIn list = new Entries().file("a", listed).end().in();
        EntryReader.Form form =
                new EntryReader.Form(java.util.Set.of(Trait.OWNERS, Trait.GROUPS), true, false, 0);
        EntryReader reader = new EntryReader(form, EntryReader.Names.NONE, new Budget(1 << 30));
        files.begin();
        while (reader.next(list)) {
            files.add(reader);
        }
        return new InFlight(files, new RelayEvents() {});
    }

    private static void breaksAt(InFlight flight, long length) {
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> flight.literal(length))
                .withMessageContaining("bytes more than were listed; the last ones for \"log\"");
    }

    @Test
    void allFilesTogetherMayGrowByTheSlack() throws Exception {
        InFlight flight = of(10 * MIB);
        TreePath log = TreePath.of("log");

        flight.begin(log, 10 * MIB, SumHead.NONE);
        flight.literal(10 * MIB + InFlight.SLACK / 2);
        flight.begin(log, 0, BLOCKS);
        flight.matched(0, 1 << 12);

        assertThat(flight.literal() + flight.matched()).isEqualTo(10 * MIB + InFlight.SLACK);
        flight.literal(0);
        breaksAt(flight, 1);
    }

    @Test
    void whatIsShorterThanListedSavesNothing() throws Exception {
        InFlight flight = of(10 * MIB);

        flight.begin(TreePath.of("short"), 5 * InFlight.SLACK, SumHead.NONE);
        flight.literal(1);
        flight.begin(TreePath.of("log"), 0, SumHead.NONE);
        flight.literal(InFlight.SLACK);

        breaksAt(flight, 1);
    }

    @Test
    void muchMayGrowByMore() throws Exception {
        InFlight flight = of(12 * InFlight.SLACK);

        flight.begin(TreePath.of("log"), 0, SumHead.NONE);
        flight.literal(3 * InFlight.SLACK);

        breaksAt(flight, 1);
    }
}
