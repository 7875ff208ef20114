package lockstep.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.journal.Shelf;
import lockstep.link.Cancel;
import lockstep.rsync.Digest;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.run.SnapshotOperations.Doing;
import lockstep.run.SnapshotOperations.SnapshotEvents;
import lockstep.run.SnapshotOperations.Soundness;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Manifest;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import lockstep.tree.Listing;

/// Holds a node's trees against the manifests of its snapshots, and a manifest against what was
/// written down of it when it was made. Changes nothing.
final class SnapshotProof {
    private static final int MOST_TOLD = 50;
    private static final String THEN = Rollback.Target.THEN;

    private final String node;
    private final Snapshots snapshots;
    private final List<String> rules;
    private final Records records;
    private final SnapshotEvents events;

    /// @param rules the cluster's
    SnapshotProof(
            String node,
            Snapshots snapshots,
            List<String> rules,
            Records records,
            SnapshotEvents events) {
        this.node = node;
        this.snapshots = snapshots;
        this.rules = List.copyOf(rules);
        this.records = records;
        this.events = events;
    }

    /// The whole snapshot of that name, as the node lists it.
    ///
    /// @throws FaultException `GuardTripped` when there is none
    Kept found(String name) throws FaultException {
        return snapshots.list().stream()
                .filter(kept -> kept.snapshot().name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                refused(
                                        "There is no snapshot " + name + ".",
                                        "Choose another; nothing was changed."));
    }

    /// The manifest of a snapshot, the one that it was made with as far as this journal knows.
    /// Where the node's own is not that any more, it is the copy beside the journal.
    ///
    /// @throws FaultException `GuardTripped` when there is none, or the only one was changed
    Manifest manifest(Snapshot snapshot, Cancel cancel) throws FaultException {
        Optional<Shelf> shelf = records.shelf();
        Optional<String> known =
                shelf.isEmpty()
                        ? Optional.empty()
                        : shelf.get().manifest(records.subject(node), snapshot.name());
        String why;
        try {
            Manifest manifest = Manifest.read(snapshots.manifest(snapshot, cancel), node);
            if (manifest.id().equals(known.orElse(manifest.id()))) {
                return manifest;
            }
            why = "its manifest is not the one that it was made with";
        } catch (FaultException e) {
            if (!(e.fault() instanceof Fault.FileInvalid) || known.isEmpty()) {
                throw e.fault() instanceof Fault.FileInvalid invalid
                        ? damaged(snapshot, invalid.reason(), e)
                        : e;
            }
            why = e.fault().what();
        }
        Optional<byte[]> copy = shelf.orElseThrow().copy(known.orElseThrow());
        if (copy.isEmpty()) {
            throw damaged(snapshot, why, null);
        }
        Manifest manifest = Manifest.read(copy.get(), "the copy of the manifest");
        if (!manifest.id().equals(known.get())) {
            throw damaged(snapshot, why + ", nor is the copy here", null);
        }
        return manifest;
    }

    /// Whether it is written down here with which manifest a snapshot was made.
    boolean isKnown(Snapshot snapshot) throws FaultException {
        Optional<Shelf> shelf = records.shelf();
        return shelf.isPresent()
                && shelf.get().manifest(records.subject(node), snapshot.name()).isPresent();
    }

    private FaultException damaged(
            Snapshot snapshot, String why, @org.jspecify.annotations.Nullable Exception cause) {
        Fault fault =
                new Fault.GuardTripped(
                        node,
                        "Snapshot " + snapshot.name() + " is damaged: " + why + ".",
                        "Choose another; a damaged one is never written back.");
        return cause == null ? new FaultException(fault) : new FaultException(fault, cause);
    }

    /// Reads all of a snapshot and holds it against its manifest.
    Soundness check(Snapshot snapshot, Manifest manifest, Cancel cancel) throws FaultException {
        events.doing(node, Doing.PROVING);
        DriftTree drift = against(manifest, snapshots.tree(snapshot, cancel), cancel);
        events.finished(node);
        List<String> damage = new ArrayList<>();
        long count = 0;
        for (int row = 0; row < drift.rows(); row++) {
            if (drift.differs(row, 1)) {
                count++;
                if (damage.size() < MOST_TOLD) {
                    damage.add(drift.path(row).visible() + ": " + drift.sign(row, 1).word());
                }
            }
        }
        drift.verdict().reasons().stream()
                .limit(MOST_TOLD - damage.size())
                .forEach(reason -> damage.add(Visible.text(reason, 300)));
        return new Soundness(node, snapshot, damage, count, manifest.listing().size());
    }

    /// The same, for one that is to be written back.
    ///
    /// @throws FaultException `GuardTripped` when it is damaged
    void requireSound(Snapshot snapshot, Manifest manifest, Cancel cancel) throws FaultException {
        Soundness found = check(snapshot, manifest, cancel);
        if (!found.isSound()) {
            long more = found.count() - 1;
            throw damaged(
                    snapshot,
                    found.damage().getFirst() + (more > 0 ? " and " + more + " more" : ""),
                    null);
        }
    }

    /// A tree on the node held against a manifest, by content: two columns, the manifest first.
    DriftTree against(Manifest manifest, Endpoint tree, Cancel cancel) throws FaultException {
        Listing then = manifest.listing();
        Optional<Digest> digest = Digest.named(then.digestName());
        if (digest.isEmpty()
                || !Rsync.ability(tree, cancel).digests().contains(then.digestName())) {
            throw refused(
                    "Its rsync does not know "
                            + Visible.text(then.digestName(), 40)
                            + " any more, by which the snapshot's files were digested.",
                    "Install the rsync of then. Nothing was changed.");
        }
        Listing now =
                Rsync.list(
                        tree,
                        Request.of(rules).with(Request.Content.BY_DIGEST),
                        digest,
                        (entries, bytes) -> events.progress(node, entries, bytes),
                        cancel);
        return DriftTree.merge(List.of(THEN, node), List.of(then, now), new Baseline.Reference(0));
    }

    private FaultException refused(String what, String remedy) {
        return new FaultException(new Fault.GuardTripped(node, what, remedy));
    }
}
