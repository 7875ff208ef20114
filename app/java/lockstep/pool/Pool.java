package lockstep.pool;

import java.util.List;
import lockstep.fault.FaultException;

/// One balancer, seen as members that can be taken out of and put back into the load.
///
/// Every verb is idempotent, reads the state again after acting, and throws when the state read
/// is not the one asked for. Safe for use by many threads. Balancer texts are untrusted.
public interface Pool extends AutoCloseable {
    /// The balancer's name in the cluster file.
    String name();

    /// The present state of every member that the cluster file names, in its order; a member that
    /// the balancer does not know is there with [State#ABSENT].
    ///
    /// @throws FaultException `BalancerUnreachable`, or what its host raises
    List<Member> list() throws FaultException;

    /// Takes every member of `node` out of the load for new requests, letting running ones end.
    /// Sessions bound by cookie or stick table may keep coming.
    ///
    /// @throws FaultException `CapacityTooLow` unless `floor` is `IGNORED`; `BalancerRefused`
    List<Member> drain(String node, Floor floor) throws FaultException;

    /// Takes every member of `node` out at once: no traffic, no health checks.
    List<Member> maintain(String node, Floor floor) throws FaultException;

    /// Puts every member of `node` back. Health is the balancer's to find: see [#list].
    List<Member> ready(String node) throws FaultException;

    /// The process or configuration generation; when it changed since the last look, admin states
    /// may have been lost and must be read again.
    String epoch() throws FaultException;

    @Override
    void close();

    /// Whether the capacity floor of the cluster file is kept.
    enum Floor {
        KEPT,
        IGNORED
    }
}
