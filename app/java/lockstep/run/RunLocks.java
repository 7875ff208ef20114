package lockstep.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.journal.Runs;
import lockstep.lock.Claim;
import lockstep.lock.Holder;
import lockstep.lock.Locks;
import lockstep.lock.NodeLock;
import lockstep.lock.Proof;
import lockstep.rsync.Endpoint;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The locks of a cluster's nodes: taken for a run, given back when nothing of it is left to be
/// seen to, and broken knowingly.
final class RunLocks {
    private static final Logger LOG = LoggerFactory.getLogger(RunLocks.class);

    private final String cluster;
    private final Map<String, Endpoint> nodes;
    private final Records records;

    RunLocks(String cluster, Map<String, Endpoint> nodes, Records records) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.records = records;
    }

    /// What a run holds.
    ///
    /// @param names of the nodes
    record Held(String run, Set<String> names, Locks locks) {}

    /// Takes those of some nodes for a run; one that an ended run of this journal has left is
    /// nobody's.
    Held take(Collection<String> names, String run, String doing) throws FaultException {
        Claim claim = new Claim(records.who(), Instant.now(), run, doing);
        // In the order of the cluster file, which is the same for all that may compete.
        Map<String, Endpoint> some = new LinkedHashMap<>(nodes);
        some.keySet().retainAll(names);
        Locks locks = Locks.take(List.copyOf(some.values()), claim, this::settled);
        return new Held(run, some.keySet(), locks);
    }

    /// Gives back what was taken for work that is no run, which leaves nothing to be seen to.
    ///
    /// @return whether all of it is free now
    boolean isGivenBack(Held held) {
        try {
            held.locks().release(_ -> new Proof(Proof.Word.UNKNOWN, held.run()));
            return true;
        } catch (FaultException e) {
            LOG.warn("a lock is left for the next to take over", e);
            return false;
        }
    }

    /// What is known of a node whose lock a run has left that needs it no more.
    private Optional<Proof> settled(String node, String run) {
        return isSettled(run) ? Optional.of(proof(node, run)) : Optional.empty();
    }

    /// Whether it is known that nothing of a run is left to be seen to, and nobody works on it.
    private boolean isSettled(String run) {
        try {
            Optional<Runs> known = records.announced();
            return (known.isPresent() && known.get().wasNeverBegun(run))
                    || records.run(run)
                            .filter(record -> record.hand() == RunRecord.Hand.NOBODYS)
                            .filter(record -> !isOpen(record) && !records.isHeld(run))
                            .isPresent();
        } catch (FaultException _) {
            return false;
        }
    }

    private static boolean isOpen(RunRecord record) {
        return record.story().nodes().values().stream().anyMatch(NodeStory::isOpen);
    }

    /// Gives a run's locks back, also those that an earlier part of it took, unless nodes were left
    /// in the middle of something: then they stay and tell who comes next, and the run takes them
    /// up again. So they do while nobody knows, and where another program goes on with the run.
    /// What cannot be given back is told.
    ///
    /// @param unseen nodes that are not asked
    void giveBack(Held held, Collection<String> unseen, RunEvents events) {
        String run = held.run();
        if (mayBeOpen(run)) {
            return;
        }
        try {
            held.locks().release(node -> proof(node, run));
        } catch (FaultException e) {
            tell(e, events);
            for (Throwable other : e.getSuppressed()) {
                if (other instanceof FaultException fault) {
                    tell(fault, events);
                }
            }
        }
        for (Map.Entry<String, Endpoint> node : nodes.entrySet()) {
            if (!held.names().contains(node.getKey()) && !unseen.contains(node.getKey())) {
                giveBackEarlier(node.getKey(), node.getValue(), run, events);
            }
        }
    }

    private void giveBackEarlier(String node, Endpoint at, String run, RunEvents events) {
        try {
            NodeLock lock = new NodeLock(at);
            Optional<Holder> seen = lock.inspect();
            boolean ofRun =
                    seen.flatMap(Holder::claim).filter(c -> c.run().equals(run)).isPresent();
            // Asked after the look: who takes a run up writes that before it takes a lock.
            if (ofRun && !isAnothers(run)) {
                lock.giveBack(seen.get(), proof(node, run));
            }
        } catch (FaultException e) {
            tell(e, events);
        }
    }

    private boolean isAnothers(String run) throws FaultException {
        return records.run(run)
                .map(RunRecord::hand)
                .filter(hand -> hand != RunRecord.Hand.OURS && hand != RunRecord.Hand.NOBODYS)
                .isPresent();
    }

    /// What this journal knows of a node, at the end of a run.
    private Proof proof(String node, String run) {
        try {
            Optional<RunRecord> changer = records.unproven(node);
            if (changer.isPresent()) {
                return new Proof(Proof.Word.UNPROVEN, changer.get().head().id());
            }
            Proof.Word word =
                    records.run(run).map(known -> word(known, node)).orElse(Proof.Word.UNKNOWN);
            return new Proof(word, run);
        } catch (FaultException _) {
            return new Proof(Proof.Word.UNPROVEN, run);
        }
    }

    private static Proof.Word word(RunRecord run, String node) {
        NodeStory story = run.story().nodes().get(node);
        if (run.hasProven(node)) {
            return Proof.Word.PROVEN;
        }
        return story != null && story.state() instanceof NodeState.AsBefore
                ? Proof.Word.AS_BEFORE
                : Proof.Word.UNKNOWN;
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

    /// Who holds them now.
    Operations.Locked look() {
        Map<String, Holder> holders = new ConcurrentSkipListMap<>();
        Map<String, Fault> failures = new ConcurrentSkipListMap<>();
        Abreast.run(
                List.copyOf(nodes.keySet()),
                name -> {
                    try {
                        new NodeLock(Objects.requireNonNull(nodes.get(name)))
                                .inspect()
                                .ifPresent(holder -> holders.put(name, holder));
                    } catch (FaultException e) {
                        failures.put(name, e.fault());
                    }
                });
        return new Operations.Locked(holders, failures);
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
                lock.breakOpen(held.get(), broken(node.getKey(), held.get()));
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

    /// What is known of a node whose lock is broken. Only the journal that a run was written in
    /// knows what the run did there, and only where it is whole and nobody goes on with the run.
    private Proof broken(String node, Holder holder) throws FaultException {
        String id = holder.claim().map(Claim::run).orElse("");
        Optional<RunRecord> run =
                records.run(id)
                        .filter(known -> known.damage().isEmpty())
                        .filter(known -> known.hand() == RunRecord.Hand.NOBODYS)
                        .filter(known -> knows(known, node));
        return run.isPresent() ? proof(node, id) : new Proof(Proof.Word.UNPROVEN, id);
    }

    private static boolean knows(RunRecord run, String node) {
        return run.story().nodes().containsKey(node) || run.head().reference().equals(node);
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
