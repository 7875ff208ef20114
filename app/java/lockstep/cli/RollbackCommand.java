package lockstep.cli;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.preflight.Findings;
import lockstep.report.RollbackWords;
import lockstep.run.Operations;
import lockstep.run.Rollback;
import lockstep.run.RunOptions;
import lockstep.snapshot.Snapshot;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes nodes what a snapshot of them holds, one after the other, out of the pool while it lasts.
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Rolls nodes back to snapshots of them.",
            "Compares by content, shows what would be put back and removed, and asks; then takes"
                    + " node after node out of its pools, keeps what it holds now, makes it what the"
                    + " snapshot holds, proves that by the snapshot's manifest and puts it back."
        },
        footer = {
            "",
            "Ends as sync: with 0 when all is done, with 1 when paths were left as they are"
                    + " (--only) and when --dry-run found something to do, with 2 when some of the"
                    + " nodes are done, with 3 when nobody agreed or a guard refused, such as for a"
                    + " damaged snapshot or where there is nothing to go back to.",
            "What it leaves unfinished waits for lockstep resume; running it again finishes it, too."
                    + " What nodes held before it is kept"
                    + " as for every run: a rollback can be rolled back."
        })
public final class RollbackCommand implements Callable<ExitCode> {
    private static final int USUAL_LIMIT = 10;

    private final Clusters clusters;
    private final Terminal terminal;
    private final RollbackJson json = new RollbackJson();
    private final Clock clock = Clock.system(ZoneId.systemDefault());
    private Terminal told;

    @Mixin private NodesNamed named = new NodesNamed();

    @Option(
            names = "--to",
            paramLabel = "SNAPSHOT|RUN|TIME",
            description =
                    "A snapshot's name; a run's, for what nodes held before it; or a time (13:40,"
                            + " 2026-11-23T13:40): each node's newest by then. Without it the newest"
                            + " good one of each node of --node that is not what it holds.")
    private @Nullable String to;

    @Option(
            names = "--only",
            arity = "1..*",
            paramLabel = "PATH",
            description = "Only these paths and what is below them, as from the root.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--dry-run", description = "Shows what would be done, and does nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Agrees beforehand.")
    private boolean yes;

    @Option(
            names = "--delete",
            paramLabel = "N",
            description = "With --no-snapshot: agrees to the removal of so many entries in all.")
    private @Nullable Long delete;

    @Mixin private RunChoices choices = new RunChoices();

    @Option(names = "--all", description = "Shows every path.")
    private boolean all;

    public RollbackCommand(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
        told = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        if (to == null && !named.areGiven()) {
            throw named.misused("Say which nodes (--node), or back to what (--to).");
        }
        return new Answer(clusters, terminal, named).of(this::rollback, json::members);
    }

    private ExitCode rollback(Answer.Desk desk) throws FaultException {
        Operations cluster = desk.cluster();
        told = desk.told();
        List<String> nodes = named.of(cluster.cluster());
        RunOptions options = options(cluster, nodes.size());
        if (!dryRun) {
            ExitCode before = finished(desk, nodes);
            if (before != ExitCode.DONE) {
                return before;
            }
            cluster.requireNothingLeft();
        }
        Rollback preview = chosen(preview(new Choosing(desk), nodes));
        json.rollback(preview);
        new RollbackLines(told, clock).print(preview, limit());
        if (preview.nodes().isEmpty()) {
            return nothing(preview);
        }
        if (dryRun) {
            preflight(cluster, preview, options, desk.cancel());
            return ExitCode.DRIFT;
        }
        BackApproval approval = new BackApproval(told, yes, delete);
        Optional<Rollback> approved =
                desk.interrupt().asking(() -> approval.of(preview, options.snapshot(), clock));
        return approved.isEmpty() ? ExitCode.REFUSED : run(cluster, approved.get(), desk.cancel());
    }

    /// What was interrupted in the same is finished first; what is left of it then, if anything, is
    /// looked at like any other.
    private ExitCode finished(Answer.Desk desk, List<String> nodes) throws FaultException {
        String typed = to;
        if (typed == null || !only.isEmpty()) {
            return ExitCode.DONE;
        }
        BackAgain again = new BackAgain(desk, yes);
        Optional<RunRecord> same = again.interrupted(nodes, typed, named.areGiven());
        if (same.isEmpty()) {
            return ExitCode.DONE;
        }
        Optional<TerminalRun.End> end = again.finish(same.get(), limit());
        end.ifPresent(run -> json.run(run.run(), run.nodes()));
        return end.map(TerminalRun.End::code).orElse(ExitCode.REFUSED);
    }

