package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lockstep.state.NodeState;
import org.junit.jupiter.api.Test;

class NodeReportTest {
    /// What the look at a new tree tells, the look after its switch tells again.
    @Test
    void whatTwoStepsTellIsSaidOnce() {
        Operations.NodeReport report =
                new Operations.NodeReport(
                        "web2",
                        new NodeState.Done(),
                        false,
                        Optional.empty(),
                        0,
                        0,
                        0,
                        0,
                        Duration.ZERO,
                        Operations.Health.UNASKED,
                        List.of("2 were left as chosen", "it is slow", "2 were left as chosen"));
        assertThat(report.result().remarks())
                .containsExactly("2 were left as chosen", "it is slow");
    }
}
