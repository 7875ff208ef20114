package lockstep.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.Runs;
import lockstep.journal.State;
import lockstep.plan.Binding;
import lockstep.plan.Plan;
import lockstep.rsync.Approved;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Ledger;
import lockstep.rsync.Outcome;
import lockstep.rsync.Problem;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.run.Operations.Criterion;
import lockstep.state.Step;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// Makes a node's files as approved, by a relay from the reference, and proves it.
final class FileSteps implements NodeFiles {
    private static final int MOST_PATHS = 20;

    private final Conductor conductor;
    private final Conductor.Job job;
    private final String reference;
    private final Plan.Target target;
    private final NodeSide side;
    private final Approved approved;
    private @Nullable Outcome outcome;
    private @Nullable Ledger ledger;
    private final List<TreePath> deleted = new ArrayList<>();
    private Optional<State> proven = Optional.empty();
    private boolean identical;
    private boolean touched;

    FileSteps(Conductor conductor, Conductor.Job job, Plan.Target target, NodeSide side) {
        this.conductor = conductor;
        this.job = job;
        this.target = target;
        reference = job.log().head().reference();
        this.side = side;
        approved = Binding.of(target);
    }

    /// What the relays are bound to.
    Approved approved() {
        return approved;
    }

    @Override
    public boolean hasTouched() {
        return touched;
    }

    @Override
    public boolean isIdentical() {
        return identical;
    }

    @Override
    public Optional<State> proven() {
        return proven;
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
            case SYNC -> {
                touched = true;
                yield sync(endpoint());
            }
            case VERIFY -> verify(endpoint(), Criterion.CONTENT);
            case STAGE, DRAIN, ZERO_SESSIONS, SWITCH, RESTORE, HEALTH, READY, SETTLE ->
                    throw new IllegalStateException("no " + step + " of files as approved");
        };
    }

    /// Both rsyncs are spoken to by this, whatever was chosen.
    private String preflight() throws FaultException {
        requireUnchanged();
        return "as planned";
    }

    /// @throws FaultException `PlanOutdated` when either end is not as the plan saw it
    void requireUnchanged() throws FaultException {
        Rsync.requireUnchanged(source(), endpoint(), chosen(), side.cancel());
    }

    private String snapshot() throws FaultException {
        return conductor.keep(job, side);
    }

    /// @param to the node's root, or what is equal to it
    String sync(Endpoint to) throws FaultException {
        boolean root = approved.paths().contains(TreePath.ROOT);
        if (approved.paths().size() > (root ? 1 : 0)) {
            relay(to, chosen().limited(job.options().bytesPerSecond()));
        }
        if (root) {
            relay(to, chosen().onlyRoot(approved));
        }
        return traffic().files() + " files sent, " + deleted.size() + " entries deleted";
    }

    private Request chosen() {
        return Request.of(conductor.cluster().rules()).only(approved);
    }

    /// By content where the plan was: what it calls the same is left alone, by the same measure.
    private void relay(Endpoint to, Request request) throws FaultException {
        Request measured =
                approved.isByContent() ? request.with(Request.Content.BY_DIGEST) : request;
        Outcome result = relayed(to, measured);
        deleted.addAll(result.deleted());
        if (outcome == null) {
            outcome = result;
        }
        if (!result.complete()) {
            throw new FaultException(partial(result));
        }
    }

    private Outcome relayed(Endpoint to, Request request) throws FaultException {
        Ledger seen = ledger == null ? new Ledger(job.events().relay(side.node())) : ledger;
        ledger = seen;
        try {
            return Rsync.relay(source(), to, request, seen, side.cancel());
        } catch (FaultException e) {
            if (outcome == null && isBeforeWriting(e.fault())) {
                touched = false;
                throw e;
            }
            side.remarks().addAll(Account.of(seen, target.rows()));
            throw e.fault() instanceof Fault.PlanOutdated f
                    ? new FaultException(f.underWay(), e)
                    : e;
        }
    }

    /// Whether the target has not heard of anything yet.
    private static boolean isBeforeWriting(Fault fault) {
        return fault instanceof Fault.PlanOutdated outdated
                && outdated.reach() == Fault.PlanOutdated.Reach.NOTHING_WRITTEN;
    }

    private Fault partial(Outcome result) {
        List<String> said =
                result.problems().stream().map(Problem::text).limit(MOST_PATHS).toList();
        said.forEach(side::remark);
        result.changedMeanwhile().stream()
                .limit(MOST_PATHS)
                .forEach(p -> side.remark(p.visible() + " changed while it was sent"));
        int status = Math.max(result.sourceStatus(), result.targetStatus());
        if (said.isEmpty() && !result.changedMeanwhile().isEmpty()) {
            String first = result.changedMeanwhile().getFirst().visible();
            return new Fault.Partial(side.node(), status, first + " changed while it was sent");
        }
        return new Fault.Partial(
                side.node(), status, said.isEmpty() ? "no path was named" : said.getFirst());
    }

    /// Holds the node's root, or what is to take its place, against the reference.
    String verify(Endpoint at, Criterion criterion) throws FaultException {
        Map<String, Endpoint> ends = Map.of(reference, source(), side.node(), at);
        Scan scan = new Scan(conductor.cluster(), ends, side.reading(), side.cancel());
        Verification verification = new Verification(reference, side.node(), target.rows());
        identical = false;
        try {
            DriftTree drift = scan.of(criterion, List.of(reference, side.node()), reference);
            String note = verification.verify(drift, criterion);
            identical = verification.identical();
            proven = proven(drift, criterion);
            return note;
        } finally {
            side.remarks().addAll(verification.remarks());
        }
    }

    /// What was seen by content in a staged tree holds for it when it is live and not changed.
    private Optional<State> proven(DriftTree drift, Criterion criterion) {
        if (!identical) {
            return Optional.empty();
        }
        return criterion == Criterion.CONTENT ? Proven.of(drift, 1) : proven;
    }

    /// A file that was sent whole may not be in place when the sync broke off.
    @Override
    public List<Runs.FileOutcome> files() {
        List<Runs.FileOutcome> files = new ArrayList<>();
        Ledger seen = ledger;
        if (seen != null) {
            seen.sent().forEach(p -> files.add(new Runs.FileOutcome("sent", p.visible())));
            seen.changed().forEach(p -> files.add(new Runs.FileOutcome("changed", p.visible())));
            seen.inFlight()
                    .map(Ledger.Part::path)
                    .ifPresent(p -> files.add(new Runs.FileOutcome("broken off", p.visible())));
        }
        deleted.forEach(p -> files.add(new Runs.FileOutcome("deleted", p.visible())));
        return files;
    }

    /// Of a sync that broke off, what was seen of it: content, and not what surrounds that.
    @Override
    public Outcome.Traffic traffic() {
        if (outcome != null) {
            return outcome.traffic();
        }
        Ledger seen = ledger;
        return seen == null
                ? new Outcome.Traffic(0, 0, 0, 0, 0, 0, 0)
                : new Outcome.Traffic(
                        seen.sent().size(),
                        seen.literal(),
                        seen.matched(),
                        seen.literal(),
                        0,
                        0,
                        seen.literal());
    }

    private Endpoint source() {
        return conductor.endpoint(reference);
    }

    private Endpoint endpoint() {
        return conductor.endpoint(side.node());
    }
}
