package lockstep.cli;

import java.time.Clock;
import java.util.List;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.report.RollbackWords;
import lockstep.run.Rollback;
import lockstep.run.Rollback.Target;
import lockstep.tree.TreePath;

/// What a rollback would do, on a terminal: node by node, action by action.
final class RollbackLines {
    private final Terminal terminal;
    private final Clock clock;

    RollbackLines(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    /// Prints what is chosen, with at most `limit` paths of each action on each node.
    void print(Rollback rollback, int limit) {
        for (Target target : rollback.targets()) {
            terminal.say(RollbackWords.target(target, clock));
            target.drift().verdict().reasons().forEach(terminal::note);
            List<Row> rows = target.plan().rows().stream().filter(Row::chosen).toList();
            for (Action action : Action.values()) {
                print(action, rows.stream().filter(r -> r.action() == action).toList(), limit);
            }
        }
    }

    private void print(Action action, List<Row> rows, int limit) {
        if (!rows.isEmpty()) {
            String what = word(action) + " " + Words.entries(rows.size());
            PlanLines.print(terminal, what, rows, limit);
        }
    }

    private static String word(Action action) {
        return switch (action) {
            case CREATE -> "bring back";
            case UPDATE -> "put back as they were";
            case ATTRIBUTES -> "set the attributes of";
            case DELETE -> "REMOVE";
        };
    }

    /// The same with only these paths chosen, and what is below them.
    static Rollback only(Rollback rollback, List<TreePath> paths) {
        return rollback.with(
                rollback.targets().stream().map(target -> only(target, paths)).toList());
    }

    private static Target only(Target target, List<TreePath> paths) {
        return target.with(
                target.plan().rows().stream()
                        .map(row -> row.choose(row.chosen() && isBelow(row, paths)))
                        .toList());
    }

    private static boolean isBelow(Row row, List<TreePath> paths) {
        return paths.stream().anyMatch(row.path()::isWithin);
    }

    /// Whether all of each node was read.
    static boolean isClear(Rollback rollback) {
        return rollback.targets().stream().allMatch(RollbackWords::isTold)
                && rollback.targets().stream()
                        .flatMap(target -> target.drift().verdict().nodes().stream())
                        .allMatch(node -> node.unreadable() == 0);
    }
}
