package lockstep.peer;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs that meet trouble, on one rig for all of a class. Each is a row in its table of faults.
@Tag("long")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultSuite {
    RunRig rig;
    TroubledRun run;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new RunRig(getClass().getSimpleName(), directory);
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @BeforeEach
    void begin() {
        run = new TroubledRun(rig);
    }

    @AfterEach
    void record(TestInfo test) throws Exception {
        rig.ledger.record(test);
    }
}
