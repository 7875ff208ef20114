package lockstep.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.drift.DriftTree;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.plan.Planner;
import lockstep.plan.Reconciliation;
import lockstep.plan.SavedPlan;
import lockstep.rsync.Changes;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.state.Course;
import lockstep.state.Move;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.Step;
import lockstep.state.Turn;

/// Takes up a run that nobody works on: finishes it, undoes it, or leaves what it left to a person.
final class Resume {
    private final Conductor conductor;
    private final Records records;
    private final RunRecord run;
    private final RunHead head;

    /// Who has taken it up.
    ///
    /// @param log what is written of it from now on
    record Operator(RunLog log, RunEvents events, RunControl control, Heartbeat beat) {}

    /// @param run as it waits
    Resume(Conductor conductor, Records records, RunRecord run) {
        this.conductor = conductor;
        this.records = records;
        this.run = run;
        head = run.head();
    }

    /// The nodes that it works on, whose locks it needs.
    ///
    /// @throws FaultException `GuardTripped` when there are none, the cluster file lacks one, or
    ///     what was kept on one does not allow it; of a node that could be left unseen if it lacks
    ///     that
    List<String> concerned(Resumption how) throws FaultException {
        return switch (how) {
            case Resumption.Finish _ -> {
                List<String> nodes = new ArrayList<>(head.nodes());
                if (!head.course().isRollback()) {
                    nodes.addFirst(head.reference());
                }
                yield present(nodes, "Resume it with the cluster file that it was begun with.");
            }
            case Resumption.Undo(List<String> nodes) ->
                    present(undoable(nodes), "Undo it with the cluster file of then.");
            case Resumption.Leave(String _, List<String> unseen) -> stuckBut(unseen);
        };
    }

    private List<String> stuckBut(List<String> unseen) throws FaultException {
        for (String node : unseen) {
            if (!head.nodes().contains(node)) {
                throw refused(
                        "Run %s did not work on %s.".formatted(head.id(), node), "Look again.");
            }
        }
        List<String> stuck =
                head.nodes().stream()
                        .filter(node -> run.story().node(node).state() instanceof NodeState.Stuck)
                        .filter(node -> !unseen.contains(node))
                        .toList();
        List<String> gone = stuck.stream().filter(this::isGone).toList();
        if (!gone.isEmpty()) {
            throw refused(
                    gone.getFirst(),
                    worked(gone.getFirst()),
                    "Leave it without a look there: --unseen=" + String.join(",", gone));
        }
        return stuck;
    }

    private boolean isGone(String node) {
        return !conductor.endpoints().containsKey(node);
    }

    private List<String> present(List<String> nodes, String remedy) throws FaultException {
        for (String node : nodes) {
            if (isGone(node)) {
                throw refused(worked(node), remedy);
            }
        }
        return nodes;
    }

    private String worked(String node) {
        return "Run %s worked on %s, which the cluster file does not have any more."
                .formatted(head.id(), node);
    }

    /// Once the locks are held of the nodes that are [#concerned].
    RunReport carryOut(Resumption how, Operator operator) throws FaultException {
        try (Cancel.Registration _ = operator.beat().onLoss(operator.log()::standBack)) {
            return switch (how) {
                case Resumption.Finish _ -> finish(operator);
                case Resumption.Undo(List<String> nodes) -> undo(undoable(nodes), operator);
                case Resumption.Leave(String why, List<String> _) -> leave(why, operator.log());
            };
        }
    }

    private FaultException refused(String what, String remedy) {
        return refused(conductor.cluster().name(), what, remedy);
    }

    private static FaultException refused(String where, String what, String remedy) {
        return new FaultException(new Fault.GuardTripped(where, what, remedy));
    }

    private RunReport finish(Operator operator) throws FaultException {
        SavedPlan approved = records.plan(head);
        approved.header().check(conductor.cluster(), approved.name());
        if (head.course().isRollback()) {
            return finishBack(approved, operator);
        }
        Plan rest = rest(approved, operator);
        Conductor.Job job = job(operator, "finish", "");
        List<Conductor.Task> tasks = new ArrayList<>();
        for (Plan.Target target : rest.targets()) {
            if (isToDo(target.node())) {
                tasks.add(conductor.task(target, job));
            }
        }
        return conductor.run(job, tasks);
    }

    /// Its end does not depend on what is done already.
    private RunReport finishBack(SavedPlan approved, Operator operator) throws FaultException {
        Conductor.Job job = job(operator, "finish", "");
        Map<String, List<Plan.Row>> rows = new LinkedHashMap<>();
        List<String> names = approved.header().targetNames();
        names.stream().filter(this::isToDo).forEach(node -> rows.put(node, new ArrayList<>()));
        approved.rows(
                (target, row) -> {
                    List<Plan.Row> of = rows.get(names.get(target));
                    if (of != null) {
                        of.add(row.row());
                    }
                });
        return conductor.run(job, conductor.tasks(rows, approved.header().sources(), job));
    }

