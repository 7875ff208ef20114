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

    /// In a run from a token that stands for 65,536 blocks, too: its number may run over.
    @Test
    void blocksThatThereAreNot() throws Exception {
        InFlight flight = of(10 * MIB);

        flight.begin(TreePath.of("file"), 100 * MIB, new SumHead(70_000, 1_000, 2, 700));
        flight.matched(70_000 - 65_536, 65_536);

        assertThat(flight.matched()).isEqualTo(65_535_700);
        refuses(flight, 70_000, 1, "block 70000 of 70000");
        refuses(flight, -1, 1, "block -1 of 70000");
        refuses(flight, 69_000, 1_001, "block 70000 of 70000");
        refuses(flight, Integer.MAX_VALUE, 65_536, "block 2147549182 of 70000");
        refuses(flight, Integer.MIN_VALUE, 2, "block -2147483648 of 70000");
    }

    private static void refuses(InFlight flight, long first, int count, String how) {
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> flight.matched(first, count))
                .withMessage(how);
    }

    @Test
    void muchMayGrowByMore() throws Exception {
        InFlight flight = of(12 * InFlight.SLACK);

        flight.begin(TreePath.of("log"), 0, SumHead.NONE);
        flight.literal(3 * InFlight.SLACK);

        breaksAt(flight, 1);
    }
}
