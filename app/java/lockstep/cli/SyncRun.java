package lockstep.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lockstep.cli.Table.Column;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.run.Operations;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;

/// Carries out an approved plan, and says at the end what became of each node.
final class SyncRun {
    private final Operations cluster;
    private final Terminal terminal;
    private final RunOptions options;
    private final int limit;
    private final Cancel cancel;

    /// @param limit names at most so many of the changes that stopped a run
    /// @param cancel brings a run to a safe end
    SyncRun(Operations cluster, Terminal terminal, RunOptions options, int limit, Cancel cancel) {
        this.cluster = cluster;
        this.terminal = terminal;
        this.options = options;
        this.limit = limit;
        this.cancel = cancel;
    }

    /// How a run ended.
    ///
    /// @param code `DONE` when all that was chosen is done, and verified where asked for
    record End(ExitCode code, List<NodeReport> nodes) {}

    /// Runs to the end, or until it is cancelled.
    ///
    /// @throws FaultException what the run raises before it touched a node
    End run(Plan plan) throws FaultException {
        RunLines lines = new RunLines(terminal, plan);
        try {
            RunReport report = sync(plan, lines);
            print(report, lines);
            return new End(code(report, lines), report.nodes());
        } catch (FaultException e) {
            if (!lines.touched()) {
                throw e;
            }
            terminal.note(e.fault().message());
            terminal.say("Finished before: " + finished(lines) + "; the others were not begun.");
            return new End(ExitCode.PARTIAL, List.of());
        }
    }

    private RunReport sync(Plan plan, RunLines lines) throws FaultException {
        try (lines) {
            return cluster.sync(plan, options, lines, new RunControl(cancel));
        }
    }

    private static String finished(RunLines lines) {
        return lines.finished().isEmpty() ? "no node" : Words.list(lines.finished());
    }

    private static ExitCode code(RunReport report, RunLines lines) {
        Optional<Fault> fault =
                report.nodes().stream().flatMap(node -> node.fault().stream()).findFirst();
        return fault.isEmpty()
                ? ExitCode.DONE
                : lines.touched() ? ExitCode.PARTIAL : ExitCode.of(fault.get());
    }

    private void print(RunReport report, RunLines lines) {
        Table table =
                new Table(
                        terminal,
                        List.of(
                                Column.TEXT,
                                Column.TEXT,
                                Column.NUMBER,
                                Column.NUMBER,
                                Column.NUMBER,
                                Column.NUMBER));
        table.add(List.of("node", "result", "sent", "saved", "files", "out of pool"));
        for (NodeReport node : report.nodes()) {
            table.add(
                    List.of(
                            node.node(),
                            result(node, lines),
                            Words.bytes(node.literalBytes()),
                            Words.bytes(node.matchedBytes()),
                            Words.number(node.files()),
                            node.outOfPool().isZero() ? "" : Words.duration(node.outOfPool())));
        }
        terminal.say("");
        table.print("");
        for (NodeReport node : report.nodes()) {
            node.remarks().forEach(remark -> terminal.say(node.node() + ": " + remark));
            node.fault().map(Fault::message).ifPresent(terminal::note);
            node.fault().ifPresent(this::changes);
        }
        terminal.say(sum(report));
    }

    private void changes(Fault fault) {
        if (fault instanceof Fault.PlanOutdated outdated) {
            new ChangeLines(terminal, outdated).print(limit);
        }
    }

    private String result(NodeReport node, RunLines lines) {
        if (node.identical()) {
            return "identical, verified by content";
        }
        if (!lines.begun(node.node())) {
            return "not begun";
        }
        return switch (node.fault().orElse(null)) {
            case null -> options.verify() ? "as chosen, verified by content" : "not verified";
            case Fault.Cancelled _ -> "stopped, NOT identical";
            case Fault _ -> "FAILED, NOT identical";
        };
    }

    private static String sum(RunReport report) {
        long sent = report.nodes().stream().mapToLong(NodeReport::literalBytes).sum();
        long saved = report.nodes().stream().mapToLong(NodeReport::matchedBytes).sum();
        Duration took = report.took();
        return "Sent %s of content, saved %s, in %s."
                .formatted(Words.bytes(sent), Words.bytes(saved), Words.duration(took));
    }
}
