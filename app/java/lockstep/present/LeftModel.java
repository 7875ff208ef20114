package lockstep.present;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.run.Left;
import lockstep.run.Operations;
import lockstep.run.Resumption;
import lockstep.state.RunState;
import org.jspecify.annotations.Nullable;

/// The run that waits for a person, or that another console holds, if there is one. Screen thread
/// only; no method blocks.
public final class LeftModel {
    private static final int MOST_RUNS = 100;

    private final Operations operations;
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;
    private final ReadOnlyObjectWrapper<@Nullable Left> left = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Unseen> unseen = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable RunRecord> held = new ReadOnlyObjectWrapper<>();
    private @Nullable Unseen refused;
    private int looks;

    /// Leaving a run was refused, since a node of it cannot be looked at.
    ///
    /// @param run its name
    /// @param asked what was refused
    /// @param node which can be left without a look there
    /// @param problem why it cannot be looked at
    public record Unseen(String run, Resumption.Leave asked, String node, Problem problem) {
        /// Whether that is the name that leaving it unseen needs.
        public boolean isNamed(String typed) {
            return typed.strip().equals(node);
        }

        /// The same with that node left unseen, too.
        Resumption.Leave insisted() {
            List<String> nodes = Stream.concat(asked.unseen().stream(), Stream.of(node)).toList();
            return new Resumption.Leave(asked.why(), nodes);
        }
    }

    LeftModel(Operations operations, Backstage backstage, Consumer<Throwable> trouble) {
        this.operations = operations;
        this.backstage = backstage;
        this.trouble = trouble;
    }

    /// What it has left; null when no run waits, while one goes on, and before the journal was
    /// read.
    public ReadOnlyObjectProperty<@Nullable Left> leftProperty() {
        return left.getReadOnlyProperty();
    }

    /// Why it could not be left, and what can be insisted on; null when it was not tried. Set after
    /// [#leftProperty].
    public ReadOnlyObjectProperty<@Nullable Unseen> unseenProperty() {
        return unseen.getReadOnlyProperty();
    }

    /// The run that goes on in another program, or on another machine, or was left there; null when
    /// there is none, and when one waits here.
    public ReadOnlyObjectProperty<@Nullable RunRecord> heldProperty() {
        return held.getReadOnlyProperty();
    }

    /// Reads the journal. What an earlier reading brings later counts no more.
    public void look() {
        int look = ++looks;
        backstage.work(
                this::open,
                found -> {
                    if (look == looks) {
                        show(found.orElse(null));
                    }
                },
                trouble);
    }

    private Optional<RunRecord> open() throws FaultException {
        List<RunRecord> runs = operations.runs(MOST_RUNS).reversed();
        return runs.stream()
                .filter(RunRecord::waits)
                .findFirst()
                .or(() -> runs.stream().filter(LeftModel::isHeld).findFirst());
    }

    private static boolean isHeld(RunRecord run) {
        return switch (run.hand()) {
            case ANOTHERS, ELSEWHERE -> !(run.story().state() instanceof RunState.Over);
            case OURS, NOBODYS -> false;
        };
    }

    private void show(@Nullable RunRecord found) {
        Optional<RunRecord> open = Optional.ofNullable(found);
        Optional<RunRecord> waiting = open.filter(RunRecord::waits);
        left.set(waiting.map(Left::of).orElse(null));
        unseen.set(waiting.filter(run -> isOf(refused, run)).isPresent() ? refused : null);
        held.set(waiting.isPresent() ? null : found);
    }

    private static boolean isOf(@Nullable Unseen refused, RunRecord run) {
        return refused != null && refused.run().equals(run.head().id());
    }

    /// A run begins: nothing waits.
    void hide() {
        looks++;
        refused = null;
        show(null);
    }

    /// The run could not be left. What can be insisted on is in [#unseenProperty] with the next
    /// look; all else is trouble.
    void refused(Left run, Resumption.Leave asked, Throwable why) {
        if (why instanceof FaultException e && isOfANode(run, e.fault())) {
            refused = new Unseen(run.head().id(), asked, e.fault().where(), problem(e));
        } else {
            trouble.accept(why);
        }
    }

    private static boolean isOfANode(Left run, Fault why) {
        return !(why instanceof Fault.Cancelled)
                && run.nodes().stream()
                        .anyMatch(node -> node.isStuck() && node.name().equals(why.where()));
    }

    /// What was to be done about it before its remedy named an option of the command line.
    private static Problem problem(FaultException why) {
        String remedy =
                why.getCause() instanceof FaultException cause ? cause.fault().remedy() + " " : "";
        String node = why.fault().where();
        return new Problem(
                node,
                why.fault().what(),
                remedy + Strings.text("left.unseen.text", node),
                Problem.of(why).details());
    }

    /// The console on the other machine is gone that worked on the run; it waits here from now on.
    /// Refused when it has been heard of since.
    ///
    /// @param run as it was shown to the operator
    /// @param typed who worked on it last, as the operator typed it
    public void declareGone(RunRecord run, String typed) {
        if (!isHolder(run, typed)) {
            throw new IllegalArgumentException(typed);
        }
        backstage.work(
                () -> {
                    requireSilent(run);
                    operations.declareGone(run.head().id(), run.lastWho());
                    return run;
                },
                _ -> look(),
                thrown -> {
                    trouble.accept(thrown);
                    look();
                });
    }

    private void requireSilent(RunRecord shown) throws FaultException {
        RunRecord now = operations.run(shown.head().id()).orElse(shown);
        if (now.lastAt().isAfter(shown.lastAt())) {
            throw refusal(LeftWords.held(now), Strings.text("held.heard"));
        }
    }

    /// Whether it was typed who worked on it last.
    public static boolean isHolder(RunRecord run, String typed) {
        return typed.strip().equals(run.lastWho());
    }

    /// Why no plan can be made; empty when one can.
    Optional<FaultException> refusal() {
        Left now = left.get();
        RunRecord other = held.get();
        if (other != null) {
            String remedy = Strings.text("held.refusal." + other.hand());
            return Optional.of(refusal(LeftWords.held(other), remedy));
        }
        return now == null || !now.isOpen()
                ? Optional.empty()
                : Optional.of(refusal(LeftWords.title(now), Strings.text("left.refusal")));
    }

    private FaultException refusal(String what, String remedy) {
        return new FaultException(
                new Fault.GuardTripped(operations.cluster().name(), what, remedy));
    }
}
