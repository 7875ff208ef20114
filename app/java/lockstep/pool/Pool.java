package lockstep.pool;

import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;

/// One balancer, seen as members that can be taken out of and put back into the load.
///
/// Every verb is idempotent, reads the state again after acting, and throws when the state read
/// is not the one asked for. A verb that throws half-way leaves the members that it had already
/// switched as they are; [#read] tells. A node that is in no backend here is left alone: the verbs
/// return no member. Safe for use by many threads. Balancer texts are untrusted.
///
/// Everything said and answered is told to the [Exchange.Listener] that the pool was opened with.
public interface Pool extends AutoCloseable {
    /// As in the cluster file.
    Balancer balancer();

    /// The balancer's name in the cluster file.
    default String name() {
        return balancer().name();
    }

    /// Whether the cluster file names a member here that is `node`.
    default boolean serves(String node) {
        return !balancer().of(node).isEmpty();
    }

    /// What can be done here. May ask the balancer the first time.
    ///
    /// @throws FaultException as [#read]
    Manner manner() throws FaultException;

    /// The present state of every member that the cluster file names, in its order; a member that
    /// the balancer does not know is there with [State#ABSENT]. Epoch and members are of the very
    /// same process.
    ///
    /// @throws FaultException `BalancerUnreachable`, or what its host raises
    Reading read() throws FaultException;

    /// Looks, without acting, whether `node` could be taken out now.
    ///
    /// @throws FaultException `CapacityTooLow` for the first backend that would be left below the
    ///     floor; `BalancerRefused` when the balancer does not know a member
    void checkFloor(String node) throws FaultException;

    /// Takes every member of `node` out of the load for new requests, at most as gently as asked.
    /// A member that is in maintenance already stays there.
    ///
    /// @throws FaultException `CapacityTooLow` unless the floor is `IGNORED`, before the first
    ///     command is sent; `BalancerRefused`, also for a way that is not in [#manner];
    ///     `GuardTripped` when somebody else acts there at the same time
    List<Member> takeOut(String node, Leave leave) throws FaultException;

    /// Ends the sessions that are left on a node that was taken out; their users see an error.
    ///
    /// @throws FaultException `BalancerRefused` when a member is still in the load, or where this
    ///     cannot be done, as it is unless a driver says otherwise; see [Manner#ending]
    default List<Member> endSessions(String node) throws FaultException {
        if (serves(node)) {
            throw new FaultException(
                    new Fault.BalancerRefused(
                            name(),
                            "ending sessions",
                            "the sessions of a single server cannot be ended here.",
                            "They end by themselves; wait for them, or end them on the node."));
        }
        return List.of();
    }

    /// Puts every member of `node` back. Health is the balancer's to find: see [Pools#awaitUp].
    ///
    /// @throws FaultException `BalancerRefused`, also when something else keeps a member out
    List<Member> ready(String node) throws FaultException;

    @Override
    void close();

    /// One look at a balancer.
    ///
    /// @param epoch the process or configuration generation; when it differs from that of an
    ///     earlier look, admin states may have been lost in between. The same for ever where a
    ///     balancer has nothing of the kind
    /// @param members in the order of the cluster file
    /// @param remarks what the operator should know just now beside the members, such as an old
    ///     process that still carries sessions, in sentences
    record Reading(String epoch, List<Member> members, List<String> remarks) {
        public Reading {
            members = List.copyOf(members);
            remarks = List.copyOf(remarks);
        }

        /// Without remarks.
        public Reading(String epoch, List<Member> members) {
            this(epoch, members, List.of());
        }
    }
}
