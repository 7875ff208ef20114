package lockstep.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lockstep.cli.Table.Column;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.run.Operations.Pools;
import lockstep.run.Out;
import lockstep.state.Course;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.Step;

/// What a run has left, as it is told before anybody decides about it.
final class LeftRun {
    private final Terminal terminal;
    private final RunRecord run;

    LeftRun(Terminal terminal, RunRecord run) {
        this.terminal = terminal;
        this.run = run;
    }

    /// @param pools as they are now
    void print(Pools pools, Instant now) {
        RunHead head = run.head();
        terminal.say("Run " + head.id() + " waits. " + ReportText.what(head) + ".");
        terminal.say(
                "Begun by %s %s ago, last worked on by %s %s ago.%s"
                        .formatted(
                                ReportText.shown(head.who()),
                                Words.duration(Duration.between(head.at(), now)),
                                ReportText.shown(run.lastWho()),
                                Words.duration(Duration.between(run.lastAt(), now)),
                                head.why().isEmpty()
                                        ? ""
                                        : " Why: " + ReportText.shown(head.why()) + "."));
        terminal.say("How it ended: " + HistoryCommand.end(run) + ".");
        table(pools);
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
                                                stands(story),
                                                outs.contains(name)
                                                        ? "OUT of its pools"
                                                        : unsure ? "unknown" : "in",
                                                kept(story))));
        table.print("");
        PoolTable.troubles(pools, terminal);
    }

    /// Where a node stands, in plain words.
    static String stands(NodeStory story) {
        return switch (story.state()) {
            case NodeState.Waiting _ -> "not begun";
            case NodeState.Done _ -> "done";
            case NodeState.AsBefore _ -> "as it was before the run";
            case NodeState.Left _ -> "a person has taken it over";
            case NodeState.Working(Step step) -> "stopped in " + step.words() + half(story);
            case NodeState.Between(Step last) -> "stopped after " + last.words() + half(story);
            case NodeState.Stuck(Step at, String _) -> "stopped in " + at.words() + half(story);
        };
    }

    private static String half(NodeStory story) {
        return !story.changed()
                ? ", not changed"
                : story.course() == Course.UNDO ? ", may be half undone" : ", may be half done";
    }

    private static String kept(NodeStory story) {
        return story.kept() ? "kept, can be undone" : story.changed() ? "NOT kept" : "";
    }
}
