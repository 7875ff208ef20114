package lockstep.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.plan.SavedPlan;
import lockstep.run.Operations;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Makes nodes like the reference, one after the other, out of the pool while it lasts.
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = {
            "Makes nodes identical to the reference of the cluster file.",
            "Scans by content, shows the plan and asks; then takes node after node out of its"
                    + " pools, waits until its sessions have ended, syncs it, verifies it by"
                    + " content and puts it back. The first failure ends the run: that node stays"
                    + " out of its pools, those after it are as they were."
        },
        footer = {
            "",
            "Ends with 0 when all is done and nothing was left out, with 1 when differences were"
                    + " left as approved, with 2 when some of the nodes are done, with 3 when"
                    + " nobody agreed or a guard refused, before anything was changed. A node that"
                    + " is not as the plan saw it stops the run so, with a list of what changed.",
            "Ctrl+C stops at a safe place and says which node is out of its pools then; the"
                    + " process ends with 130. What a run leaves unfinished, also when the console"
                    + " is killed, waits for lockstep resume; no other run begins until then.",
            "The run is written down: lockstep history lists it, lockstep report tells what came"
                    + " of it."
        })
public final class SyncCommand implements Callable<ExitCode> {
    private static final int USUAL_LIMIT = 10;

    private final Clusters clusters;
    private final Terminal terminal;
    private final SyncJson json = new SyncJson();
    private Terminal told;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The cluster file.")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            arity = "1..*",
            paramLabel = "NODE",
            description = "Syncs only these, in this order; usually all but the reference.")
    private List<String> to = new ArrayList<>();

    @Mixin private RunChoices choices = new RunChoices();

    @Option(names = "--yes", description = "Agrees to the plan, but not to its deletions.")
    private boolean yes;

    @Mixin private AgreedNumbers beforehand = new AgreedNumbers();

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description =
                    "Does what a plan that lockstep plan saved holds, without asking, or nothing:"
                            + " when something of it is not as it was then, ends with 3 and says"
                            + " what.")
    private @Nullable Path planFile;

    @Option(
            names = "--all",
            description = "Shows every path of the plan, and of what changed since.")
    private boolean all;

    @Option(
            names = "--json",
            description =
                    "Prints one JSON object: every change of the plan on each node with its path,"
                            + " action and bytes, whether it was agreed to, and what was done."
                            + " All else goes to standard error.")
    private boolean asJson;

    public SyncCommand(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
        this.told = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        told = asJson ? terminal.aside() : terminal;
        Cancel cancel = new Cancel();
        try (Interrupt interrupt = new Interrupt(cancel, told)) {
            return told(interrupt, cancel);
        }
    }

    /// The JSON is part of what an interrupt waits for.
    private ExitCode told(Interrupt interrupt, Cancel cancel) throws FaultException {
        try {
            ExitCode code = sync(interrupt, cancel);
            tell(code, null);
            return code;
        } catch (FaultException e) {
            tell(ExitCode.of(e.fault()), e.fault());
            throw e;
        }
    }

    private void tell(ExitCode code, @Nullable Fault fault) {
        if (asJson) {
            terminal.say(to -> json.write(to, code, fault));
        }
    }

    private ExitCode sync(Interrupt interrupt, Cancel cancel) throws FaultException {
        SavedPlan saved = planFile == null ? null : saved(planFile);
        try (Operations cluster = clusters.open(file)) {
            cluster.requireNothingLeft();
            if (saved != null) {
                int limit = all ? Integer.MAX_VALUE : USUAL_LIMIT;
                Agreed agreed = new Agreed(cluster, told, limit, cancel);
                Plan plan = agreed.of(saved);
                json.plan(plan);
                return run(cluster, plan, agreed.isClear(), cancel);
            }
            List<String> targets = Targets.of(cluster.cluster(), to, Objects.requireNonNull(spec));
            choices.options(targets.size(), cluster.cluster().keeping());
            Comparison found = Scanning.of(cluster, Criterion.CONTENT, told, cancel);
            Verdict verdict = found.drift().verdict();
            told.say(Sentence.of(found.drift(), verdict));
            verdict.reasons().forEach(told::note);
            Plan plan = cluster.plan(found, targets);
            json.plan(plan);
            boolean clear = Targets.areClear(found, verdict, targets);
            if (Approval.chosen(plan) == 0) {
                told.say(
                        clear
                                ? "Nothing to do: no target differs from " + plan.reference() + "."
                                : "Nothing to do where it can be told, see above.");
                return clear ? ExitCode.DONE : ExitCode.FAILED;
            }
            new PlanLines(told, plan, Room.of(cluster, plan))
                    .print(all ? Integer.MAX_VALUE : USUAL_LIMIT);
            Approval approval = new Approval(told, beforehand.said(yes));
            Optional<Plan> approved = interrupt.asking(() -> approval.of(plan));
            return approved.isEmpty()
                    ? ExitCode.REFUSED
                    : run(cluster, approved.get(), clear, cancel);
        }
    }

    private SavedPlan saved(Path plan) throws FaultException {
        if (!to.isEmpty() || beforehand.areGiven()) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--plan holds the nodes and what was approved: --to, --delete and --changes"
                            + " were for lockstep plan.");
        }
        return SavedPlan.open(plan);
    }

    private ExitCode run(Operations cluster, Plan approved, boolean clear, Cancel cancel)
            throws FaultException {
        json.agreed(approved);
        if (Approval.chosen(approved) > 0) {
            RunOptions options =
                    choices.options(approved.targets().size(), cluster.cluster().keeping());
            int limit = all ? Integer.MAX_VALUE : USUAL_LIMIT;
            TerminalRun.End end =
                    new TerminalRun(cluster, told, limit, cancel)
                            .run(
                                    PlanLines.sends(approved),
                                    (events, control) ->
                                            cluster.sync(approved, options, events, control));
            json.run(end.run());
            json.reports(end.nodes());
            if (end.code() != ExitCode.DONE) {
                return end.code();
            }
        }
        if (!clear) {
            told.note("Not every target could be scanned or read, see above.");
            return ExitCode.PARTIAL;
        }
        boolean leftOut =
                approved.targets().stream()
                        .flatMap(t -> t.rows().stream())
                        .anyMatch(row -> !row.chosen());
        if (leftOut) {
            told.say("The nodes still differ in what was left out.");
            return ExitCode.DRIFT;
        }
        return ExitCode.DONE;
    }
}
