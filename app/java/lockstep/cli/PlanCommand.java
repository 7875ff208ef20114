package lockstep.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.plan.PlanHeader;
import lockstep.plan.SavedPlan;
import lockstep.preflight.Findings;
import lockstep.run.Operations;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows what a sync would do, and saves it for a sync that does just that.
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what would make nodes identical to the reference, and changes nothing.",
            "With --out the plan is saved: text to be read and kept, which lockstep sync"
                    + " FILE --plan PLAN carries out without asking, as long as every path that"
                    + " it does something to is on both ends as it was. So a file is saved only"
                    + " where all that it does is agreed to: deletions are left out of it unless"
                    + " --delete agrees to them."
        },
        footer = {
            "",
            "What a run would be refused for, or should be known before, is told after the plan; it"
                    + " does not count in the status, since a sync looks again.",
            "Ends with 0 when there is nothing to do, with 1 when there is something, with 3 when"
                    + " a guard refuses (nothing is saved then), with 5 when a node could not be"
                    + " scanned, or when nothing is to be done as far as could be read."
        })
public final class PlanCommand implements Callable<ExitCode> {
    private static final int USUAL_LIMIT = 10;

    private final Clusters clusters;
    private final Terminal terminal;
    private final PlanJson json = new PlanJson();
    private Terminal told;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The cluster file.")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            arity = "1..*",
            paramLabel = "NODE",
            description = "Plans for only these, in this order; usually all but the reference.")
    private List<String> to = new ArrayList<>();

    @Option(
            names = "--content",
            description = "Compares every byte, by digests that rsync computes on the nodes.")
    private boolean content;

    @Option(names = "--out", paramLabel = "PLAN", description = "Saves the plan in this file.")
    private @Nullable Path out;

    @Mixin private AgreedNumbers beforehand = new AgreedNumbers();

    @Option(names = "--staged", description = "Asks what a staged sync would need, too.")
    private boolean staged;

    @Option(names = "--all", description = "Shows every path of the plan.")
    private boolean all;

    @Option(
            names = "--json",
            description =
                    "Prints one JSON object: the plan of each node with its counts, sizes, guards"
                            + " and changes. All else goes to standard error.")
    private boolean asJson;

    public PlanCommand(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
        this.told = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        told = asJson ? terminal.aside() : terminal;
        try {
            ExitCode code = plan();
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

    private ExitCode plan() throws FaultException {
        Cancel cancel = new Cancel();
        try (Operations cluster = clusters.open(file);
                Interrupt _ = new Interrupt(cancel, told)) {
            List<String> targets = Targets.of(cluster.cluster(), to, Objects.requireNonNull(spec));
            Criterion criterion = content ? Criterion.CONTENT : Criterion.METADATA;
            Comparison found = Scanning.of(cluster, criterion, told, cancel);
            Verdict verdict = found.drift().verdict();
            told.say(Sentence.of(found.drift(), verdict));
            verdict.reasons().forEach(told::note);
            Targets.checkScanned(found, cluster.cluster().reference(), targets);
            Plan plan = cluster.plan(found, targets);
            return approved(cluster, plan, Targets.areClear(found, verdict, targets), cancel);
        }
    }

    private ExitCode approved(Operations cluster, Plan plan, boolean clear, Cancel cancel)
            throws FaultException {
        boolean something = Approval.chosen(plan) > 0;
        Plan approved = plan;
        if (something) {
            Room room = Room.of(cluster, plan);
            json.plan(plan, room);
            new PlanLines(told, plan, room).print(all ? Integer.MAX_VALUE : USUAL_LIMIT);
            preflight(cluster, plan, cancel);
            approved = new Approval(told, beforehand.said(true)).of(plan).orElseThrow();
            json.approved(approved);
        } else {
            json.plan(plan, null);
            told.say(
                    clear
                            ? "Nothing to do: no target differs from " + plan.reference() + "."
                            : "Nothing to do where it can be told, see above.");
        }
        if (out != null) {
            save(out, PlanHeader.of(cluster.cluster(), approved), approved);
        }
        return something ? ExitCode.DRIFT : clear ? ExitCode.DONE : ExitCode.FAILED;
    }

    /// What stands against carrying it out, as far as is seen now; a sync looks again.
    private void preflight(Operations cluster, Plan plan, Cancel cancel) throws FaultException {
        told.progress("Asking nodes and balancers ...");
        RunOptions rolling = RunOptions.rolling(Duration.ZERO);
        Findings findings;
        try {
            findings = cluster.preflight(plan, staged ? rolling.staged() : rolling, cancel);
        } finally {
            told.quiet();
        }
        json.findings(findings);
        told.say("");
        FindingLines.print(findings, told);
    }

    private void save(Path to, PlanHeader header, Plan approved) throws FaultException {
        String digest = SavedPlan.write(to, header, approved);
        json.saved(digest);
        told.say(
                "Saved as "
                        + Visible.text(to.toString())
                        + " with "
                        + Words.entries(Approval.chosen(approved))
                        + " chosen, sha256 "
                        + digest
                        + ".");
    }
}
