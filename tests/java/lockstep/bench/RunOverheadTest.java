package lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lockstep.bench.RunBench.Turn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The one promise about time that a test holds us to.
@Tag("bench")
@Timeout(300)
class RunOverheadTest {
    @Test
    void aRollingRunSpendsLessThanASecondOfItsOwnOnANode() throws Exception {
        try (Room room = Room.of(64L << 20);
                RunBench bench = new RunBench(room)) {
            List<Turn> turns = bench.turns(500, 5);
            assertThat(turns).hasSize(10);
            assertThat(RunBench.own(turns)).as(turns.toString()).isBetween(0.01, RunBench.MOST);
        }
    }
}
