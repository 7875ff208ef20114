package lockstep.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Node;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import lockstep.run.Report;
import lockstep.run.Resumption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Takes up a run that was not finished.
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        customSynopsis =
                "lockstep resume FILE [RUN] [--finish | --undo [NODE...] |" + " --leave[=WHY]]",
        description = {
            "Tells what a run has left that failed, was stopped, or whose console is gone: where"
                    + " each node stands, whether it is out of its pools, and whether what it held"
                    + " before is kept. Then finishes it, undoes it or leaves it, or asks which.",
            "RUN may be left out when exactly one waits."
        },
        footer = {
            "",
            "Without a choice and with nobody to ask it ends with 2 when a run waits, and with 0"
                    + " when none does. Else as sync: with 0 when the run is over, with 2 when"
                    + " something of it is left, with 3 when a guard refused, such as the lock of"
                    + " somebody else. Ctrl+C stops at a safe place; the run waits again then."
        })
public final class ResumeCommand implements Callable<ExitCode> {
    private static final int MOST_RUNS = 100;
    private static final int MOST_CHANGES = 10;

    private final Clusters clusters;
    private final Terminal terminal;
    private Terminal told;
    private @Nullable RunRecord found;

    @Mixin private RunNamed named = new RunNamed();

    @Option(names = "--finish", description = "Does what is left, as it was approved.")
    private boolean finish;

    @Option(
            names = "--undo",
            arity = "0..*",
            paramLabel = "NODE",
            description =
                    "Makes these nodes what they were before the run, or all that it has begun.")
    private @Nullable List<String> undo;

    @Option(
            names = "--leave",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "WHY",
            description =
                    "Does nothing more: what is in the middle of something stays as it is, and out"
                            + " of its pools where it is out, until a person sees to it.")
    private @Nullable String leave;

    @Option(
            names = "--unseen",
            split = ",",
            paramLabel = "NODE",
            description =
                    "With --leave: leaves these without a look there, because they cannot be"
                            + " reached, are locked by somebody else, or are not in the cluster file"
                            + " any more.")
    private List<String> unseen = new ArrayList<>();

    @Option(
            names = "--break-lock",
            paramLabel = "HOLDER",
            description =
                    "Takes the locks of that user@host away first, typed as the refusal tells it;"
                            + " it is written down. Only when you know that nobody works there: two"
                            + " consoles at once spoil a node.")
    private @Nullable String holder;

    @Option(
            names = "--gone",
            paramLabel = "WHO",
            description =
                    "Takes up a run that went on on another machine, by the user@host who worked"
                            + " on it last, typed as lockstep sync tells it; it is written down."
                            + " Only when you know that this console is gone.")
    private @Nullable String gone;

    @Option(
            names = "--json",
            description =
                    "Prints one JSON object: what was left, or what came of the run. All else goes"
                            + " to standard error.")
    private boolean asJson;

    public ResumeCommand(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
        told = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        told = asJson ? terminal.aside() : terminal;
        if ((finish ? 1 : 0) + (undo != null ? 1 : 0) + (leave != null ? 1 : 0) > 1) {
            throw named.misused("Choose one: --finish, --undo or --leave.");
        }
        if (leave == null && !unseen.isEmpty()) {
            throw named.misused("--unseen is for --leave.");
        }
        if (gone != null && !named.isGiven()) {
            throw named.misused("--gone needs the name of the run.");
        }
        Cancel cancel = new Cancel();
        try (Interrupt interrupt = new Interrupt(cancel, told);
                Operations cluster = clusters.open(named.file())) {
            return told(cluster, interrupt, cancel);
        }
    }

    private ExitCode told(Operations cluster, Interrupt interrupt, Cancel cancel)
            throws FaultException {
        try {
            ExitCode code = resume(cluster, interrupt, cancel);
            tell(cluster, code, null);
            return code;
        } catch (FaultException e) {
            tell(cluster, ExitCode.of(e.fault()), e.fault());
            throw e;
        }
    }

