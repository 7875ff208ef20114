package lockstep.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.drift.DriftTree;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.Runs;
import lockstep.journal.State;
import lockstep.link.Cancel;
import lockstep.plan.Deletions;
import lockstep.plan.Plan;
import lockstep.plan.PlanHeader;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.run.Operations.Criterion;
import lockstep.snapshot.By;
import lockstep.snapshot.Difference;
import lockstep.snapshot.Differences;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Manifest;
import lockstep.snapshot.Note;
import lockstep.snapshot.RestoreEvents;
import lockstep.snapshot.Scope;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import lockstep.stage.Stage;
import lockstep.stage.Way;
import lockstep.state.Step;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// Makes a node's files what a snapshot of it holds, by the node's own rsync, and proves that
/// against the manifest. The end does not depend on where it is begun, so what was interrupted is
/// begun again.
final class RollbackSteps implements NodeFiles {
    /// Files that the journal tells of one node.
    private static final int MOST_FILES = 100_000;

    private static final int MOST_LATE = 20;

    private final Conductor conductor;
    private final Conductor.Job job;
    private final List<Plan.Row> rows;
    private final PlanHeader.Source source;
    private final NodeSide side;
    private final Snapshots snapshots;
    private final SnapshotProof proof;
    private final List<Runs.FileOutcome> mended = new ArrayList<>();
    private @Nullable Snapshot to;
    private @Nullable Manifest manifest;
    private @Nullable Endpoint staged;
    private @Nullable Way way;
    private Optional<State> proven = Optional.empty();
    private boolean identical;
    private boolean touched;
    private long restored;
    private final boolean wasSwitched;

    /// @param rows as they were approved; of those that are not chosen nothing is touched
    RollbackSteps(
            Conductor conductor,
            Conductor.Job job,
            List<Plan.Row> rows,
            PlanHeader.Source source,
            NodeSide side) {
        this.conductor = conductor;
        this.job = job;
        this.rows = List.copyOf(rows);
        this.source = source;
        this.side = side;
        snapshots = conductor.snapshots(side.node());
        proof = conductor.proof(side);
        wasSwitched = job.log().story(side.node()).changed();
    }

    private boolean isWhole() {
        return rows.stream().allMatch(Plan.Row::chosen);
    }

    @Override
    public Optional<String> needless(Step step) {
        return job.needless(step, side);
    }

    @Override
    public String take(Step step) throws FaultException {
        return switch (step) {
            case PREFLIGHT -> preflight();
            case SNAPSHOT -> snapshot();
            case RESTORE -> restore();
            case STAGE -> stage();
            case SWITCH -> exchange();
            case VERIFY -> verify(conductor.endpoint(side.node()));
            case DRAIN, ZERO_SESSIONS, SYNC, HEALTH, READY, SETTLE ->
                    throw new IllegalStateException("no " + step + " of files from a snapshot");
        };
    }

    /// All of the snapshot is read here, where users do not wait for it.
    private String preflight() throws FaultException {
        Snapshot found = proof.found(source.name()).snapshot();
        Manifest known = proof.manifest(found, side.cancel());
        if (!known.id().equals(source.manifest())) {
            throw refused(
                    "Snapshot " + source.name() + " is not the one that was looked at.",
                    "Nothing was changed. Look at it again.");
        }
        proof.requireSound(found, known, side.cancel());
        if (isStaged()) {
            way = conductor.stage(side.node()).way(side.cancel());
        }
        to = found;
        manifest = known;
        return "snapshot " + source.name() + " is sound";
    }

    private boolean isStaged() {
        return job.log().head().course().isStaged();
    }

    private String snapshot() throws FaultException {
        return conductor.keep(job, side);
    }

    private String restore() throws FaultException {
        Optional<Snapshot> kept =
                job.log().story(side.node()).kept() ? Optional.of(present()) : Optional.empty();
        if (kept.isEmpty()) {
            requireAgreed();
        }
        touched = true;
        Scope scope = isWhole() ? new Scope.Whole() : new Scope.Paths(Deletions.chosen(rows));
        Restored heard = new Restored(kept);
        try {
            Differences done = snapshots.restore(looked(to), scope, kept, heard, side.cancel());
            return done.count() + " entries put back from " + source.name();
        } catch (FaultException e) {
            // A guard is asked before anything is changed.
            touched = !(e.fault() instanceof Fault.GuardTripped);
            throw e;
        } finally {
            heard.close();
        }
    }

    /// What is put back, and what nobody had kept.
    private final class Restored implements RestoreEvents {
        private final Optional<Snapshot> kept;
        private int late;

        Restored(Optional<Snapshot> kept) {
            this.kept = kept;
        }

        @Override
        public void mended(Difference difference) {
            restored++;
            side.events().restored(side.node(), restored);
            tell(difference);
        }

        @Override
        public void late(TreePath path) {
            late++;
            if (late <= MOST_LATE) {
                side.warn(
                        path.visible()
                                + " was written after the present was kept; it lies in late of"
                                + " snapshot "
                                + kept.map(Snapshot::name).orElse(""));
            }
        }

        /// The only copy of what was written late is not to be removed by a rule.
        void close() {
            if (late > MOST_LATE) {
                side.warn(late - MOST_LATE + " more were written after the present was kept");
            }
            if (late > 0 && kept.isPresent()) {
                String why =
                        "holds what was written while run " + job.log().head().id() + " went on";
                try {
                    snapshots.note(kept.get(), Note.PIN, Optional.of(why), new Cancel());
                } catch (FaultException e) {
                    side.warn("snapshot " + kept.get().name() + " could not be pinned");
                }
            }
        }
    }

