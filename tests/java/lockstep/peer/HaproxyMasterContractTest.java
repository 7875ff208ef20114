package lockstep.peer;

import java.nio.file.Path;
import lockstep.contract.PoolContract;
import org.junit.jupiter.api.io.TempDir;

/// HAProxy keeps the contract when it is led through its master.
class HaproxyMasterContractTest extends PoolContract {
    @TempDir Path directory;

    @Override
    protected Scene scene() throws Exception {
        return new HaproxyContractTest.Real(directory, Haproxy.Kind.MASTER);
    }
}
