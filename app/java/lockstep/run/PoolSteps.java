package lockstep.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.pool.Leave;
import lockstep.pool.Member;
import lockstep.pool.Pools;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.run.Operations.AtLimit;
import lockstep.run.Operations.Patience;
import lockstep.run.RecordedPools.Behalf;
import org.jspecify.annotations.Nullable;

/// The steps of a node that its balancers carry out: out of its pools, kept out, and back.
final class PoolSteps {
    private static final Duration TO_COME_UP = Duration.ofMinutes(2);

    private final RecordedPools pools;
    private final NodeSide side;
    private final String node;
    private final boolean ours;
    private final BooleanSupplier untouched;
    private final LongSupplier nanoTime;
    private boolean out;
    private boolean toldBack;
    private @Nullable Holding holding;
    private long outSince;
    private Duration outOfPool = Duration.ZERO;

    /// @param ours whether an earlier part of this run has taken the node out
    /// @param untouched whether the node is as it was before the run
    PoolSteps(
            RecordedPools pools,
            NodeSide side,
            boolean ours,
            BooleanSupplier untouched,
            LongSupplier nanoTime) {
        this.pools = pools;
        this.untouched = untouched;
        this.side = side;
        this.node = side.node();
        this.ours = ours;
        this.nanoTime = nanoTime;
        out = ours;
        outSince = nanoTime.getAsLong();
    }

    /// Whether the run has it out and is to put it back.
    boolean isOut() {
        return out;
    }

    /// How long this run had it out.
    Duration outOfPool() {
        return outOfPool;
    }

    /// A node that a person had taken out is not ours to put back.
    ///
    /// @param floor whether it goes even where too few others are in
    String drain(Leave.Floor floor) throws FaultException {
        side.beat().sign(node);
        List<Member> before = pools.members(node);
        boolean wasOut = before.stream().anyMatch(m -> m.state().isOut());
        if (!ours) {
            requireAgreeing(before);
        }
        boolean maintained = wasOut && before.stream().noneMatch(m -> m.state() == State.DRAIN);
        Way way = maintained ? Way.MAINTENANCE : Way.DRAIN;
        out = ours || !wasOut;
        outSince = nanoTime.getAsLong();
        Behalf behalf = out ? Behalf.RUN : Behalf.AS_BEFORE;
        try {
            String places = places(pools.takeOut(node, Leave.by(way, floor), behalf));
            if (!out) {
                side.remark("it was out of the pool before the run and stays out");
            }
            return places;
        } catch (FaultException e) {
            refused();
            throw e;
        }
    }

    /// What was not obeyed, such as an order that the floor forbids, has taken nothing out.
    private void refused() {
        List<Member> now = seen().orElse(List.of());
        List<Member> in = now.stream().filter(m -> m.state().isIn()).toList();
        if (!in.isEmpty()) {
            out &= in.size() < now.size();
            if (!untouched.getAsBoolean()) {
                side.remark("this run has changed it, and it is IN the load at " + places(in));
            }
        }
    }

    /// Its members as they are now; empty when a balancer does not answer.
    private Optional<List<Member>> seen() {
        try {
            return Optional.of(pools.members(node));
        } catch (FaultException _) {
            return Optional.empty();
        }
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
                            "Put it back or take it out everywhere, then go on with the run."));
        }
    }

    /// From its end on the node is kept out, until [#letGo].
    String awaitZero(Duration limit) throws FaultException {
        Patience patience = new Patience(limit, AtLimit.STAY);
        String note =
                new ZeroWait(pools, InstantSource.system(), this::floor, this::tell, this::lost)
                        .until(node, patience, side.cancel())
                        .note();
        holding = Holding.of(pools, side, this::floor, this::lost);
        return note;
    }

    /// Users of half a tree are worse off than those of too few nodes.
    private Leave.Floor floor() {
        return untouched.getAsBoolean() ? Leave.Floor.KEPT : Leave.Floor.IGNORED;
    }

    /// A reload has put it back in the middle of the run.
    private void lost(List<Member> back) {
        side.warn("its drain was lost and set again: " + places(back));
    }

    private void tell(List<Member> members) {
        OptionalInt sessions = Pools.sessions(members);
        if (sessions.isPresent()) {
            side.events().sessions(node, sessions.getAsInt());
        }
    }

    /// Keeps the node out no longer.
    ///
    /// @return why it could not be kept out; empty when it could
    Optional<Fault> letGo() {
        Holding held = holding;
        if (held == null) {
            return Optional.empty();
        }
        held.close();
        return held.failure();
    }

    /// Tells its balancers to take it back.
    String ready() throws FaultException {
        letGo();
        side.beat().sign(node);
        List<Member> members = pools.putBack(node, Behalf.RUN);
        toldBack = true;
        return places(members);
    }

    /// Waits until it is up everywhere.
    String settle() throws FaultException {
        Pools.Settled settled = pools.awaitUp(node, TO_COME_UP, this::tell, side.cancel());
        back();
        return settled.note();
    }

    private void back() {
        out = false;
        outOfPool = Duration.ofNanos(nanoTime.getAsLong() - outSince);
    }

    /// Puts a node back that is as it was before the run.
    ///
    /// @return whether it is where it was
    boolean putBackUntouched() {
        if (!out) {
            return true;
        }
        if (side.beat().look(node).isPresent()) {
            return false;
        }
        try {
            pools.putBack(node, Behalf.RUN);
            back();
            side.remark("nothing was changed on it, so it was put back into the pool");
            return true;
        } catch (FaultException e) {
            side.remark("it could not be put back into the pool: " + e.fault().message());
            return false;
        }
    }

    /// Leaves it as it is, and says where that is.
    ///
    /// @param run that it waits for
    void leave(Fault fault, String run) {
        if (!out) {
            return;
        }
        Optional<List<Member>> now = seen();
        List<Member> seen = now.orElse(List.of());
        List<Member> in = seen.stream().filter(m -> m.state().isIn()).toList();
        if (now.isPresent() && in.size() == seen.size()) {
            back();
            side.remark(
                    toldBack
                            ? "it was put back, and is not proven to be up: look at its pools"
                            : "it is IN the load, though the run took it out: " + places(in));
            return;
        }
        pools.leaveOut(node, "left out by a run: " + fault.what(), run);
        outOfPool = Duration.ofNanos(nanoTime.getAsLong() - outSince);
        List<Member> untold =
                seen.stream().filter(m -> !m.state().isIn() && !m.state().isOut()).toList();
        side.remark(
                "it stays OUT of the pool until you put it back"
                        + (now.isEmpty() ? ", as far as is known: a balancer does not answer" : "")
                        + (untold.isEmpty()
                                ? ""
                                : ", as far as is known: it cannot be told at " + places(untold))
                        + (in.isEmpty() ? "" : ", but it is IN the load at " + places(in)));
    }

    /// Gives no order any more: whoever has the lock now says where it belongs.
    void leaveToOthers() {
        if (out) {
            outOfPool = Duration.ofNanos(nanoTime.getAsLong() - outSince);
            side.remark(
                    "it was out of its pools when its lock was lost; nothing was ordered since");
        }
    }

    private static String places(List<Member> members) {
        return String.join(", ", members.stream().map(Member::place).toList());
    }
}
