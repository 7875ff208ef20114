package lockstep.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.contract.PoolContract;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.pool.Exchange;
import lockstep.pool.PlusStandIn;
import lockstep.pool.Pool;

/// The driver of NGINX Plus keeps the contract, with a stand-in of its documented API: the program
/// itself is not free.
class NginxPlusContractTest extends PoolContract {
    @Override
    protected Scene scene() throws Exception {
        return new Documented();
    }

    private static final class Documented implements Scene {
        private static final Map<String, String> NODES =
                Map.of("10.0.0.1:80", "web1", "10.0.0.2:80", "web2", "10.0.0.3:80", "web3");

        private final List<String> addresses = NODES.keySet().stream().sorted().toList();
        private final PlusStandIn plus = new PlusStandIn(addresses);

        Documented() throws Exception {}

        @Override
        public Pool open(int floor, List<String> strangers, Exchange.Listener listener) {
            List<Balancer.Server> servers = new ArrayList<>();
            addresses.forEach(a -> servers.add(new Balancer.Server("shop", a, node(a))));
            strangers.forEach(s -> servers.add(new Balancer.Server("shop", s, "web1")));
            Dialect dialect = new Dialect.NginxPlus("local", plus.api());
            return Nginx.open(dialect, floor, servers, listener);
        }

        @Override
        public Optional<AutoCloseable> busy(String node) {
            String address =
                    addresses.stream().filter(a -> node(a).equals(node)).findFirst().orElseThrow();
            return Optional.of(plus.begin(address));
        }

        @Override
        public Optional<String> serve() {
            return plus.serve().map(Documented::node);
        }

        @Override
        public void restart() {
            plus.restart();
        }

        @Override
        public void kill() {
            plus.close();
        }

        @Override
        public void close() {
            plus.close();
        }

        private static String node(String address) {
            return NODES.getOrDefault(address, "nobody");
        }
    }
}
