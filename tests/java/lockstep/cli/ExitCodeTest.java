package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import lockstep.fault.Fault;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    @Test
    void numbersAreTheOnesPromised() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
                .containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void faultsAreSortedByWhatAScriptWouldDo() {
        assertThat(ExitCode.of(new Fault.CapacityTooLow("lb1", "shop", 1, 2)))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(ExitCode.of(new Fault.FileInvalid("shop.toml", 3, 1, "no nodes")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(ExitCode.of(new Fault.Partial("web2", 23, "3 files")))
                .isEqualTo(ExitCode.PARTIAL);
        assertThat(ExitCode.of(new Fault.LinkLost("web2", "reset"))).isEqualTo(ExitCode.FAILED);
        assertThat(ExitCode.of(new Fault.ListTooLarge("web2", "file list", 9, 0)))
                .isEqualTo(ExitCode.FAILED);
    }
}
