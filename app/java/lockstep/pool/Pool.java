package lockstep.pool;

import java.util.List;
import lockstep.fault.FaultException;

/// One balancer, seen as members that can be taken out of and put back into the load.
///
/// Every verb is idempotent, reads the state again after acting, and throws when the state read
/// is not the one asked for. A verb that throws half-way leaves the members that it had already
/// switched as they are; [#read] tells. A node that is in no backend here is left alone: the verbs
/// return no member. Safe for use by many threads. Balancer texts are untrusted.
public interface Pool extends AutoCloseable {
    /// The balancer's name in the cluster file.
    String name();

    /// Whether the cluster file names a member here that is `node`.
    boolean serves(String node);

    /// The present state of every member that the cluster file names, in its order; a member that
    /// the balancer does not know is there with [State#ABSENT]. Epoch and members are of the very
    /// same process.
    ///
    /// @throws FaultException `BalancerUnreachable`, or what its host raises
    Reading read() throws FaultException;

    /// The members of [#read].
    default List<Member> list() throws FaultException {
        return read().members();
    }

    /// The epoch of [#read].
    default String epoch() throws FaultException {
        return read().epoch();
    }

    /// Looks, without acting, whether `node` could be taken out now.
    ///
    /// @throws FaultException `CapacityTooLow` for the first backend that would be left below the
    ///     floor; `BalancerRefused` when the balancer does not know a member
    void checkFloor(String node) throws FaultException;

    /// Takes every member of `node` out of the load for new requests, letting running ones end.
    /// Sessions bound by cookie or stick table may keep coming. A member that is in maintenance
    /// already stays there.
    ///
    /// @throws FaultException `CapacityTooLow` unless `floor` is `IGNORED`, before the first
    ///     command is sent; `BalancerRefused`
    List<Member> drain(String node, Floor floor) throws FaultException;

    /// Takes every member of `node` out at once: no traffic, no health checks.
    ///
    /// @throws FaultException as [#drain]
    List<Member> maintain(String node, Floor floor) throws FaultException;

    /// Puts every member of `node` back. Health is the balancer's to find: see [Pools#awaitUp].
    ///
    /// @throws FaultException `BalancerRefused`, also when something else keeps a member out
    List<Member> ready(String node) throws FaultException;

    @Override
    void close();

    /// Whether the capacity floor of the cluster file is kept.
    enum Floor {
        KEPT,
        IGNORED
    }

    /// One look at a balancer.
    ///
    /// @param epoch the process or configuration generation; when it differs from that of an
    ///     earlier look, admin states may have been lost in between
    record Reading(String epoch, List<Member> members) {
        public Reading {
            members = List.copyOf(members);
        }
    }
}
