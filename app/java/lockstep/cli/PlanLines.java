package lockstep.cli;

import java.util.ArrayList;
import java.util.List;
import lockstep.cli.Table.Column;
import lockstep.plan.Caution;
import lockstep.plan.Plan;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;

/// A plan on a terminal: node by node, action by action, with what it comes to.
final class PlanLines {
    private final Terminal terminal;
    private final Plan plan;
    private final Room room;

    PlanLines(Terminal terminal, Plan plan, Room room) {
        this.terminal = terminal;
        this.plan = plan;
        this.room = room;
    }

    /// Prints what is chosen, with at most `limit` paths of each action on each node, then what was
    /// not seen and the totals.
    void print(int limit) {
        plan.targets().forEach(target -> print(target, limit));
        Caution.of(plan).forEach(caution -> terminal.say("Caution: " + caution.text()));
        terminal.say(totals());
    }

    private void print(Plan.Target target, int limit) {
        List<Row> rows = target.rows().stream().filter(Row::chosen).toList();
        if (rows.isEmpty()) {
            terminal.say(
                    target.node()
                            + (target.rows().isEmpty()
                                    ? ": nothing to do, like " + plan.reference() + "."
                                    : ": nothing chosen."));
            return;
        }
        terminal.say(target.node() + ", to be like " + plan.reference() + ":");
        for (Action action : Action.values()) {
            print(rows.stream().filter(r -> r.action() == action).toList(), limit);
        }
        String sends = Words.bytes(sends(target));
        terminal.say("  at most " + sends + " to send; " + room.words(target));
    }

    private void print(List<Row> rows, int limit) {
        if (rows.isEmpty()) {
            return;
        }
        Action action = rows.getFirst().action();
        long bytes = rows.stream().mapToLong(Row::bytes).sum();
        String size = action == Action.ATTRIBUTES ? "" : ", " + Words.bytes(bytes);
        print(terminal, word(action) + " " + Words.entries(rows.size()) + size, rows, limit);
    }

    /// What is done to some rows, and at most so many of them.
    static void print(Terminal terminal, String what, List<Row> rows, int limit) {
        terminal.say("  " + what);
        Table table = new Table(terminal, List.of(Column.TEXT, Column.NUMBER, Column.TEXT));
        rows.stream()
                .limit(limit)
                .forEach(
                        r ->
                                table.add(
                                        List.of(
                                                r.path().visible(),
                                                r.bytes() == 0 ? "" : Words.bytes(r.bytes()),
                                                r.reason())));
        table.print("    ");
        if (rows.size() > limit) {
            terminal.say(
                    "    ... and " + Words.number(rows.size() - limit) + " more; --all shows all");
        }
    }

    private static String word(Action action) {
        return switch (action) {
            case CREATE -> "create";
            case UPDATE -> "update";
            case ATTRIBUTES -> "set the attributes of";
            case DELETE -> "DELETE";
        };
    }

    private String totals() {
        List<String> parts = new ArrayList<>();
        for (Action action : Action.values()) {
            long count = plan.count(action);
            if (count > 0) {
                parts.add(word(action) + " " + Words.number(count));
            }
        }
        return "Together: "
                + String.join(", ", parts)
                + "; at most "
                + Words.bytes(sends(plan))
                + " to send, less what the nodes have already.";
    }

    /// What would be sent if the targets had nothing yet.
    static long sends(Plan plan) {
        return plan.targets().stream().mapToLong(PlanLines::sends).sum();
    }

    /// The same for one of them. How much of it is there already is known when it is sent: telling
    /// it before would take reading every changed file on both ends.
    static long sends(Plan.Target target) {
        return target.rows().stream()
                .filter(r -> r.chosen() && r.action() != Action.DELETE)
                .mapToLong(Row::bytes)
                .sum();
    }
}
