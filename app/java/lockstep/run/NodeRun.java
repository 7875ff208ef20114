package lockstep.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.plan.Binding;
import lockstep.plan.Plan;
import lockstep.pool.Leave;
import lockstep.pool.Member;
import lockstep.pool.Pools;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.rsync.Approved;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Ledger;
import lockstep.rsync.Outcome;
import lockstep.rsync.Problem;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.run.Operations.AtLimit;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.Patience;
import lockstep.run.RecordedPools.Behalf;
import lockstep.state.Step;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// One target of a run, step by step.
///
/// Until the first file may have changed, a failure puts the node back into its pools, because it
/// is as it was. From then on a failure leaves it out: it may be different from the others, and
/// only a person may put such a node back.
final class NodeRun {
    private static final Duration TO_COME_UP = Duration.ofMinutes(2);
    private static final int MOST_PATHS = 20;

    private final Rolling rolling;
    private final Rolling.Job job;
    private final Plan.Target target;
    private final String node;
    private final Approved approved;
    private final List<String> remarks = new CopyOnWriteArrayList<>();

    /// The operator's wish to stop, or that the node cannot be kept out of its pools.
    private final Cancel cancel = new Cancel();

    private @Nullable Outcome outcome;
    private @Nullable Ledger ledger;
    private int deleted;
    private boolean identical;
    private boolean touched;
    private boolean out;
    private boolean toldBack;
    private @Nullable Holding holding;
    private long outSince;
    private Duration outOfPool = Duration.ZERO;

    NodeRun(Rolling rolling, Rolling.Job job, Plan.Target target) {
        this.rolling = rolling;
        this.job = job;
        this.target = target;
        this.node = target.node();
        this.approved = Binding.of(target);
    }

    NodeReport run() {
        try (Cancel.Registration _ = job.cancel().onSet(cancel::set)) {
            step(Step.PREFLIGHT, this::preflight);
            takeOut();
            step(Step.SYNC, this::sync);
            verifyStep();
            putBack();
            return report(Optional.empty());
        } catch (FaultException e) {
            return report(Optional.of(afterFailure(e.fault())));
        } finally {
            letGo();
            rolling.pools().release(node);
        }
    }

    @FunctionalInterface
    private interface Work {
        /// @return what was found, in words
        String run() throws FaultException;
    }

    private void step(Step step, Work work) throws FaultException {
        cancel.check(node);
        job.events().begun(node, step);
        try {
            job.events().done(node, step, work.run());
        } catch (FaultException e) {
            job.events().failed(node, step, e.fault());
            throw e;
        }
    }

    private String preflight() throws FaultException {
        Rsync.Ability ability = Rsync.ability(endpoint(), cancel);
        Endpoint source = endpoint(job.plan().reference());
        Rsync.requireUnchanged(source, endpoint(), chosen(), cancel);
        return "rsync protocol " + ability.protocol() + ", as planned";
    }

    private void takeOut() throws FaultException {
        if (!job.options().rolling() || rolling.cluster().balancers().isEmpty()) {
            String why = job.options().rolling() ? "in no pool" : "files only";
            job.events().skipped(node, Step.DRAIN, why);
            job.events().skipped(node, Step.ZERO_SESSIONS, why);
            return;
        }
        step(Step.DRAIN, this::drain);
        step(Step.ZERO_SESSIONS, this::awaitZero);
        holding = Holding.of(rolling.pools(), node, this::lost, cancel);
    }

    /// A node that a person had taken out is not ours to put back.
    private String drain() throws FaultException {
        List<Member> before = rolling.pools().members(node);
        boolean wasOut = before.stream().anyMatch(m -> m.state().isOut());
        requireAgreeing(before);
        boolean maintained = wasOut && before.stream().noneMatch(m -> m.state() == State.DRAIN);
        Way way = maintained ? Way.MAINTENANCE : Way.DRAIN;
        Behalf behalf = wasOut ? Behalf.AS_BEFORE : Behalf.RUN;
        out = !wasOut;
        outSince = rolling.now();
        String places =
                places(rolling.pools().takeOut(node, Leave.by(way, Leave.Floor.KEPT), behalf));
        if (wasOut) {
            remarks.add("it was out of the pool before the run and stays out");
        }
        return places;
    }

