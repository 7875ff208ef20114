package lockstep.run;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.Runs;
import lockstep.journal.State;
import lockstep.rsync.Approved;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.run.Operations.Criterion;
import lockstep.stage.Stage;
import lockstep.stage.Way;
import lockstep.state.Step;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// Makes a node's tree as approved beside the live one, proves it there, and exchanges the two.
final class StagedSteps implements NodeFiles {
    private static final String LIVE = "live";
    private static final String STAGED = "staged";

    private final Conductor conductor;
    private final NodeSide side;
    private final FileSteps files;
    private final Stage stage;
    private @Nullable Endpoint staged;
    private @Nullable Way way;
    private boolean touched;

    /// @param files the steps that are the same as for a sync in place
    StagedSteps(Conductor conductor, NodeSide side, FileSteps files) {
        this.conductor = conductor;
        this.side = side;
        this.files = files;
        stage = conductor.stage(side.node());
    }

    @Override
    public Optional<String> needless(Step step) {
        boolean changes = step == Step.STAGE || step == Step.SWITCH;
        return changes && files.approved().paths().isEmpty()
                ? Optional.of("its files are as approved already")
                : files.needless(step);
    }

    @Override
    public String take(Step step) throws FaultException {
        return switch (step) {
            case PREFLIGHT -> preflight();
            case STAGE -> stage();
            case SWITCH -> exchange();
            case VERIFY ->
                    staged == null
                            ? files.take(step)
                            : files.verify(conductor.endpoint(side.node()), Criterion.METADATA);
            case DRAIN, ZERO_SESSIONS, SNAPSHOT, SYNC, RESTORE, HEALTH, READY, SETTLE ->
                    files.take(step);
        };
    }

    private String preflight() throws FaultException {
        way = stage.way(side.cancel());
        return files.take(Step.PREFLIGHT) + ", can exchange";
    }

    /// Nothing that users see changes here.
    private String stage() throws FaultException {
        Stage.Made tree = stage.make(files.approved().inPlace(), side.cancel());
        if (!tree.lost().isEmpty()) {
            String lost = String.join(" or ", tree.lost());
            side.remark("its rsync knows no " + lost + ": directories of the new tree have none");
        }
        Endpoint made = tree.at();
        String done = files.sync(made);
        requireNothingElse(made);
        String proof =
                files.needless(Step.VERIFY).isPresent()
                        ? "not verified"
                        : files.verify(made, Criterion.CONTENT);
        staged = made;
        return done + ", " + proof;
    }

    private String exchange() throws FaultException {
        Endpoint made = staged;
        Way by = way;
        if (made == null || by == null) {
            throw new IllegalStateException("nothing was staged on " + side.node());
        }
        stage.mark(side.cancel());
        files.requireUnchanged();
        requireNothingElse(made);
        side.cancel().check(side.node());
        touched = true;
        return switch (stage.toNew(by, side.cancel())) {
            case Stage.Exchange.Done(long moved, String behind) -> {
                if (!behind.isEmpty()) {
                    side.warn(behind + " was written while the trees were exchanged");
                }
                yield "the new tree is live"
                        + (moved == 0 ? "" : ", " + moved + " entries left out by rules moved");
            }
            case Stage.Exchange.Kept(Fault why) -> {
                touched = false;
                throw new FaultException(why);
            }
        };
    }

    /// A switch takes the whole tree along: where nothing was approved, the stage has to be what is
    /// live now.
    private void requireNothingElse(Endpoint made) throws FaultException {
        Map<String, Endpoint> ends = Map.of(LIVE, conductor.endpoint(side.node()), STAGED, made);
        DriftTree drift =
                new Scan(conductor.cluster(), ends, new Verification.Silent(), side.cancel())
                        .of(Criterion.METADATA, List.of(LIVE, STAGED), LIVE);
        Approved approved = files.approved();
        Set<TreePath> above = new HashSet<>();
        for (TreePath path : approved.paths()) {
            for (TreePath p = path; !p.isRoot() && above.add(p.parent()); p = p.parent()) {
                // The walk ends where an earlier one has been.
            }
        }
        for (int row = 0; row < drift.rows(); row++) {
            if (drift.differs(row, 1)) {
                TreePath path = drift.path(row);
                boolean ours =
                        approved.paths().contains(path)
                                || (drift.isDirectory(row) && above.contains(path))
                                || approved.goesWithin(path);
                if (!ours) {
                    throw new FaultException(moved(path));
                }
            }
        }
        if (!drift.verdict().reasons().isEmpty()) {
            throw new FaultException(unread(drift.verdict().reasons().getFirst()));
        }
    }

    private Fault moved(TreePath path) {
        return new Fault.GuardTripped(
                side.node(),
                path.visible()
                        + " changed while the new tree was made beside it, and the switch"
                        + " would take that back.",
                "Nothing was changed. Leave it out by a rule if programs write there, or sync in"
                        + " place.");
    }

    private Fault unread(String reason) {
        return new Fault.GuardTripped(
                side.node(),
                "It cannot be told whether all of the tree is in the new one: " + reason,
                "Nothing was changed. Use sudo for this node, or sync it in place.");
    }

    @Override
    public boolean hasTouched() {
        return touched;
    }

    @Override
    public Optional<State> proven() {
        return isIdentical() ? files.proven() : Optional.empty();
    }

    @Override
    public boolean isIdentical() {
        return files.isIdentical() && (staged == null || touched);
    }

    @Override
    public Outcome.Traffic traffic() {
        return files.traffic();
    }

    @Override
    public List<Runs.FileOutcome> files() {
        return files.files();
    }
}
