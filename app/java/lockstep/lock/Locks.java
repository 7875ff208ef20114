package lockstep.lock;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
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
    /// Waits for nobody. On a failure nothing new is held: what was taken is given back, and a lock
    /// that a settled run had left is free then, with a mark where it stood for an unproven node;
    /// what was taken over from the same run stays with it.
    ///
    /// @param settled what is known of a node whose lock a run has left, both by their names; empty
    ///     while the run may need it: it is not known to have ended
    /// @throws FaultException `GuardTripped` when somebody else holds one, saying who; or what
    ///     [lockstep.statedir.StateDirectory#run] raises
    public static Locks take(
            List<Endpoint> nodes, Claim claim, BiFunction<String, String, Optional<Proof>> settled)
            throws FaultException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        List<NodeLock> all = nodes.stream().map(NodeLock::new).toList();
        Map<NodeLock, Proof> taken = new LinkedHashMap<>();
        for (NodeLock lock : all) {
            try {
                lock.take(token, claim, run -> settled.apply(lock.node(), run))
                        .ifPresent(proof -> taken.put(lock, proof));
            } catch (FaultException e) {
                taken.forEach((earlier, proof) -> earlier.giveBack(token, proof, e));
                throw e;
            }
        }
        return new Locks(token, all);
    }

    /// A sign of life on some nodes, by their names. All are tried; the first failure is raised,
    /// with the others.
    ///
    /// @throws FaultException `GuardTripped` where a lock is not ours any more: the run must stop
    ///     there
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
