package lockstep.peer;

import java.nio.file.Path;
import lockstep.link.Cancel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A live tree for each test, behind one real sshd for all of a class.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SiteSuite {
    @TempDir Path directory;

    Sshd sshd;
    Site site;
    Cancel cancel;

    @BeforeAll
    void start() throws Exception {
        sshd = Sshd.start();
    }

    @AfterAll
    void stop() {
        sshd.close();
    }

    @BeforeEach
    void site() {
        site = new Site(directory).filled();
        cancel = new Cancel();
    }
}
