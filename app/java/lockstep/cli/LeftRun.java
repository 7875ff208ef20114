package lockstep.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lockstep.cli.Table.Column;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.report.ReportWords;
import lockstep.run.Left;
import lockstep.run.Operations.Locked;
import lockstep.run.Operations.Pools;
import lockstep.run.Out;

/// What a run has left, as it is told before anybody decides about it.
final class LeftRun {
    private final Terminal terminal;
    private final RunRecord run;

    LeftRun(Terminal terminal, RunRecord run) {
        this.terminal = terminal;
        this.run = run;
    }

    /// @param pools as they are now
    /// @param locks likewise
    void print(Pools pools, Locked locks, Instant now) {
        RunHead head = run.head();
        terminal.say("Run " + head.id() + " waits. " + ReportWords.what(head) + ".");
        terminal.say(
                "Begun by %s %s ago, last worked on by %s %s ago.%s"
                        .formatted(
                                ReportWords.shown(head.who()),
                                Words.duration(Duration.between(head.at(), now)),
                                ReportWords.shown(run.lastWho()),
                                Words.duration(Duration.between(run.lastAt(), now)),
                                head.why().isEmpty()
                                        ? ""
                                        : " Why: " + ReportWords.shown(head.why()) + "."));
        terminal.say("How it ended: " + HistoryCommand.end(run) + ".");
        table(pools);
        locks(locks);
    }

    /// Its own are as they should be; another's would refuse whatever is chosen.
    private void locks(Locked locks) {
        List<String> own = new ArrayList<>();
        locks.holders()
                .forEach(
                        (node, holder) -> {
                            if (holder.claim()
                                    .filter(c -> c.run().equals(run.head().id()))
                                    .isPresent()) {
                                own.add(node);
                            } else {
                                terminal.note(node + ": " + holder.sentence());
                            }
                        });
        if (!own.isEmpty()) {
            terminal.say("Locked for this run: " + Words.list(own) + ".");
        }
        locks.failures()
                .forEach(
                        (node, fault) ->
                                terminal.note(
                                        node
                                                + ": its lock could not be looked at: "
                                                + fault.message()));
    }

    private void table(Pools pools) {
        Set<String> outs = pools.outs().stream().map(Out::node).collect(Collectors.toSet());
        boolean unsure = !pools.failures().isEmpty();
        Table table =
                new Table(terminal, List.of(Column.TEXT, Column.TEXT, Column.TEXT, Column.TEXT));
        table.add(List.of("node", "where it stands", "its pools", "what was before"));
        run.story()
                .nodes()
                .forEach(
                        (name, story) ->
                                table.add(
                                        List.of(
                                                name,
                                                Left.stands(story),
                                                outs.contains(name)
                                                        ? "OUT of its pools"
                                                        : unsure ? "unknown" : "in",
                                                Left.kept(story))));
        table.print("");
        PoolTable.troubles(pools, terminal);
    }
}
