package lockstep.peer;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the README promises of rollbacks to those who only visit, on OpenSSH nodes behind a real
/// HAProxy under load.
@Timeout(120)
class PromisedAnswersTest {
    @Test
    @DisplayName("Nobody behind the balancer misses an answer.")
    void nobodyMissesAnAnswer(@TempDir Path directory) throws Exception {
        try (RunRig rig = new RunRig("PromisedAnswersTest", directory)) {
            TroubledRollback back = new TroubledRollback(rig);
            back.reset();
            back.ends(0);
            back.areBack();
        }
    }
}
