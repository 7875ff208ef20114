package lockstep.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What kind a balancer is, and how it is talked to. Each is a `type` of the cluster file.
public sealed interface Dialect {
    /// Where commands for it are carried out, in the form of [Node#address]; `local` for what is
    /// reached from this machine, or through the nodes themselves.
    default String address() {
        return "local";
    }

    /// HAProxy through its runtime API.
    ///
    /// @param socket the runtime API, or that of the master process, as seen from `address`: an
    ///     absolute path of a Unix socket, or `host:port` of a TCP port
    record Haproxy(String address, String socket) implements Dialect {}

    /// NGINX open source: `server` lines of a file are changed, and it reloads.
    ///
    /// @param file the file that holds the upstreams' `server` lines, an absolute path
    /// @param configuration the main file, when it is not the one that was compiled in
    /// @param program a name or an absolute path
    /// @param sudo whether both go through `sudo -n`
    record Nginx(
            String address,
            String file,
            Optional<String> configuration,
            String program,
            boolean sudo)
            implements Dialect {}

    /// NGINX Plus through its API.
    ///
    /// @param api its URL as seen from `address`, such as `http://127.0.0.1:8080/api`
    record NginxPlus(String address, String api) implements Dialect {}

    /// Target groups of AWS Elastic Load Balancing, version 2. A server's backend is the group's
    /// name or ARN, its name the target's id, or `id:port` when it was registered with a port.
    ///
    /// @param region as of the usual chain when absent
    /// @param profile of the shared configuration, as of the usual chain when absent
    /// @param endpoint another URL than the region's own
    record Elb(Optional<String> region, Optional<String> profile, Optional<String> endpoint)
            implements Dialect {}

    /// A file on each node that turns the answer of the node's health endpoint, and with it any
    /// balancer that asks there.
    ///
    /// @param file an absolute path on the nodes
    /// @param out what takes a node out of the load
    /// @param check URL of the health endpoint as seen from the node, such as
    ///     `http://127.0.0.1/health`
    /// @param port where the node serves, to count its connections; absent when that is not to be
    /// @param notice how long the balancer needs to see the change
    /// @param sudo whether the file is made and removed through `sudo -n`
    record HealthFile(
            String file,
            Presence out,
            Optional<String> check,
            Optional<Integer> port,
            Duration notice,
            boolean sudo)
            implements Dialect {
        /// Whether the file being there, or not being there, takes a node out.
        public enum Presence {
            PRESENT,
            ABSENT
        }
    }

    /// The operator's own commands. Each is an argument vector in which `{node}`, `{backend}` and
    /// `{server}` are replaced, and in `drain` and `maint` also `{who}`, `{why}` and `{until}`; no
    /// shell reads it.
    ///
    /// @param list prints a line for every member; nothing is replaced in it
    /// @param drain takes one member out
    /// @param maint takes one member out at once; `drain` does when empty
    /// @param inflight prints how many requests one member has; unknown when empty
    /// @param ready puts one member back
    record Commands(
            String address,
            List<String> list,
            List<String> drain,
            List<String> maint,
            List<String> inflight,
            List<String> ready)
            implements Dialect {
        public Commands {
            list = List.copyOf(list);
            drain = List.copyOf(drain);
            maint = List.copyOf(maint);
            inflight = List.copyOf(inflight);
            ready = List.copyOf(ready);
        }
    }
}
