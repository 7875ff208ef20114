package lockstep.run;

import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.Runs;
import lockstep.journal.State;
import lockstep.rsync.Outcome;
import lockstep.snapshot.Differences;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import lockstep.stage.Stage;
import lockstep.state.NodeStory;
import lockstep.state.Step;

/// Makes a node's files what they were before the run, from what was kept then.
final class UndoSteps implements NodeFiles {
    private final NodeSide side;
    private final String run;
    private final NodeStory story;
    private final Snapshots snapshots;
    private final SnapshotProof proof;
    private final Stage stage;
    private final boolean staged;
    private boolean touched;

    UndoSteps(Conductor conductor, Conductor.Job job, NodeSide side) {
        this.side = side;
        run = job.log().head().id();
        story = job.log().story(side.node());
        snapshots = conductor.snapshots(side.node());
        proof = conductor.proof(side);
        stage = conductor.stage(side.node());
        staged = job.log().head().course().isStaged();
    }

    @Override
    public Optional<String> needless(Step step) {
        return story.changed() ? Optional.empty() : Optional.of("nothing was changed on it");
    }

    @Override
    public String take(Step step) throws FaultException {
        return switch (step) {
            case RESTORE -> restore();
            case VERIFY -> verify();
            case PREFLIGHT,
                    STAGE,
                    DRAIN,
                    ZERO_SESSIONS,
                    SNAPSHOT,
                    SYNC,
                    SWITCH,
                    HEALTH,
                    READY,
                    SETTLE ->
                    throw new IllegalStateException("no " + step + " of files as before");
        };
    }

    private String restore() throws FaultException {
        Kept found = kept();
        Snapshot kept = found.snapshot();
        if (found.about().isPresent() || proof.isKnown(kept)) {
            proof.requireSound(kept, proof.manifest(kept, side.cancel()), side.cancel());
        }
        touched = true;
        if (staged) {
            stage.settle(side.cancel());
        }
        Differences mended = snapshots.restore(kept, side.cancel());
        return mended.count() + " entries put back from " + kept.name();
    }

    private Kept kept() throws FaultException {
        return snapshots.list().stream()
                .filter(kept -> kept.snapshot().run().equals(run))
                .findFirst()
                .orElseThrow(
                        () ->
                                new FaultException(
                                        new Fault.GuardTripped(
                                                side.node(),
                                                "Nothing was kept on it before run "
                                                        + run
                                                        + " changed it.",
                                                "Finish the run instead, or leave the node as it"
                                                        + " is and mend it.")));
    }

    private String verify() throws FaultException {
        Differences left = snapshots.differences(kept().snapshot(), side.cancel());
        if (left.none()) {
            return "as it was before the run";
        }
        left.first().forEach(difference -> side.remark("differs: " + difference.path().visible()));
        throw new FaultException(
                new Fault.GuardTripped(
                        side.node(),
                        "It is not what it was before the run: "
                                + left.first().getFirst().path().visible()
                                + (left.count() > 1
                                        ? " and " + (left.count() - 1) + " more."
                                        : "."),
                        "Something may write there. Undo it again; the node stays out of the pool"
                                + " until then."));
    }

    @Override
    public boolean hasTouched() {
        return touched;
    }

    @Override
    public Optional<State> proven() {
        return Optional.empty();
    }

    /// As before is not like the reference.
    @Override
    public boolean isIdentical() {
        return false;
    }

    @Override
    public Outcome.Traffic traffic() {
        return new Outcome.Traffic(0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public List<Runs.FileOutcome> files() {
        return List.of();
    }
}
