package lockstep.present;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lockstep.fault.Visible;
import lockstep.journal.RunRecord;
import lockstep.run.Left;

/// What is said of a run that waits for a person, or that another console holds.
public final class LeftWords {
    private static final int LONGEST = 200;

    private LeftWords() {}

    /// Which run it is.
    public static String title(Left left) {
        return Strings.text(
                "left.title",
                left.head().id(),
                Visible.text(left.head().who(), LONGEST),
                moment(left.head().at()));
    }

    private static String moment(Instant at) {
        return DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH)
                .format(at.atZone(ZoneId.systemDefault()));
    }

    /// Where its nodes stand, those that stand alike together.
    ///
    /// @param out the nodes that are out of their pools
    public static String nodes(Left left, Set<String> out) {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        for (Left.Node node : left.nodes()) {
            String stands =
                    out.contains(node.name())
                            ? Strings.text("left.out", node.stands())
                            : node.stands();
            alike.computeIfAbsent(stands, _ -> new ArrayList<>()).add(node.name());
        }
        return alike.entrySet().stream()
                .map(
                        each ->
                                Strings.text(
                                        "left.node",
                                        RunWords.listed(each.getValue()),
                                        each.getKey()))
                .collect(Collectors.joining("\n"));
    }

    /// Why it stopped.
    public static String why(Left left) {
        return left.why().isEmpty()
                ? ""
                : Strings.text("left.why", Visible.text(left.why(), LONGEST));
    }

    /// Why it could not be left.
    public static String unseen(LeftModel.Unseen node) {
        return Strings.text(
                "left.unseen.why", node.node(), Visible.text(node.problem().what(), LONGEST));
    }

    /// Which run another console holds.
    public static String held(RunRecord run) {
        return Strings.text(
                "held.title." + run.hand(),
                run.head().id(),
                Visible.text(run.head().who(), LONGEST),
                moment(run.head().at()));
    }

    /// Who was last heard of there, and when.
    public static String heldBy(RunRecord run) {
        return Strings.text(
                "held.last", Visible.text(run.lastWho(), LONGEST), moment(run.lastAt()));
    }

    /// What finishing it does, or why that cannot be.
    public static String finish(Left left) {
        return left.damage().isPresent()
                ? Strings.text("left.damaged")
                : Strings.text("left.finish.text", RunWords.listed(left.toFinish()));
    }

    /// What undoing it does, or why that cannot be.
    public static String undo(Left left) {
        if (left.damage().isPresent()) {
            return Strings.text("left.damaged");
        }
        return left.isUndoable()
                ? Strings.text("left.undo.text", RunWords.listed(left.toUndo()))
                : Strings.text("left.unkept");
    }

    /// What undoing one node does, or why that cannot be.
    public static String undo(Left.Node node) {
        return node.isUndoable()
                ? Strings.text("left.undo.node.text", node.name())
                : Strings.text("left.unkept.node", node.name());
    }

    /// What leaving it does.
    public static String leave(Left left) {
        List<String> stuck =
                left.nodes().stream().filter(Left.Node::isStuck).map(Left.Node::name).toList();
        return stuck.isEmpty()
                ? Strings.text("left.leave.none")
                : Strings.text("left.leave.text", RunWords.listed(stuck));
    }
}
