package lockstep.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.lock.Claim;
import lockstep.lock.Holder;
import lockstep.lock.Locks;
import lockstep.lock.NodeLock;
import lockstep.lock.Proof;
import lockstep.rsync.Endpoint;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;

/// The locks of a cluster's nodes: taken for a run, given back when nothing of it is left to be
/// seen to, and broken knowingly.
final class RunLocks {
    private final String cluster;
    private final Map<String, Endpoint> nodes;
    private final Records records;

    RunLocks(String cluster, Map<String, Endpoint> nodes, Records records) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.records = records;
    }

    /// Takes all of them for a run; one that an ended run of this journal has left is nobody's.
    Locks take(String run, String doing) throws FaultException {
        Claim claim = new Claim(records.who(), Instant.now(), run, doing);
        return Locks.take(List.copyOf(nodes.values()), claim, this::isSettled);
    }

    /// Whether it is known that nothing of a run is left to be seen to, and that nobody works on
    // it.
    private boolean isSettled(String run) {
        try {
            return records.run(run)
                    .filter(record -> record.hand() == RunRecord.Hand.NOBODYS)
                    .filter(record -> !isOpen(record))
                    .isPresent();
        } catch (FaultException _) {
            return false;
        }
    }

    private static boolean isOpen(RunRecord record) {
        return record.story().nodes().values().stream().anyMatch(NodeStory::isOpen);
    }

    /// Gives them back unless nodes were left in the middle of something: then they stay and tell
    /// who comes next, and the run takes them up again. So they do while nobody knows. What cannot
    /// be given back is told.
    void giveBack(Locks locks, String run, RunEvents events) {
        if (mayBeOpen(run)) {
            return;
        }
        try {
            locks.release(node -> proof(node, run));
        } catch (FaultException e) {
            tell(e, events);
            for (Throwable other : e.getSuppressed()) {
                if (other instanceof FaultException fault) {
                    tell(fault, events);
                }
            }
        }
    }

    /// What this journal knows of a node, at the end of a run.
    private Proof proof(String node, String run) {
        try {
            Optional<RunRecord> changer = records.unproven(node);
            if (changer.isPresent()) {
                return new Proof(Proof.Word.UNPROVEN, changer.get().head().id());
            }
            NodeStory story =
                    records.run(run).map(known -> known.story().nodes().get(node)).orElse(null);
            return new Proof(story == null ? Proof.Word.UNKNOWN : word(story.state()), run);
        } catch (FaultException _) {
            return new Proof(Proof.Word.UNPROVEN, run);
        }
    }

    private static Proof.Word word(NodeState state) {
        return switch (state) {
            case NodeState.Done _ -> Proof.Word.PROVEN;
            case NodeState.AsBefore _ -> Proof.Word.AS_BEFORE;
            case NodeState.Waiting _,
                    NodeState.Working _,
                    NodeState.Between _,
                    NodeState.Stuck _,
                    NodeState.Left _ ->
                    Proof.Word.UNKNOWN;
        };
    }

    private static void tell(FaultException e, RunEvents events) {
        events.warned(
                e.fault().where(),
                "its lock could not be given back, and goes with the next run: "
                        + e.fault().message());
    }

    private boolean mayBeOpen(String run) {
        try {
            return records.run(run).filter(RunLocks::isOpen).isPresent();
        } catch (FaultException _) {
            return true;
        }
    }

    /// Takes the locks of that holder away, wherever he has one.
    ///
    /// @param holder as [Holder#name]
    /// @return the nodes whose lock is free now
    List<String> breakOf(String holder) throws FaultException {
        Map<String, Holder> others = new LinkedHashMap<>();
        List<String> broken = new ArrayList<>();
        for (Map.Entry<String, Endpoint> node : nodes.entrySet()) {
            NodeLock lock = new NodeLock(node.getValue());
            Optional<Holder> held = lock.inspect();
            if (held.filter(h -> h.name().equals(holder)).isPresent()) {
                requireNotAlive(held.get());
                records.brokeLock(node.getKey(), held.get().sentence());
                lock.breakOpen(held.get());
                broken.add(node.getKey());
            } else {
                held.ifPresent(other -> others.put(node.getKey(), other));
            }
        }
        if (broken.isEmpty()) {
            throw refused(
                    "No node is locked by that holder.",
                    others.isEmpty()
                            ? "Nothing is locked: just go on."
                            : "Name the holder exactly. "
                                    + others.values().iterator().next().sentence());
        }
        return broken;
    }

    private void requireNotAlive(Holder held) throws FaultException {
        Optional<RunRecord> run =
                held.claim().isEmpty() ? Optional.empty() : records.run(held.claim().get().run());
        if (run.isPresent()
                && (run.get().hand() == RunRecord.Hand.OURS
                        || run.get().hand() == RunRecord.Hand.ANOTHERS)) {
            throw refused(
                    "Run " + run.get().head().id() + " goes on in a program on this machine.",
                    "Stop it there: its lock is given back then.");
        }
    }

    private FaultException refused(String what, String remedy) {
        return new FaultException(new Fault.GuardTripped(cluster, what, remedy));
    }
}
