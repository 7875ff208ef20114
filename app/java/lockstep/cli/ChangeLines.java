package lockstep.cli;

import java.util.List;
import lockstep.cli.Table.Column;
import lockstep.fault.Change;
import lockstep.fault.Fault;

/// What has changed since a plan was approved, on a terminal: a line a path.
final class ChangeLines {
    private final Terminal terminal;
    private final Fault.PlanOutdated outdated;

    ChangeLines(Terminal terminal, Fault.PlanOutdated outdated) {
        this.terminal = terminal;
        this.outdated = outdated;
    }

    /// @param limit the most that are printed; the rest are counted
    void print(int limit) {
        Table table =
                new Table(terminal, List.of(Column.TEXT, Column.TEXT, Column.TEXT, Column.TEXT));
        table.add(List.of("node", "changed", "approved", "now"));
        List<Change> shown =
                outdated.changes().subList(0, Math.min(limit, outdated.changes().size()));
        for (Change c : shown) {
            table.add(List.of(c.node(), c.path(), c.approved(), c.now()));
        }
        table.print("  ");
        long more = outdated.count() - shown.size();
        if (more > 0) {
            String how = limit < outdated.changes().size() ? " (--all shows them)" : "";
            terminal.say("  … and " + Words.number(more) + " more" + how);
        }
    }
}
