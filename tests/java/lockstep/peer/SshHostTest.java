package lockstep.peer;

import lockstep.contract.HostContract;
import lockstep.link.Host;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshHostTest extends HostContract {
    private Sshd sshd;

    @BeforeAll
    void start() throws Exception {
        sshd = Sshd.start();
    }

    @AfterAll
    void stop() {
        sshd.close();
    }

    @Override
    protected Host host() {
        return sshd.host("web1");
    }
}
