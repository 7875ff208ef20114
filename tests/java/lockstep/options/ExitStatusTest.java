package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;

import lockstep.fault.Fault;
import org.junit.jupiter.api.Test;

class ExitStatusTest {
    @Test
    void aLimitOfOursAndAChoiceThatCannotBeMadeAreNoBrokenStream() {
        assertThat(ExitStatus.of(new Fault.NothingInCommon("web2", "no checksum", "another")))
                .isEqualTo(4);
        assertThat(ExitStatus.of(new Fault.LimitReached("web2", "too much", "less"))).isEqualTo(22);
        assertThat(ExitStatus.of(new Fault.ProtocolBroken("web2", "noise"))).isEqualTo(12);
    }
}