    private ExitCode resume(Operations cluster, Interrupt interrupt, Cancel cancel)
            throws FaultException {
        breakLock(cluster);
        Optional<RunRecord> waiting = waiting(cluster);
        if (waiting.isEmpty()) {
            told.say("No run waits.");
            return isChosen() ? ExitCode.REFUSED : ExitCode.DONE;
        }
        RunRecord run = waiting.get();
        String who = gone;
        if (who != null) {
            cluster.declareGone(run.head().id(), who);
            run = named.of(cluster);
        }
        found = run;
        if (!run.waits()) {
            told.say("Run " + run.head().id() + ": " + HistoryCommand.end(run) + ".");
            return isChosen() ? ExitCode.REFUSED : ExitCode.DONE;
        }
        Optional<Resumption> chosen = chosen(cluster);
        if (chosen.isEmpty()) {
            new LeftRun(told, run).print(cluster.pools(), cluster.locks(), Instant.now());
            chosen = interrupt.asking(this::asked);
        }
        if (chosen.isEmpty()) {
            told.note(
                    "Nothing was done. lockstep resume takes --finish, --undo or --leave; it waits"
                            + " until then.");
            return ExitCode.PARTIAL;
        }
        Resumption how = chosen.get();
        String id = run.head().id();
        return new TerminalRun(cluster, told, MOST_CHANGES, cancel)
                .run(-1, (events, control) -> cluster.resume(id, how, events, control))
                .code();
    }

    private void breakLock(Operations cluster) throws FaultException {
        String whose = holder;
        if (whose != null) {
            List<String> broken = cluster.breakLocks(whose);
            told.note("The lock was broken on " + Words.list(broken) + ".");
        }
    }

    private Optional<RunRecord> waiting(Operations cluster) throws FaultException {
        if (named.isGiven()) {
            return Optional.of(named.of(cluster));
        }
        List<RunRecord> runs = cluster.runs(MOST_RUNS).stream().filter(RunRecord::waits).toList();
        if (runs.size() > 1) {
            throw named.misused(
                    "Several runs wait: "
                            + Words.list(runs.stream().map(run -> run.head().id()).toList())
                            + ". Name one.");
        }
        return runs.stream().findFirst();
    }

    private boolean isChosen() {
        return finish || undo != null || leave != null;
    }

    private Optional<Resumption> chosen(Operations cluster) {
        List<String> nodes = undo;
        String why = leave;
        if (nodes != null) {
            List<String> names = cluster.cluster().nodes().stream().map(Node::name).toList();
            if (!names.containsAll(nodes)) {
                throw named.misused("--undo takes nodes of the cluster: " + Words.list(names));
            }
            return Optional.of(new Resumption.Undo(nodes));
        }
        return why != null
                ? Optional.of(new Resumption.Leave(why, unseen))
                : finish ? Optional.of(new Resumption.Finish()) : Optional.empty();
    }

    /// A first letter is enough, but for an empty answer or anything else nothing is done.
    private Optional<Resumption> asked() {
        String answer =
                told.ask("finish, undo, leave, or nothing? ").orElse("").toLowerCase(Locale.ROOT);
        return switch (answer) {
            case "f", "finish" -> Optional.of(new Resumption.Finish());
            case "u", "undo" -> Optional.of(new Resumption.Undo(List.of()));
            case "l", "leave" -> Optional.of(new Resumption.Leave(told.ask("Why? ").orElse("")));
            default -> Optional.empty();
        };
    }

    private void tell(Operations cluster, ExitCode code, @Nullable Fault fault)
            throws FaultException {
        if (!asJson) {
            return;
        }
        RunRecord before = found;
        Optional<RunRecord> now =
                before == null ? Optional.empty() : cluster.run(before.head().id());
        terminal.say(
                to -> {
                    Json json = new Json(to).object();
                    json.name("result").value(ReportJson.word(code));
                    DriftJson.fault(json.name("fault"), fault);
                    json.name("run");
                    now.ifPresentOrElse(
                            run -> {
                                json.object();
                                HistoryJson.run(json, run);
                                json.end();
                            },
                            json::nothing);
                    json.name("report");
                    now.ifPresentOrElse(
                            run -> ReportJson.write(json, Report.of(run)), json::nothing);
                    json.end().finish();
                });
    }
}