    private int limit() {
        return all ? Integer.MAX_VALUE : USUAL_LIMIT;
    }

    private ExitCode nothing(Rollback preview) {
        if (!RollbackLines.isClear(preview)) {
            told.say("Nothing to do where it can be told, see above.");
            return ExitCode.FAILED;
        }
        if (preview.targets().stream().allMatch(Rollback.Target::isWhole)) {
            told.say("Nothing differs: nothing to do.");
            return ExitCode.DONE;
        }
        told.say("Nothing of --only differs, but other paths do: nothing was done.");
        return ExitCode.DRIFT;
    }

    private RunOptions options(Operations cluster, int nodes) {
        RunOptions options = choices.options(nodes, cluster.cluster().keeping()).back();
        if (options.course().isStaged() && !only.isEmpty()) {
            throw named.misused("--staged exchanges the whole tree: leave out --only.");
        }
        return options;
    }

    private Rollback preview(Choosing choosing, List<String> nodes) throws FaultException {
        String typed = to;
        if (typed == null) {
            return choosing.before(nodes);
        }
        Map<String, Snapshot> snapshots = new LinkedHashMap<>();
        choosing.named(nodes, typed, named.areGiven())
                .forEach((node, kept) -> snapshots.put(node, kept.snapshot()));
        return choosing.preview(snapshots);
    }

    private Rollback chosen(Rollback preview) {
        if (only.isEmpty()) {
            return preview;
        }
        List<TreePath> paths = only.stream().map(this::path).toList();
        Rollback chosen = RollbackLines.only(preview, paths);
        for (Rollback.Target target : chosen.targets()) {
            Optional<TreePath> blocked = target.blocked();
            if (blocked.isPresent()) {
                throw named.misused(
                        "--only: on "
                                + target.node()
                                + " "
                                + blocked.get().visible()
                                + " cannot be put back alone, because a directory above it is"
                                + " something else now: name that, too.");
            }
        }
        return chosen;
    }

    private TreePath path(String typed) {
        String plain = typed.replaceAll("^(\\./|/)+", "").replaceAll("/+$", "");
        if (plain.isEmpty() || plain.equals(".")) {
            throw named.misused("--only takes paths below the root.");
        }
        try {
            return TreePath.of(plain);
        } catch (IllegalArgumentException _) {
            throw named.misused(
                    "--only "
                            + Visible.text(typed, 60)
                            + " is no path below the root, such as img/logo.png.");
        }
    }

    private void preflight(Operations cluster, Rollback preview, RunOptions options, Cancel cancel)
            throws FaultException {
        told.progress("Asking nodes and balancers ...");
        Findings findings;
        try {
            findings = cluster.snapshots().preflight(preview, options, cancel);
        } finally {
            told.quiet();
        }
        told.say("");
        FindingLines.print(findings, told);
        told.say("Nothing was changed: --dry-run.");
    }

    private ExitCode run(Operations cluster, Rollback approved, Cancel cancel)
            throws FaultException {
        json.agreed(approved);
        told.say(capital(RollbackWords.sentence(approved, clock)) + ".");
        RunOptions options = options(cluster, approved.nodes().size());
        TerminalRun.End end =
                new TerminalRun(cluster, told, limit(), cancel)
                        .run(
                                -1,
                                (events, control) ->
                                        cluster.snapshots()
                                                .rollback(approved, options, events, control));
        json.run(end.run(), end.nodes());
        if (end.code() != ExitCode.DONE) {
            return end.code();
        }
        if (!RollbackLines.isClear(approved)) {
            told.note("Not everything could be read, see above.");
            return ExitCode.PARTIAL;
        }
        if (!approved.targets().stream().allMatch(Rollback.Target::isWhole)) {
            told.say("The nodes still differ from then in what was left as it is.");
            return ExitCode.DRIFT;
        }
        return ExitCode.DONE;
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
