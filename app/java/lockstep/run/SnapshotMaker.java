package lockstep.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.Shelf;
import lockstep.journal.State;
import lockstep.link.Cancel;
import lockstep.rsync.Digest;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.run.SnapshotOperations.Doing;
import lockstep.run.SnapshotOperations.SnapshotEvents;
import lockstep.snapshot.About;
import lockstep.snapshot.Draft;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Manifest;
import lockstep.snapshot.Note;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import lockstep.tree.Listing;

/// Makes snapshots of one node, each with a manifest of what it really holds: it is read once more
/// after it was made, and is whole only with what was found. One caller at a time, which holds the
/// node's lock.
final class SnapshotMaker {
    private final String node;
    private final Snapshots snapshots;
    private final List<String> rules;
    private final Records records;
    private final SnapshotEvents events;

    /// @param rules the cluster's
    SnapshotMaker(
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

    /// Why a snapshot is made.
    ///
    /// @param why in the operator's words; may be empty
    record Wish(About.Reason reason, String why) {}

    /// Makes one, or gives the one that the run has already.
    ///
    /// @param run see [Snapshot]
    /// @throws FaultException `DiskFull`, mostly before anything is written; `GuardTripped` when
    ///     something is mounted in the tree, or not all of it can be read; what else keeps it from
    ///     being made: there is none then, and what was copied serves the next
    Kept make(String run, Instant now, Wish wish, Cancel cancel) throws FaultException {
        List<Kept> shelf = snapshots.list();
        Optional<Kept> before =
                shelf.stream().filter(k -> k.snapshot().run().equals(run)).findFirst();
        if (before.isPresent()) {
            writeDown(before.get(), cancel);
            return judged(before.get(), shelf, cancel);
        }
        events.doing(node, Doing.COPYING);
        Draft draft = snapshots.begin(new Snapshot(now, run), cancel);
        events.doing(node, Doing.PROVING);
        Listing listing = listing(draft.tree(), cancel);
        if (!Manifest.canTell(listing)) {
            throw new FaultException(unreadable(listing));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        String id = written(listing, file);
        State state = new State(listing.digestName(), Manifest.state(listing));
        About about =
                new About(
                        records.who(),
                        wish.reason(),
                        wish.why(),
                        state.digest(),
                        state.hex(),
                        id,
                        listing.size(),
                        bytes(listing));
        snapshots.finish(draft, file.toByteArray(), about, cancel);
        Optional<Shelf> known = records.shelf();
        if (known.isPresent()) {
            known.get()
                    .made(records.subject(node), draft.snapshot().name(), id, file.toByteArray());
        }
        Kept made =
                new Kept(
                        draft.snapshot(),
                        Optional.of(about),
                        draft.method(),
                        Optional.empty(),
                        Optional.empty());
        Kept judged = judged(made, shelf, cancel);
        events.finished(node);
        return judged;
    }

    /// The same, called good where its state is known to be.
    private Kept judged(Kept made, List<Kept> shelf, Cancel cancel) throws FaultException {
        Optional<About> about = made.about();
        if (about.isEmpty() || made.good().isPresent()) {
            return made;
        }
        State state = new State(about.get().digest(), about.get().state());
        Optional<String> good =
                records.prover(state)
                        .map(prover -> "run " + prover + " proved it")
                        .or(() -> goodBefore(shelf, state));
        if (good.isPresent()) {
            snapshots.note(made.snapshot(), Note.GOOD, good, cancel);
        }
        return new Kept(made.snapshot(), about, made.method(), made.pin(), good);
    }

    /// A console that was killed when a snapshot had just become whole has not written it down.
    private void writeDown(Kept made, Cancel cancel) throws FaultException {
        Optional<Shelf> shelf = records.shelf();
        Optional<About> about = made.about();
        String name = made.snapshot().name();
        if (shelf.isEmpty()
                || about.isEmpty()
                || shelf.get().manifest(records.subject(node), name).isPresent()) {
            return;
        }
        byte[] file = snapshots.manifest(made.snapshot(), cancel);
        String id = Manifest.read(file, node).id();
        if (id.equals(about.get().manifest())) {
            shelf.get().made(records.subject(node), name, id, file);
        }
    }

    /// What was good is good again.
    private static Optional<String> goodBefore(List<Kept> shelf, State state) {
        return shelf.stream()
                .filter(kept -> kept.good().isPresent())
                .filter(
                        kept ->
                                kept.about()
                                        .filter(about -> about.digest().equals(state.digest()))
                                        .filter(about -> about.state().equals(state.hex()))
                                        .isPresent())
                .findFirst()
                .map(kept -> "as " + kept.snapshot().name());
    }

    private static String written(Listing listing, ByteArrayOutputStream file) {
        try {
            return Manifest.write(listing, file);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    /// By the digest that the node was last proven by, so that the two can be held together; a node
    /// whose rsync does not know that any more takes its best.
    private Listing listing(Endpoint tree, Cancel cancel) throws FaultException {
        Request request = Request.of(rules).with(Request.Content.BY_DIGEST);
        Optional<Digest> wanted = lastDigest();
        if (wanted.isPresent()) {
            List<String> known = Rsync.ability(tree, cancel).digests();
            wanted = wanted.filter(digest -> known.contains(digest.wireName()));
        }
        return Rsync.list(
                tree,
                request,
                wanted,
                (entries, bytes) -> events.progress(node, entries, bytes),
                cancel);
    }

    private Optional<Digest> lastDigest() throws FaultException {
        Optional<Shelf> shelf = records.shelf();
        return shelf.isEmpty()
                ? Optional.empty()
                : shelf.get().lastDigest(records.subject(node)).flatMap(Digest::named);
    }

    private Fault unreadable(Listing listing) {
        String where =
                listing.unreadable().isEmpty()
                        ? "a part of it"
                        : listing.unreadable().getFirst().path().visible();
        return new Fault.GuardTripped(
                node,
                "What its new snapshot holds could not be read: " + where + ".",
                "Log in as a user that may read everything, or use sudo. There is no snapshot.");
    }

    private static long bytes(Listing listing) {
        long bytes = 0;
        for (int row = 0; row < listing.size(); row++) {
            bytes += listing.bytes(row);
        }
        return bytes;
    }
}
