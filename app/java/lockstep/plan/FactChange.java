package lockstep.plan;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import lockstep.plan.EntryFacts.Owner;
import lockstep.tree.Kind;
import org.jspecify.annotations.Nullable;

/// In words, in what an entry is no longer what it was on the same node.
///
/// @param then the facts that differ, as they were
/// @param now the same facts, as they are
record FactChange(String then, String now) {
    static final String ABSENT = "not there";

    /// Whether times count. Those of a target's directories do not: they change with what is put
    /// into them.
    enum Times {
        ALL,
        NOT_OF_DIRECTORIES
    }

    /// Empty where nothing differs.
    static Optional<FactChange> between(
            @Nullable EntryFacts then, @Nullable EntryFacts now, Times times) {
        if (then == null || now == null || then.kind() != now.kind()) {
            return then == null && now == null
                    ? Optional.empty()
                    : Optional.of(new FactChange(described(then), described(now)));
        }
        StringJoiner was = new StringJoiner(", ");
        StringJoiner is = new StringJoiner(", ");
        boolean timed = times == Times.ALL || !then.isDirectory();
        for (Fact fact : facts(then, now)) {
            if (fact.differs && (timed || !fact.isTime)) {
                was.add(fact.then);
                is.add(fact.now);
            }
        }
        return was.length() == 0
                ? Optional.empty()
                : Optional.of(new FactChange(was.toString(), is.toString()));
    }

    private record Fact(boolean differs, boolean isTime, String then, String now) {
        static Fact of(boolean differs, String then, String now) {
            return new Fact(differs, false, then, now);
        }
    }

    private static List<Fact> facts(EntryFacts then, EntryFacts now) {
        boolean sized = then.bytes() != now.bytes();
        boolean linked = !Objects.equals(then.link(), now.link());
        boolean coded = then.device() != now.device();
        boolean digested = !Objects.equals(then.digest(), now.digest());
        boolean moded = then.permissions() != now.permissions();
        return List.of(
                Fact.of(sized, bytes(then), bytes(now)),
                Fact.of(linked, described(then), described(now)),
                Fact.of(coded, "device " + device(then), "device " + device(now)),
                Fact.of(digested, content(then), content(now)),
                Fact.of(moded, "mode " + octal(then), "mode " + octal(now)),
                Fact.of(
                        !then.user().equals(now.user()),
                        "user " + owner(then.user()),
                        "user " + owner(now.user())),
                Fact.of(
                        !then.group().equals(now.group()),
                        "group " + owner(then.group()),
                        "group " + owner(now.group())),
                new Fact(
                        !then.sameTime(now),
                        true,
                        "modified " + PlanWords.time(then.seconds(), then.nanos()),
                        "modified " + PlanWords.time(now.seconds(), now.nanos())));
    }

    static String described(@Nullable EntryFacts facts) {
        if (facts == null) {
            return ABSENT;
        }
        return switch (facts.kind()) {
            case FILE -> "a file of " + bytes(facts);
            case SYMLINK -> "a link to " + facts.link();
            case DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET ->
                    "a " + word(facts.kind());
        };
    }

    private static String word(Kind kind) {
        return PlanWords.of(kind).replace('-', ' ');
    }

    private static String bytes(EntryFacts facts) {
        return String.format(Locale.ROOT, "%,d bytes", facts.bytes());
    }

    private static String content(EntryFacts facts) {
        return facts.digest() == null ? "content not read" : "content " + facts.digest();
    }

    private static String device(EntryFacts facts) {
        return PlanWords.device(facts.device());
    }

    private static String octal(EntryFacts facts) {
        return PlanWords.octal(facts.permissions());
    }

    private static String owner(Owner owner) {
        String number = Integer.toUnsignedString(owner.id());
        return owner.name() == null ? number : number + " (" + owner.name() + ")";
    }
}
