package lockstep.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lockstep.drift.Sign;
import lockstep.run.Operations;
import lockstep.tree.TreePath;

/// A private cluster with differences that were put in on purpose, and customers who count what
/// goes wrong. The composition root provides it.
public interface Demonstration extends AutoCloseable {
    /// The opened cluster. Closed with this.
    Operations cluster();

    /// Where everything of it lies.
    Path directory();

    /// What was put in.
    List<Planted> planted();

    /// Makes something go wrong on a node, where no customer looks.
    void mishap(String node);

    /// What the customers counted so far; empty without a balancer.
    Optional<Customers> customers();

    @Override
    void close();

    /// A difference that was put in.
    ///
    /// @param sign what the cell of that node must say; empty where the rules hide the difference
    record Planted(TreePath path, String node, Optional<Sign> sign) {}

    /// Requests through the balancer; those under way are in neither `ok` nor `failed`.
    ///
    /// @param reasons why the last few failed
    record Customers(long sent, long ok, long failed, Duration slowest, List<String> reasons) {
        public Customers {
            reasons = List.copyOf(reasons);
        }
    }
}