    /// What of the approved plan is not done yet, as the nodes are now.
    private Plan rest(SavedPlan approved, Operator operator) throws FaultException {
        List<String> nodes = new ArrayList<>(List.of(head.reference()));
        nodes.addAll(approved.header().targetNames());
        Scan scan =
                new Scan(
                        conductor.cluster(),
                        conductor.endpoints(),
                        new Verification.Silent(),
                        operator.control().cancel());
        Criterion criterion =
                approved.header().isByContent() ? Criterion.CONTENT : Criterion.METADATA;
        DriftTree drift = scan.of(criterion, nodes, head.reference());
        Plan fresh = Planner.of(drift, head.reference(), approved.header().targetNames());
        Reconciliation.Result rest =
                Reconciliation.of(approved, fresh, Reconciliation.Manner.BEGUN);
        requireNothingBeside(rest);
        return rest.plan();
    }

    /// What differs now and did not then nobody has approved; with it, no node would be proven.
    private void requireNothingBeside(Reconciliation.Result rest) throws FaultException {
        Changes changes = new Changes();
        for (Reconciliation.Beside beside : rest.besides()) {
            if (isToDo(beside.node())) {
                Plan.Row row = beside.row();
                changes.add(
                        new Change(
                                beside.node(),
                                row.path().visible(),
                                "like " + head.reference(),
                                row.reason()));
            }
        }
        Fault outdated = changes.fault(Fault.PlanOutdated.Reach.UNDER_WAY).orElse(null);
        if (outdated != null) {
            throw new FaultException(outdated);
        }
    }

    private boolean isToDo(String node) {
        return switch (run.story().node(node).state()) {
            case NodeState.Waiting _, NodeState.Stuck _, NodeState.AsBefore _ -> true;
            case NodeState.Working _, NodeState.Between _, NodeState.Done _, NodeState.Left _ ->
                    false;
        };
    }

    /// The nodes that are to be undone, the last one first.
    private List<String> undoable(List<String> nodes) throws FaultException {
        List<String> back = new ArrayList<>();
        for (String node : head.nodes().reversed()) {
            if ((nodes.isEmpty() || nodes.contains(node)) && wasBegun(node)) {
                back.add(node);
            }
        }
        if (back.isEmpty()) {
            throw refused("There is nothing to undo.", "See what the run did in its report.");
        }
        for (String node : back) {
            NodeStory story = run.story().node(node);
            if (story.changed() && !story.kept()) {
                throw refused(
                        "Nothing was kept on " + node + " before it was changed.",
                        "Finish the run instead, or leave the node as it is and mend it.");
            }
        }
        return back;
    }

    private RunReport undo(List<String> back, Operator operator) throws FaultException {
        // With other rules, what they hid would go: no snapshot holds it.
        SavedPlan approved = records.plan(head);
        approved.header().only(back).check(conductor.cluster(), approved.name());
        Conductor.Job job = job(operator, "undo", String.join(", ", back));
        return conductor.run(
                job,
                back.stream()
                        .map(
                                node ->
                                        new Conductor.Task(
                                                node,
                                                Course.UNDO,
                                                side -> new UndoSteps(conductor, job, side)))
                        .toList());
    }

    private boolean wasBegun(String node) {
        return switch (run.story().node(node).state()) {
            case NodeState.Stuck _, NodeState.Done _ -> true;
            case NodeState.Waiting _,
                    NodeState.Working _,
                    NodeState.Between _,
                    NodeState.AsBefore _,
                    NodeState.Left _ ->
                    false;
        };
    }

    private RunReport leave(String why, RunLog log) throws FaultException {
        List<NodeReport> reports = new ArrayList<>();
        for (String node : head.nodes()) {
            if (log.story(node).state() instanceof NodeState.Stuck(Step at, String reason)) {
                log.chose(node, "leave", why);
                conductor.pools().handOver(node, head.id(), "left by run " + head.id() + why(why));
                Course course = log.story(node).course();
                log.move(node, new Move(Move.Kind.LEAVE, course, at, why));
                reports.add(report(node, log.story(node).state(), reason));
            }
        }
        log.turn(Turn.Kind.CLOSE, "left as it is" + why(why));
        return new RunReport(head.id(), log.story().state(), reports, Duration.ZERO);
    }

    private static String why(String why) {
        return why.isEmpty() ? "" : ": " + why;
    }

    private static NodeReport report(String node, NodeState state, String reason) {
        return new NodeReport(
                node,
                state,
                false,
                Optional.empty(),
                0,
                0,
                0,
                0,
                Duration.ZERO,
                Operations.Health.UNASKED,
                List.of("left as it is, after: " + reason));
    }

    private RunOptions options() throws FaultException {
        try {
            return RunOptions.of(head.course(), head.options());
        } catch (IllegalArgumentException e) {
            throw refused(
                    "How run %s was to be carried out cannot be read: %s."
                            .formatted(head.id(), head.options()),
                    "Resume it with the version that began it, or leave its nodes as they are.");
        }
    }

    private Conductor.Job job(Operator operator, String choice, String said) throws FaultException {
        operator.control().cancel().check(conductor.cluster().name());
        RunOptions options = options();
        operator.log().chose("", choice, said);
        return new Conductor.Job(
                options, operator.log(), operator.events(), operator.control(), operator.beat());
    }
}