    /// Which of its places a person wants out, and which in, could not be told apart afterwards.
    private void requireAgreeing(List<Member> before) throws FaultException {
        List<Member> outs = before.stream().filter(m -> m.state().isOut()).toList();
        List<Member> ins = before.stream().filter(m -> m.state().isIn()).toList();
        if (!outs.isEmpty() && !ins.isEmpty()) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            node,
                            "It is out at %s, but in at %s.".formatted(places(outs), places(ins)),
                            "Put it back or take it out everywhere, then run again."));
        }
    }

    private String awaitZero() throws FaultException {
        Patience patience = new Patience(job.options().zeroSessions(), AtLimit.STAY);
        return new ZeroWait(rolling.pools(), InstantSource.system(), this::tell, this::lost)
                .until(node, patience, cancel)
                .note();
    }

    /// A reload has put it back in the middle of the run.
    private void lost(List<Member> back) {
        String text = "its drain was lost and set again: " + places(back);
        remarks.add(text);
        job.events().warned(node, text);
    }

    private void tell(List<Member> members) {
        OptionalInt sessions = Pools.sessions(members);
        if (sessions.isPresent()) {
            job.events().sessions(node, sessions.getAsInt());
        }
    }

    private String sync() throws FaultException {
        boolean root = approved.paths().contains(TreePath.ROOT);
        touched = true;
        if (approved.paths().size() > (root ? 1 : 0)) {
            relay(chosen().limited(job.options().bytesPerSecond()));
        }
        if (root) {
            relay(chosen().onlyRoot(approved));
        }
        Outcome.Traffic traffic = traffic();
        return traffic.files() + " files sent, " + deleted + " entries deleted";
    }

    private Request chosen() {
        return Request.of(rolling.cluster().rules()).only(approved);
    }

    /// By content where the plan was: what it calls the same is left alone, by the same measure.
    private void relay(Request request) throws FaultException {
        Endpoint source = endpoint(job.plan().reference());
        Outcome result =
                relayed(
                        source,
                        approved.isByContent() ? request.with(Request.Content.BY_DIGEST) : request);
        deleted += result.deleted().size();
        if (outcome == null) {
            outcome = result;
        }
        if (!result.complete()) {
            throw new FaultException(partial(result));
        }
    }

    private Outcome relayed(Endpoint source, Request request) throws FaultException {
        Ledger seen = ledger == null ? new Ledger(job.events().relay(node)) : ledger;
        ledger = seen;
        try {
            return Rsync.relay(source, endpoint(), request, seen, cancel);
        } catch (FaultException e) {
            if (outcome == null && isBeforeWriting(e.fault())) {
                touched = false;
                throw e;
            }
            remarks.addAll(Account.of(seen, target.rows()));
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
        remarks.addAll(said);
        result.changedMeanwhile().stream()
                .limit(MOST_PATHS)
                .forEach(p -> remarks.add(p.visible() + " changed while it was sent"));
        int status = Math.max(result.sourceStatus(), result.targetStatus());
        if (said.isEmpty() && !result.changedMeanwhile().isEmpty()) {
            String first = result.changedMeanwhile().getFirst().visible();
            return new Fault.Partial(node, status, first + " changed while it was sent");
        }
        return new Fault.Partial(
                node, status, said.isEmpty() ? "no path was named" : said.getFirst());
    }

    private void verifyStep() throws FaultException {
        if (job.options().verify()) {
            step(Step.VERIFY, this::verify);
        } else {
            job.events().skipped(node, Step.VERIFY, "not asked for");
            remarks.add("not verified by content");
        }
    }

    private String verify() throws FaultException {
        Verification verification =
                new Verification(rolling, job.plan().reference(), target, cancel);
        try {
            String note = verification.verify();
            identical = verification.identical();
            return note;
        } finally {
            remarks.addAll(verification.remarks());
        }
    }

    private Optional<Fault> letGo() {
        Holding held = holding;
        if (held == null) {
            return Optional.empty();
        }
        held.close();
        return held.failure();
    }

    private void putBack() throws FaultException {
        letGo();
        if (!out) {
            job.events().skipped(node, Step.READY, "was not taken out");
            return;
        }
        step(Step.READY, this::ready);
    }

    private String ready() throws FaultException {
        rolling.pools().putBack(node, Behalf.RUN);
        toldBack = true;
        Pools.Settled settled = rolling.pools().awaitUp(node, TO_COME_UP, this::tell, cancel);
        back();
        return settled.note();
    }

    private void back() {
        out = false;
        outOfPool = Duration.ofNanos(rolling.now() - outSince);
    }

    /// Puts an untouched node back; says plainly where one stays out.
    private Fault afterFailure(Fault broken) {
        Fault fault = letGo().orElse(broken);
        if (out && !touched) {
            try {
                rolling.pools().putBack(node, Behalf.RUN);
                back();
                remarks.add("nothing was changed on it, so it was put back into the pool");
            } catch (FaultException e) {
                remarks.add("it could not be put back into the pool: " + e.fault().message());
            }
        }
        if (out && toldBack) {
            back();
            remarks.add("it was put back, and is not proven to be up: look at its pools");
        }
        if (out) {
            rolling.pools().leaveOut(node, "left out by a run: " + fault.what(), "");
            outOfPool = Duration.ofNanos(rolling.now() - outSince);
            remarks.add("it stays OUT of the pool until you put it back");
        }
        return fault;
    }

    private NodeReport report(Optional<Fault> fault) {
        Outcome.Traffic traffic = traffic();
        return new NodeReport(
                node,
                identical && fault.isEmpty(),
                fault,
                traffic.literal(),
                traffic.matched(),
                traffic.toTarget() + traffic.fromTarget(),
                traffic.files(),
                outOfPool,
                List.copyOf(remarks));
    }

    /// Of a sync that broke off, what was seen of it: content, and not what surrounds that.
    private Outcome.Traffic traffic() {
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

    private static String places(List<Member> members) {
        return String.join(", ", members.stream().map(Member::place).toList());
    }

    private Endpoint endpoint() {
        return endpoint(node);
    }

    private Endpoint endpoint(String name) {
        Endpoint endpoint = rolling.endpoints().get(name);
        if (endpoint == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return endpoint;
    }
}
