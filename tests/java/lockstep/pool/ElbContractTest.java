package lockstep.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.contract.PoolContract;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.LocalHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Target groups of AWS keep the contract, as far as the stand-in is like them.
class ElbContractTest extends PoolContract {
    private static final List<String> IDS =
            List.of("i-0000000000000001a", "i-0000000000000002a", "i-0000000000000003a");

    @BeforeAll
    static void credentials() {
        ElbCredentials.set();
    }

    @AfterAll
    static void noCredentials() {
        ElbCredentials.clear();
    }

    @Override
    protected Scene scene() throws Exception {
        return new Stood(new ElbStandIn().group("shop", 80).group("api", 8081));
    }

    private record Stood(ElbStandIn aws) implements Scene {
        Stood {
            for (String id : IDS) {
                aws.target("shop", id, 80, "healthy", "").target("api", id, 8443, "healthy", "");
            }
        }

        @Override
        public Pool open(int floor, List<String> strangers, Exchange.Listener listener) {
            List<Balancer.Server> servers = new ArrayList<>();
            for (int i = 0; i < IDS.size(); i++) {
                String node = "web" + (i + 1);
                servers.add(new Balancer.Server("shop", IDS.get(i), node));
                servers.add(new Balancer.Server("api", IDS.get(i) + ":8443", node));
            }
            strangers.forEach(s -> servers.add(new Balancer.Server("shop", s, "web1")));
            Dialect dialect =
                    new Dialect.Elb(
                            Optional.of("eu-central-1"),
                            Optional.empty(),
                            Optional.of(aws.endpoint()));
            return Drivers.open(
                    new Balancer("lb1", dialect, floor, servers),
                    new Pools.Access(LocalHost::new, LocalHost::new, listener));
        }

        @Override
        public Optional<AutoCloseable> busy(String node) {
            return Optional.empty();
        }

        @Override
        public Optional<String> serve() {
            return Optional.empty();
        }

        /// A service of others; nobody restarts it.
        @Override
        public void restart() {}

        @Override
        public void kill() {
            aws.kill();
        }

        @Override
        public void close() throws IOException {
            aws.close();
        }
    }
}
