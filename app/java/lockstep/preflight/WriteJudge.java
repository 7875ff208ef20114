package lockstep.preflight;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.plan.Plan;
import lockstep.plan.Plan.Action;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// Whether what the plan does to paths will be allowed on a target.
final class WriteJudge {
    /// Of a kind; [Script] looks no further.
    static final int ENOUGH = 20;

    private final Sight sight;
    private final List<Finding> found = new ArrayList<>();

    private WriteJudge(Sight sight) {
        this.sight = sight;
    }

    static List<Finding> of(Sight sight) {
        if (!sight.isTarget() || sight.answer().root() != Answer.Root.DIRECTORY) {
            return List.of();
        }
        WriteJudge judge = new WriteJudge(sight);
        judge.directories();
        judge.fixed();
        judge.foreign();
        judge.limits();
        return judge.found;
    }

    /// On a file system that is read-only, or a root that is shut, all the rest is no news.
    private void directories() {
        List<TreePath> shut = paths(sight.answer().shut());
        if (shut.isEmpty() || shut.contains(TreePath.ROOT) || sight.answer().isReadOnly()) {
            return;
        }
        found.add(
                sight.blocks(
                        Kind.WRITE,
                        "The plan writes in directories where %s may not: %s%s."
                                .formatted(sight.user(), Sight.named(shut), more(shut)),
                        "Give it the right to write there, use sudo for this node, or leave these"
                                + " rows out."));
    }

    private void fixed() {
        List<TreePath> fixed = paths(sight.answer().fixed());
        if (!fixed.isEmpty()) {
            found.add(
                    sight.blocks(
                            Kind.IMMUTABLE,
                            "Immutable, or only to be appended to, so that not even root can"
                                    + " change them: %s%s."
                                            .formatted(Sight.named(fixed), more(fixed)),
                            "Somebody wanted it so: ask who, then chattr -i (or -a), or leave these"
                                    + " rows out."));
        }
    }

    private static String more(List<TreePath> paths) {
        return paths.size() >= ENOUGH ? ", perhaps others" : "";
    }

    /// The owner alone may set modes and times, and so the times of the directories above what is
    /// written, which rsync puts back.
    private void foreign() {
        Optional<Plan.Target> plan = sight.target().flatMap(Work.Target::plan);
        if (plan.isEmpty() || sight.answer().isSuperuser()) {
            return;
        }
        Listing there = plan.orElseThrow().seen().target();
        Set<TreePath> set = new LinkedHashSet<>();
        for (Plan.Row row : plan.orElseThrow().rows()) {
            if (row.chosen()) {
                addAbove(row.path(), set);
                if (row.action() == Action.ATTRIBUTES) {
                    set.add(row.path());
                }
            }
        }
        List<TreePath> foreign =
                set.stream().filter(path -> isForeign(path, there)).sorted().toList();
        if (!foreign.isEmpty()) {
            found.add(
                    sight.blocks(
                            Kind.FOREIGN,
                            "Modes and times would have to be set that only their owner may set: "
                                    + Sight.named(foreign)
                                    + ". rsync would fail there, and the node not become identical.",
                            "Use sudo for this node, give these to "
                                    + sight.user()
                                    + ", or leave the rows out."));
        }
    }

    private static void addAbove(TreePath path, Set<TreePath> above) {
        for (TreePath p = path; !p.isRoot() && above.add(p.parent()); p = p.parent()) {
            // The walk ends where an earlier one has been.
        }
    }

    private boolean isForeign(TreePath path, Listing there) {
        int row = there.find(path);
        return row >= 0 && Integer.toUnsignedLong(there.uid(row)) != sight.answer().uid();
    }

    /// What was not looked at is said.
    private void limits() {
        if (sight.answer().attributes().equals("failed")) {
            found.add(
                    sight.warns(
                            Kind.IMMUTABLE,
                            "Immutable files could not be looked for: lsattr fails at the root.",
                            "Run it there to see why, or look yourself."));
        }
        if (sight.answer().attributes().equals("no")) {
            found.add(
                    sight.tells(
                            Kind.IMMUTABLE,
                            "Immutable files could not be looked for: there is no lsattr.",
                            "On Linux, install e2fsprogs; elsewhere look by ls -lO."));
        }
        List<TreePath> unread = paths(sight.answer().unread());
        if (!unread.isEmpty()) {
            found.add(
                    sight.tells(
                            Kind.IMMUTABLE,
                            "Immutable files could not be looked for among what lsattr cannot read: %s%s."
                                    .formatted(Sight.named(unread), more(unread)),
                            "Look as root, by lsattr -d, where you doubt it."));
        }
        if (sight.question().beyond() > 0) {
            found.add(
                    sight.warns(
                            Kind.WRITE,
                            "The right to write was looked at for the first %,d directories and"
                                            .formatted(Question.MOST_PATHS)
                                    + " entries of the plan only; for %,d it could not be."
                                            .formatted(sight.question().beyond()),
                            "Sync in parts where you doubt the rest."));
        }
    }

    private List<TreePath> paths(List<Integer> items) {
        return items.stream()
                .map(sight.question()::path)
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .toList();
    }
}
