package lockstep.present;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import lockstep.plan.Caution;
import lockstep.plan.ChangeGuard;
import lockstep.plan.Guards;
import lockstep.plan.Plan;
import lockstep.preflight.Findings;
import lockstep.preflight.Weight;

/// What the plan says: the button that carries it out, the totals, the rows.
public final class PlanWords {
    /// More nodes than this are counted, not named.
    private static final int NAMED_AT_MOST = 3;

    private PlanWords() {}

    /// What a click on the button will do: `Sync 14 files to web2, then 2 to web3`.
    public static String confirm(PlanModel model) {
        PlanTotals totals = model.totals();
        boolean deletes =
                totals.deletions() > 0
                        && (model.deletionsApproved()
                                || totals.copies() == 0
                                || model.deletionsTickedProperty().get());
        if (totals.copies() == 0) {
            return deletes
                    ? named("plan.confirm.delete", model, PlanWords::deletions)
                    : Strings.text("plan.confirm.nothing");
        }
        String sync = named("plan.confirm.copy", model, PlanWords::copies);
        boolean staged = model.options().kindProperty().get().isStaged();
        String copy = staged ? Strings.text("plan.confirm.staged", sync) : sync;
        return deletes
                ? Strings.text("plan.confirm.both", copy, Words.number(totals.deletions()))
                : copy;
    }

    /// Why the button does nothing; empty when it does.
    public static String obstacle(PlanModel model) {
        PlanModel.Obstacle obstacle = model.obstacle();
        return switch (obstacle) {
            case NONE -> "";
            case CHANGES_NOT_TYPED ->
                    Strings.text("plan.obstacle." + obstacle, Words.number(model.changes()));
            default ->
                    Strings.text(
                            "plan.obstacle." + obstacle, Words.number(model.totals().deletions()));
        };
    }

    /// Why the number of changes has to be typed; empty where it need not.
    public static String changes(PlanModel model) {
        List<Guards.Tripped> guards = model.changeGuards();
        if (guards.isEmpty()) {
            return "";
        }
        String nodes = RunWords.listed(guards.stream().map(Guards.Tripped::node).toList());
        boolean small =
                model.checks().map(PlanChecks::cautions).orElse(List.of()).stream()
                        .anyMatch(c -> c.kind() == Caution.Kind.REFERENCE_SMALL);
        return Strings.text(
                one(small ? "plan.changes.small" : "plan.changes", model.changes()),
                Words.number(model.changes()),
                nodes,
                RunWords.percent(ChangeGuard.DEFAULT.percent() / 100.0),
                Words.number(ChangeGuard.DEFAULT.count()),
                model.reference());
    }

    /// What nodes and balancers say, in one line.
    public static String checks(PlanChecks checks) {
        return switch (checks.stateProperty().get()) {
            case PlanChecks.State.Checking _ -> Strings.text("plan.checks.checking");
            case PlanChecks.State.Failed(Problem problem) ->
                    Strings.text("plan.checks.failed", problem.where(), problem.what());
            case PlanChecks.State.Found(Findings found) -> {
                long warnings = found.count(Weight.WARNS) + checks.cautions().size();
                List<String> counts =
                        Stream.of(
                                        counted("BLOCKS", found.count(Weight.BLOCKS)),
                                        counted("WARNS", warnings),
                                        counted("TELLS", found.count(Weight.TELLS)))
                                .filter(text -> !text.isEmpty())
                                .toList();
                yield counts.isEmpty()
                        ? Strings.text("plan.checks.clear")
                        : Strings.text(
                                found.blocks() ? "plan.checks.blocked" : "plan.checks.free",
                                String.join(", ", counts));
            }
        };
    }

    private static String counted(String weight, long count) {
        return count == 0 ? "" : Strings.count("plan.checks." + weight, count);
    }

    /// What the tick for deletions approves.
    public static String deletions(PlanModel model) {
        PlanTotals totals = model.totals();
        if (totals.deletions() == 0) {
            return Strings.text("plan.deletions.none");
        }
        return Strings.text(
                one("plan.deletions", totals.deletions()),
                Words.number(totals.deletions()),
                model.reference(),
                Words.bytes(totals.freedBytes()));
    }

