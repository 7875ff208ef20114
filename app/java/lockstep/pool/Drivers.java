package lockstep.pool;

import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;

/// The pool for each dialect.
public final class Drivers {
    private Drivers() {}

    /// Opens one balancer. Nothing is connected yet.
    public static Pool open(Balancer balancer, Pools.Access access) {
        return switch (balancer.dialect()) {
            case Dialect.Haproxy haproxy ->
                    new HaproxyPool(
                            balancer,
                            haproxy.socket(),
                            access.balancers().apply(haproxy.address()),
                            access.listener());
            case Dialect.Nginx nginx ->
                    new NginxPool(
                            balancer,
                            nginx,
                            new NginxShell(
                                    balancer.name(),
                                    nginx,
                                    access.balancers().apply(nginx.address()),
                                    access.listener()),
                            access.nodes());
            case Dialect.NginxPlus plus ->
                    new NginxPlusPool(
                            balancer,
                            new PlusApi(
                                    balancer.name(),
                                    plus.api(),
                                    access.balancers().apply(plus.address()),
                                    access.listener()));
            case Dialect.Elb elb ->
                    new ElbPool(
                            balancer,
                            new ElbGroups(new ElbClient(balancer.name(), elb, access.listener())),
                            new NodeSessions(access.nodes()),
                            Patience.USUAL);
            case Dialect.HealthFile file ->
                    new HealthFilePool(balancer, file, access.nodes(), access.listener());
            case Dialect.Commands commands ->
                    new CommandPool(
                            balancer,
                            commands,
                            new CommandRunner(
                                    balancer.name(),
                                    access.balancers().apply(commands.address()),
                                    access.listener(),
                                    CommandRunner.LIMIT),
                            Patience.USUAL);
        };
    }
}
