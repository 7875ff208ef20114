package lockstep.cli;

import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.report.ReportWords;
import lockstep.run.Operations;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.Report;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.state.NodeState;
import lockstep.state.RunState;

/// A run as a terminal sees it: its steps while they are taken, and its report at the end.
final class TerminalRun {
    private final Operations cluster;
    private final Terminal terminal;
    private final int limit;
    private final Cancel cancel;

    /// @param limit names at most so many of the changes that stopped a run
    /// @param cancel brings a run to a safe end
    TerminalRun(Operations cluster, Terminal terminal, int limit, Cancel cancel) {
        this.cluster = cluster;
        this.terminal = terminal;
        this.limit = limit;
        this.cancel = cancel;
    }

    /// How a run ended.
    ///
    /// @param code `DONE` when all that was chosen is done, and verified where asked for
    /// @param run its name in the journal; empty when its end could not be told
    record End(ExitCode code, String run, List<NodeReport> nodes) {}

    /// A run that is to be carried out.
    interface Work {
        RunReport run(RunEvents events, RunControl control) throws FaultException;
    }

    /// Runs to the end, or until it is cancelled.
    ///
    /// @param sends bytes that will be sent; negative when nobody knows
    /// @throws FaultException what the run raises before it touched a node
    End run(long sends, Work work) throws FaultException {
        RunLines lines = new RunLines(terminal, sends);
        try {
            RunReport report = report(work, lines);
            print(report);
            return new End(code(report, lines), report.run(), report.nodes());
        } catch (FaultException e) {
            if (!lines.touched()) {
                throw e;
            }
            terminal.note(e.fault().message());
            terminal.say("Finished before: " + finished(lines) + "; the others were not begun.");
            return new End(ExitCode.PARTIAL, "", List.of());
        }
    }

    private RunReport report(Work work, RunLines lines) throws FaultException {
        try (lines) {
            return work.run(lines, new RunControl(cancel));
        }
    }

    private static String finished(RunLines lines) {
        return lines.finished().isEmpty() ? "no node" : Words.list(lines.finished());
    }

    private static ExitCode code(RunReport report, RunLines lines) {
        Optional<Fault> fault =
                report.nodes().stream().flatMap(node -> node.fault().stream()).findFirst();
        if (fault.isEmpty() && report.state() instanceof RunState.Over) {
            return ExitCode.DONE;
        }
        boolean spared =
                report.nodes().stream()
                        .allMatch(
                                node ->
                                        node.state() instanceof NodeState.AsBefore
                                                || node.state() instanceof NodeState.Waiting);
        boolean nothing = !lines.touched() || spared;
        return nothing && fault.isPresent() ? ExitCode.of(fault.get()) : ExitCode.PARTIAL;
    }

    /// What the journal knows of the run, of which this may be the end only; where there is no
    /// journal, what was seen here.
    private void print(RunReport report) throws FaultException {
        terminal.say("");
        Optional<RunRecord> record = cluster.run(report.run());
        if (record.isPresent()) {
            Report known = Report.of(record.get());
            terminal.say("Run " + report.run() + ": " + ReportWords.shown(known.sentence()));
            new ReportTable(terminal).table(known);
        } else {
            for (NodeReport node : report.nodes()) {
                String result = node.identical() ? "identical" : "NOT known to be identical";
                terminal.say(node.node() + ": " + result);
                node.remarks().forEach(remark -> terminal.say(node.node() + ": " + remark));
            }
        }
        for (NodeReport node : report.nodes()) {
            node.fault().map(Fault::message).ifPresent(terminal::note);
            node.fault().ifPresent(this::changes);
        }
    }

    private void changes(Fault fault) {
        if (fault instanceof Fault.PlanOutdated outdated) {
            new ChangeLines(terminal, outdated).print(limit);
        }
    }
}