    /// What the present approval of deletions means.
    public static String deletionsNote(PlanModel model) {
        String count = Words.number(model.totals().deletions());
        if (!model.deletionsTickedProperty().get()) {
            return Strings.text(one("plan.deletions.stay", model.totals().deletions()), count);
        }
        String go =
                model.options().snapshotProperty().get()
                        ? "plan.deletions.go.kept"
                        : "plan.deletions.go";
        return model.deletionsApproved()
                ? Strings.text(go, count)
                : Strings.text(
                        "plan.deletions.guarded",
                        count,
                        Words.number(model.guard().count()),
                        RunWords.percent(model.guard().percent() / 100.0));
    }

    /// A line as assistive technology reads it.
    public static String spoken(PlanLine line) {
        String chosen = Strings.text("plan.chosen." + line.chosen());
        return switch (line) {
            case PlanLine.Node n -> Strings.text("plan.spoken.node", n.name(), tally(n), chosen);
            case PlanLine.Action a ->
                    Strings.text(
                            "plan.spoken.action",
                            action(a.group().action()),
                            a.group().node(),
                            tally(a.group()),
                            chosen);
            case PlanLine.Row r -> {
                Plan.Row row = r.group().row(r.position());
                yield Strings.text(
                        "plan.spoken.row",
                        row.path().visible(),
                        action(row.action()),
                        row.reason(),
                        chosen);
            }
        };
    }

    /// The name of an action.
    public static String action(Plan.Action action) {
        return Strings.text("plan.action." + action);
    }

    /// `12 of 40`, or `40` when all are chosen; what the filter hides is said too.
    public static String tally(PlanGroup group) {
        String tally = of(group.chosenCount(), group.size());
        return group.shownCount() == group.size()
                ? tally
                : Strings.text("plan.tally.shown", tally, Words.number(group.shownCount()));
    }

    /// The same over all actions of a node.
    public static String tally(PlanLine.Node node) {
        long all = node.groups().stream().mapToLong(PlanGroup::size).sum();
        return of(node.groups().stream().mapToLong(PlanGroup::chosenCount).sum(), all);
    }

    private static String of(long chosen, long all) {
        return chosen == all
                ? Words.number(all)
                : Strings.text("plan.tally.of", Words.number(chosen), Words.number(all));
    }

    /// `KEY` with the total and the nodes, each with its own count where the counts differ.
    private static String named(String key, PlanModel model, ToLongFunction<PlanLine.Node> count) {
        List<PlanLine.Node> busy =
                model.nodes().stream().filter(node -> count.applyAsLong(node) > 0).toList();
        long total = busy.stream().mapToLong(count).sum();
        long first = count.applyAsLong(busy.getFirst());
        if (busy.size() > NAMED_AT_MOST) {
            String where = Strings.text("plan.confirm.many." + manner(model), busy.size());
            return Strings.text(one(key, total), Words.number(total), where);
        }
        boolean equal = busy.stream().allMatch(node -> count.applyAsLong(node) == first);
        List<String> rest =
                busy.stream()
                        .skip(1)
                        .map(
                                n ->
                                        equal
                                                ? n.name()
                                                : Strings.text(
                                                        key + ".next",
                                                        Words.number(count.applyAsLong(n)),
                                                        n.name()))
                        .toList();
        String names = busy.getFirst().name() + following(rest, manner(model));
        return Strings.text(one(key, first), Words.number(first), names);
    }

    /// The second comes after the first; those behind it come after each other, or with it.
    private static String following(List<String> nodes, String manner) {
        String behind = Strings.text("plan.confirm.behind." + manner);
        return nodes.isEmpty()
                ? ""
                : Strings.text("plan.confirm.then." + manner) + String.join(behind, nodes);
    }

    /// In which order the nodes come.
    private static String manner(PlanModel model) {
        PlanOptions options = model.options();
        return options.kindProperty().get().isAtOnce()
                ? "AT_ONCE"
                : options.batchesProperty().get().name();
    }

    private static long copies(PlanLine.Node node) {
        return PlanTotals.of(node.groups()).copies();
    }

    private static long deletions(PlanLine.Node node) {
        return PlanTotals.of(node.groups()).deletions();
    }

    private static String one(String key, long count) {
        return key + (count == 1 ? ".one" : ".other");
    }
}