    private void tell(Difference difference) {
        if (mended.size() < MOST_FILES) {
            String what =
                    switch (difference.kind()) {
                        case ADDED -> "removed";
                        case GONE -> "brought back";
                        case CONTENT, ATTRIBUTES -> "put back";
                    };
            mended.add(new Runs.FileOutcome(what, difference.path().visible()));
        }
    }

    /// Nothing that users see changes here.
    private String stage() throws FaultException {
        if (!isWhole()) {
            throw refused(
                    "Only a whole tree can be exchanged.",
                    "Roll back all of it, or the chosen paths in place.");
        }
        Stage.Made made = conductor.stage(side.node()).makeFrom(looked(to), side.cancel());
        if (!made.lost().isEmpty()) {
            String lost = String.join(" or ", made.lost());
            side.remark("its rsync knows no " + lost + ": directories of the new tree have none");
        }
        String note = verify(made.at());
        staged = made.at();
        return note;
    }

    /// What came after the present was kept would go with the old tree.
    private String exchange() throws FaultException {
        Way by = way;
        if (staged == null || by == null) {
            throw new IllegalStateException("nothing was staged on " + side.node());
        }
        Stage stage = conductor.stage(side.node());
        stage.mark(side.cancel());
        if (job.log().story(side.node()).kept()) {
            requireKept();
        } else {
            requireAgreed();
        }
        side.cancel().check(side.node());
        touched = true;
        return switch (stage.toNew(by, side.cancel())) {
            case Stage.Exchange.Done(long moved, String behind) -> {
                if (!behind.isEmpty()) {
                    side.warn(behind + " was written while the trees were exchanged");
                }
                rows.forEach(this::tell);
                yield "the tree of the snapshot is live"
                        + (moved == 0 ? "" : ", " + moved + " entries left out by rules moved");
            }
            case Stage.Exchange.Kept(Fault why) -> {
                touched = false;
                throw new FaultException(why);
            }
        };
    }

    /// Of an exchange that was cut off the tree may be the new one already.
    private void requireKept() throws FaultException {
        Differences since = snapshots.differences(present(), By.ATTRIBUTES, side.cancel());
        if (since.none() || wasSwitched && isAsWanted()) {
            return;
        }
        throw refused(
                since.first().getFirst().path().visible()
                        + " changed after the present was kept, and would be lost.",
                "Nothing was changed. Roll back again, or in place.");
    }

    /// Where nothing is kept, what has come or changed since the agreement would be gone for good.
    /// Of a path that was agreed to goes what it holds by then.
    private void requireAgreed() throws FaultException {
        Beside beside = new Beside(rows, isWhole());
        snapshots.differences(looked(to), By.ATTRIBUTES, beside, side.cancel());
        Optional<TreePath> first = beside.first();
        if (first.isPresent() && !(wasSwitched && isAsWanted())) {
            long more = beside.count() - 1;
            throw refused(
                    first.get().visible()
                            + (more > 0 ? " and " + more + " more" : "")
                            + " came or changed after it was agreed to, and nothing is kept of it.",
                    wasSwitched
                            ? "It is still there. Move it away, or leave the run and look again."
                            : "It is still there. Look again, or keep what is there first.");
        }
    }

    private Snapshot present() throws FaultException {
        String run = job.log().head().id();
        return snapshots.list().stream()
                .map(Kept::snapshot)
                .filter(snapshot -> snapshot.run().equals(run))
                .findFirst()
                .orElseThrow(
                        () ->
                                refused(
                                        "What it held before the run is not kept any more.",
                                        "Nothing was changed. Roll back again."));
    }

    private boolean isAsWanted() throws FaultException {
        Endpoint live = conductor.endpoint(side.node());
        return proof.against(looked(manifest), live, side.cancel()).verdict().kind()
                == Verdict.Kind.IDENTICAL;
    }

    private void tell(Plan.Row row) {
        if (mended.size() < MOST_FILES) {
            String what =
                    switch (row.action()) {
                        case CREATE -> "brought back";
                        case UPDATE, ATTRIBUTES -> "put back";
                        case DELETE -> "removed";
                    };
            mended.add(new Runs.FileOutcome(what, row.path().visible()));
        }
    }

    private String verify(Endpoint tree) throws FaultException {
        DriftTree drift = proof.against(looked(manifest), tree, side.cancel());
        Verification verification =
                new Verification("snapshot " + source.name(), side.node(), rows);
        identical = false;
        proven = Optional.empty();
        try {
            String note = verification.verify(drift, Criterion.CONTENT);
            identical = verification.identical();
            proven = identical ? Proven.of(drift, 1) : Optional.empty();
            return note;
        } finally {
            side.remarks().addAll(verification.remarks());
        }
    }

    /// What an earlier step has found.
    private static <T> T looked(@Nullable T found) {
        if (found == null) {
            throw new IllegalStateException("a step before preflight");
        }
        return found;
    }

    private FaultException refused(String what, String remedy) {
        return new FaultException(new Fault.GuardTripped(side.node(), what, remedy));
    }

    @Override
    public boolean hasTouched() {
        return touched;
    }

    @Override
    public boolean isIdentical() {
        return job.options().verify() && identical && (staged == null || touched);
    }

    @Override
    public Optional<State> proven() {
        return isIdentical() ? proven : Optional.empty();
    }

    /// A rollback sends nothing.
    @Override
    public Outcome.Traffic traffic() {
        return new Outcome.Traffic(Math.max(restored, mended.size()), 0, 0, 0, 0, 0, 0);
    }

    @Override
    public List<Runs.FileOutcome> files() {
        return List.copyOf(mended);
    }
}
