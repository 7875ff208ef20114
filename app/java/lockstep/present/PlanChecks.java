package lockstep.present;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.plan.Caution;
import lockstep.plan.Plan;
import lockstep.preflight.Findings;
import lockstep.run.RunOptions;
import org.jspecify.annotations.Nullable;

/// Whether a plan could be carried out, as its nodes and balancers tell, and what it says nothing
/// about. Screen thread only; no method blocks.
public final class PlanChecks {
    private final Preflight preflight;
    private final Backstage backstage;
    private final List<Caution> cautions;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Checking());
    private @Nullable Subject last;
    private Cancel cancel = new Cancel();

    /// Looks at nodes and balancers; blocks.
    @FunctionalInterface
    public interface Preflight {
        /// What stands against a run.
        Findings of(Plan plan, RunOptions options, Cancel cancel) throws FaultException;
    }

    /// How far the look is.
    public sealed interface State {
        /// It goes on.
        record Checking() implements State {}

        /// It is over.
        record Found(Findings findings) implements State {}

        /// It could not be made.
        record Failed(Problem problem) implements State {}
    }

    /// What was looked at.
    private record Subject(Plan plan, RunOptions options) {
        /// Whether nothing else is chosen there, to be done in the same manner.
        boolean covers(Subject other) {
            return options.course() == other.options.course()
                    && options.drains() == other.options.drains()
                    && options.snapshot() == other.options.snapshot()
                    && options.batches().equals(other.options.batches())
                    && other.plan.targets().stream().allMatch(this::covers);
        }

        private boolean covers(Plan.Target target) {
            List<Plan.Row> mine =
                    plan.targets().stream()
                            .filter(known -> known.node().equals(target.node()))
                            .findFirst()
                            .orElseThrow()
                            .rows();
            return IntStream.range(0, mine.size())
                    .noneMatch(row -> target.rows().get(row).chosen() && !mine.get(row).chosen());
        }
    }

    PlanChecks(Preflight preflight, List<Caution> cautions, Backstage backstage) {
        this.preflight = preflight;
        this.cautions = List.copyOf(cautions);
        this.backstage = backstage;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// What of it stands in the way of a run.
    PlanModel.Obstacle obstacle() {
        return switch (state.get()) {
            case State.Checking _ -> PlanModel.Obstacle.CHECKING;
            case State.Failed _ -> PlanModel.Obstacle.UNCHECKED;
            case State.Found(Findings found) when found.blocks() -> PlanModel.Obstacle.BLOCKED;
            case State.Found _ -> PlanModel.Obstacle.NONE;
        };
    }

    /// What the plan says nothing about, because a node could not read it.
    public List<Caution> cautions() {
        return cautions;
    }

    /// What was found; empty while it is not known.
    public Optional<Findings> findings() {
        return state.get() instanceof State.Found(Findings found)
                ? Optional.of(found)
                : Optional.empty();
    }

    /// Looks, unless what is known, or being looked at, is of as much in the same manner.
    ///
    /// @param plan with the same rows as before, some of them chosen
    void check(Plan plan, RunOptions options) {
        Subject known = last;
        Subject asked = new Subject(plan, options);
        if (known == null || !stands() || !known.covers(asked)) {
            look(asked);
        }
    }

    /// Whether what is known holds for less of the same plan, too.
    private boolean stands() {
        return switch (state.get()) {
            case State.Checking _ -> true;
            case State.Found(Findings found) -> !found.blocks();
            case State.Failed _ -> false;
        };
    }

    /// Looks again at what was looked at last.
    public void again() {
        Subject known = last;
        if (known != null) {
            look(known);
        }
    }

    private void look(Subject subject) {
        cancel();
        Cancel mine = new Cancel();
        cancel = mine;
        last = subject;
        state.set(new State.Checking());
        backstage.work(
                () -> preflight.of(subject.plan, subject.options, mine),
                found -> show(mine, new State.Found(found)),
                thrown -> show(mine, new State.Failed(Problem.of(thrown))));
    }

    private void show(Cancel mine, State now) {
        if (mine == cancel) {
            state.set(now);
        }
    }

    /// Stops looking.
    void cancel() {
        Cancel old = cancel;
        Thread.ofVirtual().name("cancel").start(old::set);
    }
}
