package lockstep.lock;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import lockstep.fault.FaultException;
import lockstep.rsync.Endpoint;

/// The locks of a cluster's nodes, held by one run. Safe for use by many threads.
public final class Locks {
    private final String token;
    private final List<NodeLock> held;

    private Locks(String token, List<NodeLock> held) {
        this.token = token;
        this.held = held;
    }

    /// Takes the lock of each node, in this order, which must be the same for all that may compete.
    /// A lock of the same run is taken over, whether its holder lives or not: that one then fails
    /// with the next sign of life. So is one of a run that is settled.
    ///
    /// Waits for nobody. On a failure nothing new is held: what was taken is given back, what was
    /// taken over stays with the run.
    ///
    /// @param settled whether a run, by its name, needs its lock no more: it is known to have ended
    /// @throws FaultException `GuardTripped` when somebody else holds one, saying who; or what
    ///     [lockstep.statedir.StateDirectory#run] raises
    public static Locks take(List<Endpoint> nodes, Claim claim, Predicate<String> settled)
            throws FaultException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        List<NodeLock> all = nodes.stream().map(NodeLock::new).toList();
        List<NodeLock> fresh = new ArrayList<>();
        for (NodeLock lock : all) {
            try {
                if (lock.take(token, claim, settled) == NodeLock.Taking.FRESH) {
                    fresh.add(lock);
                }
            } catch (FaultException e) {
                fresh.add(lock); // a line that breaks may have carried the order
                giveBack(fresh, token, e);
                throw e;
            }
        }
        return new Locks(token, all);
    }

    private static void giveBack(List<NodeLock> locks, String token, FaultException why) {
        for (NodeLock lock : locks) {
            try {
                lock.release(token, new Proof(Proof.Word.UNKNOWN, ""));
            } catch (FaultException e) {
                why.addSuppressed(e);
            }
        }
    }

    /// A sign of life on every node. All are tried; the first failure is raised, with the others.
    ///
    /// @throws FaultException `GuardTripped` where a lock is not ours any more: the run must stop
    ///     there
    public void refresh() throws FaultException {
        refresh(_ -> true);
    }

    /// A sign of life on some nodes, by their names; else as the other.
    public void refresh(Predicate<String> nodes) throws FaultException {
        onEach(
                lock -> {
                    if (nodes.test(lock.node())) {
                        lock.refresh(token);
                    }
                });
    }

    /// Gives back what is still ours. All are tried, as with [#refresh]. Idempotent.
    ///
    /// @param proofs what is known of a node, by its name
    public void release(Function<String, Proof> proofs) throws FaultException {
        onEach(lock -> lock.release(token, proofs.apply(lock.node())));
    }

    private void onEach(Deed deed) throws FaultException {
        FaultException first = null;
        for (NodeLock lock : held) {
            try {
                deed.on(lock);
            } catch (FaultException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @FunctionalInterface
    private interface Deed {
        void on(NodeLock lock) throws FaultException;
    }
}
