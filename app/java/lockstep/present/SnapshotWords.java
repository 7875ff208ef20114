package lockstep.present;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lockstep.fault.Visible;
import lockstep.run.SnapshotOperations.Soundness;
import lockstep.snapshot.About;
import lockstep.snapshot.Freed;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Space;
import lockstep.tree.TreePath;

/// What is said of snapshots and of rolling back to them.
public final class SnapshotWords {
    private static final int LONGEST = 200;
    private static final int MOST_DAMAGE = 6;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.UK);
    private static final DateTimeFormatter YEAR =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.UK);

    private SnapshotWords() {}

    /// A line of facts.
    public record Fact(String name, String value) {}

    /// `13:40` today, `28 Feb 13:40` this year, else with the year.
    public static String when(Instant at, Instant now) {
        ZonedDateTime local = at.atZone(ZoneId.systemDefault());
        LocalDate today = LocalDate.ofInstant(now, ZoneId.systemDefault());
        boolean day = local.toLocalDate().equals(today);
        boolean year = local.getYear() == today.getYear();
        return (day ? CLOCK : year ? DAY : YEAR).format(local);
    }

    /// The same of a moment; where its snapshots were made minutes apart, from when to when.
    public static String when(SnapshotChoice choice, Instant now) {
        String from = when(choice.at(), now);
        String until = when(choice.until(), now);
        return from.equals(until) ? from : Strings.text("snap.span", from, until);
    }

    /// What the primary button does, or that there is nothing to do.
    public static String confirm(RollbackModel model, Instant now) {
        List<String> nodes = model.asked().nodes();
        if (nodes.isEmpty()) {
            String all = RunWords.listed(model.nodes());
            if (model.differs()) {
                return Strings.text("snap.confirm.none", all);
            }
            List<String> untold = model.untold();
            return untold.isEmpty()
                    ? Strings.text("snap.confirm.same", all, when(model.choice(), now))
                    : Strings.text("snap.confirm.untold", RunWords.listed(untold));
        }
        return Strings.text(
                "snap.confirm",
                RunWords.listed(nodes),
                when(model.choice().of(nodes), now),
                sum(model.restored(), model.removed()));
    }

    /// `12 put back, 2 removed`.
    static String sum(long restored, long removed) {
        String back = Strings.text("snap.restored", Words.number(restored));
        String gone = Strings.text("snap.removed", Words.number(removed));
        return removed == 0 ? back : restored == 0 ? gone : back + ", " + gone;
    }

    /// The same for each node, where there are several.
    public static String totals(RollbackModel model) {
        if (model.nodes().size() < 2) {
            return "";
        }
        List<String> each =
                model.asked().targets().stream()
                        .map(
                                t ->
                                        Strings.text(
                                                "snap.node",
                                                t.node(),
                                                t.changes()
                                                        ? sum(t.restored(), t.removed())
                                                        : Strings.text("snap.as-then")))
                        .toList();
        return String.join(" \u00b7 ", each);
    }

    /// Why the button does nothing; empty when it does, or says so itself.
    public static String obstacle(RollbackModel model) {
        return switch (model.obstacle()) {
            case NONE, NOTHING -> "";
            case BATCHES_NOT_UNDERSTOOD -> Strings.text("plan.obstacle.BATCHES_NOT_UNDERSTOOD");
            case WAIT_NOT_UNDERSTOOD -> Strings.text("plan.obstacle.WAIT_NOT_UNDERSTOOD");
            case STAGED_IN_PART -> Strings.text("snap.staged-in-part");
            case IN_THE_WAY ->
                    Strings.text(
                            "snap.in-the-way", model.inTheWay().map(TreePath::visible).orElse(""));
            case REMOVALS_NOT_TYPED -> Strings.text("snap.unkept", Words.number(model.removed()));
        };
    }

    /// Which snapshot it is: `web2 at 13:40`.
    public static String title(SnapshotChoice choice, Instant now) {
        return Strings.text("snap.title", RunWords.listed(choice.nodes()), when(choice, now));
    }

    /// A mark of a timeline, as assistive technology says it.
    public static String spoken(SnapshotChoice choice, Instant now) {
        String good =
                Strings.text(
                        choice.isDamaged()
                                ? "snap.damaged.short"
                                : choice.isGood() ? "snap.good" : "snap.unproven");
        String pin = choice.isPinned() ? ", " + Strings.text("snap.pinned") : "";
        return title(choice, now) + ", " + good + pin;
    }

    /// What is known of a chosen moment.
    public static List<Fact> facts(SnapshotChoice choice, Instant now) {
        Kept first = choice.to().values().iterator().next();
        List<Fact> facts = new ArrayList<>();
        facts.add(
                fact(
                        "made",
                        Strings.text(
                                "snap.made.when",
                                choice.at().equals(choice.until())
                                        ? Words.moment(choice.at())
                                        : Strings.text(
                                                "snap.span",
                                                Words.moment(choice.at()),
                                                Words.moment(choice.until())),
                                Words.ago(java.time.Duration.between(choice.until(), now)))));
        first.about().ifPresent(about -> made(about, facts));
        facts.add(fact("method", Strings.text("snap.method." + first.method())));
        long entries = sum(choice, About::entries);
        long bytes = sum(choice, About::bytes);
        if (first.about().isPresent()) {
            facts.add(
                    fact(
                            "size",
                            Strings.text(
                                    "snap.size.of", Words.number(entries), Words.bytes(bytes))));
        } else {
            facts.add(fact("size", Strings.text("snap.size.unknown")));
        }
        facts.add(fact("state", state(choice)));
        pin(choice).ifPresent(why -> facts.add(fact("pin", why)));
        facts.add(
                fact(
                        "name",
                        choice.to().size() == 1
                                ? first.snapshot().name()
                                : Strings.text("snap.run", first.snapshot().run())));
        return facts;
    }

    /// Of which nodes nobody knows whether they have one of that moment.
    static Fact unseen(List<String> nodes) {
        return fact("unseen", RunWords.listed(nodes));
    }

    private static void made(About about, List<Fact> facts) {
        facts.add(fact("who", Visible.text(about.who(), LONGEST)));
        String reason = Strings.text("snap.reason." + about.reason());
        facts.add(
                fact(
                        "why",
                        about.why().isEmpty()
                                ? reason
                                : reason + ": " + Visible.text(about.why(), LONGEST)));
    }

    private static Fact fact(String key, String value) {
        return new Fact(Strings.text("snap.fact." + key), value);
    }

    private static long sum(SnapshotChoice choice, java.util.function.ToLongFunction<About> part) {
        return choice.to().values().stream()
                .flatMap(kept -> kept.about().stream())
                .mapToLong(part)
                .sum();
    }

    private static String state(SnapshotChoice choice) {
        if (choice.isDamaged()) {
            List<String> nodes =
                    choice.nodes().stream().filter(choice.damaged()::contains).toList();
            return Strings.text("snap.damaged.long", RunWords.listed(nodes));
        }
        return choice.isGood() ? good(choice) : Strings.text("snap.unproven.long");
    }

    private static String good(SnapshotChoice choice) {
        return choice.to().values().stream()
                .flatMap(kept -> kept.good().stream())
                .map(by -> Strings.text("snap.good.by", Visible.text(by, LONGEST)))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    private static Optional<String> pin(SnapshotChoice choice) {
        String why =
                choice.to().values().stream()
                        .flatMap(kept -> kept.pin().stream())
                        .map(pin -> Visible.text(pin, LONGEST))
                        .distinct()
                        .collect(Collectors.joining("\n"));
        return why.isEmpty() ? Optional.empty() : Optional.of(why);
    }

    /// What a snapshot of a node would take, or why it cannot be told.
    public static String space(String node, Space space) {
        String text =
                Strings.text(
                        "snap.space",
                        node,
                        Strings.text("snap.method." + space.method()),
                        Words.bytes(space.estimatedBytes()),
                        Words.bytes(space.freeBytes()));
        return space.lack().map(lack -> text + " " + Strings.text("snap.lack", lack)).orElse(text);
    }

    /// What checking came to.
    public static String soundness(List<Soundness> checked, Instant now) {
        return checked.stream()
                .map(
                        one ->
                                one.isSound()
                                        ? Strings.text(
                                                "snap.sound",
                                                one.node(),
                                                when(one.snapshot().at(), now),
                                                Words.number(one.entries()))
                                        : damage(one, now))
                .collect(Collectors.joining("\n"));
    }

    private static String damage(Soundness one, Instant now) {
        return Strings.text(
                "snap.damaged",
                one.node(),
                when(one.snapshot().at(), now),
                Words.number(one.count()),
                one.damage().stream()
                        .limit(MOST_DAMAGE)
                        .map(line -> Visible.text(line, LONGEST))
                        .collect(Collectors.joining("; ")));
    }

    /// What removing gives back, each node for itself.
    public static String freed(Map<String, Freed> freed) {
        return freed.entrySet().stream()
                .map(
                        e ->
                                Strings.text(
                                        "snap.freed." + e.getValue().certainty(),
                                        e.getKey(),
                                        Words.bytes(e.getValue().bytes())))
                .collect(Collectors.joining("\n"));
    }
}
