package lockstep.run;

import java.util.Optional;
import java.util.function.Function;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.lock.Holder;
import lockstep.lock.Mark;
import lockstep.lock.NodeLock;
import lockstep.rsync.Endpoint;
import lockstep.state.RunState;

/// Whether a person may put a node back without saying that he knows better. It may be different
/// from the others, and its users would see that. What runs of this journal have left the journal
/// tells; what those of other people and machines have left, the node itself.
final class Readiness {
    private static final String PROVES = "Sync it, which proves it";

    private final Records records;
    private final Function<String, Endpoint> nodes;

    Readiness(Records records, Function<String, Endpoint> nodes) {
        this.records = records;
        this.nodes = nodes;
    }

    /// @throws FaultException `GuardTripped` when it may not, or when that cannot be seen
    void require(String node) throws FaultException {
        Optional<RunRecord> run = records.unproven(node);
        if (run.isPresent()) {
            String id = run.get().head().id();
            throw refused(
                    node,
                    "Run %s has changed it and not proven it to be like the others.".formatted(id),
                    run.get().story().state() instanceof RunState.Over
                            ? PROVES
                            : "Finish or undo the run (lockstep resume FILE %s)".formatted(id));
        }
        NodeLock.Look there = look(node);
        for (Mark mark : there.marks()) {
            if (isUnknown(mark.run(), node)) {
                throw refused(
                        node,
                        "Run %s of %s has changed it and not proven it to be like the others; this journal does not know that run."
                                .formatted(mark.run(), who(mark)),
                        PROVES);
            }
        }
        Holder holder = there.holder().orElse(null);
        if (holder != null && isForeign(holder.claim().map(c -> c.run()).orElse(""))) {
            throw refused(
                    node,
                    "A run works on it, or has left it half done. " + holder.sentence(),
                    "Wait for its end, or finish or undo it where it was begun");
        }
    }

    /// A person has put it back all the same: what other people's runs have left there is said no
    /// more, since a sync of a node that is like the others would have nothing to prove it by. What
    /// cannot be removed is asked for again.
    void override(String node) {
        NodeLock lock = new NodeLock(nodes.apply(node));
        try {
            for (Mark mark : lock.look().marks()) {
                if (isUnknown(mark.run(), node)) {
                    lock.unmark(mark);
                }
            }
        } catch (FaultException _) {
            // The node is in the load already, which is what was asked for.
        }
    }

    private static String who(Mark mark) {
        return mark.holder().isEmpty() ? "somebody" : mark.holder();
    }

    private boolean isForeign(String run) throws FaultException {
        return records.run(run).isEmpty();
    }

    /// Also one that knows the node by another name only: the journal tells nothing by this one.
    private boolean isUnknown(String run, String node) throws FaultException {
        return records.run(run).filter(r -> r.story().nodes().containsKey(node)).isEmpty();
    }

    private NodeLock.Look look(String node) throws FaultException {
        try {
            return new NodeLock(nodes.apply(node)).look();
        } catch (FaultException e) {
            FaultException refused =
                    refused(
                            node,
                            "Whether a run has left it half done cannot be seen there: "
                                    + e.fault().message(),
                            "Mend that");
            refused.addSuppressed(e);
            throw refused;
        }
    }

    private static FaultException refused(String node, String what, String remedy) {
        return new FaultException(
                new Fault.GuardTripped(
                        node,
                        what,
                        remedy
                                + ", or put it back knowing that: lockstep pool ready FILE with"
                                + " --unproven="
                                + node
                                + "."));
    }
}
