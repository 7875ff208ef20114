package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import lockstep.fault.Change;
import lockstep.fault.Fault;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final Changes changes = new Changes();

    private Fault.PlanOutdated fault() {
        return (Fault.PlanOutdated)
                changes.fault(Fault.PlanOutdated.Reach.NOTHING_WRITTEN).orElseThrow();
    }

    @Test
    void noneIsNoFault() {
        assertThat(changes.fault(Fault.PlanOutdated.Reach.NOTHING_WRITTEN)).isEmpty();
    }

    /// A name has up to four thousand bytes, and each may become ten characters.
    @Test
    void whatIsTooLongToBeNamedIsCounted() {
        String path = "x".repeat(40_000);
        for (int i = 0; i < 500; i++) {
            changes.add(new Change("web1", path, "absent", "a directory"));
        }

        assertThat(fault().count()).isEqualTo(500);
        assertThat(fault().changes()).hasSizeBetween(20, 40);
    }
}
