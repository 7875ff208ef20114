package lockstep.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import lockstep.fault.FaultException;
import org.jspecify.annotations.Nullable;

/// What happened to a cluster, the newest first: its runs, its scans, and what people did besides.
/// What a run did step by step is no part of it, nor what balancers were told.
///
/// Read in pieces, so that whoever writes meanwhile waits little. Safe for use by many threads;
/// raises what [Journal] does.
public final class History {
    private static final int PIECE = 500;

    private static final String KINDS =
            """
            FROM entry AS one WHERE number IN (
                WITH RECURSIVE found (kind) AS (
                    SELECT min(kind) FROM entry WHERE cluster = ?1
                    UNION ALL
                    SELECT (SELECT min(kind) FROM entry WHERE cluster = ?1 AND kind > found.kind)
                      FROM found WHERE found.kind IS NOT NULL)
                SELECT (SELECT max(number) FROM entry WHERE cluster = ?1 AND kind = found.kind)
                  FROM found WHERE kind IS NOT NULL)
            """;
    private static final String BEFORE =
            """
            FROM entry WHERE cluster = ? AND kind = ? AND number < ?
            ORDER BY number DESC LIMIT ?
            """;

    /// What can be asked for.
    public enum Topic {
        /// A run that made nodes like another one.
        RUN,
        /// A run that brought nodes back to a snapshot.
        ROLLBACK,
        SCAN,
        /// Something became of a snapshot.
        SNAPSHOT,
        /// A person took a node out of its pools, or put it back.
        POOL,
        /// A person decided something.
        CHOICE,
        /// Written by a later version, and not understood by this one.
        OTHER;

        /// Empty for what is a part of something else.
        static Optional<Topic> of(Entry entry) {
            return Optional.ofNullable(
                    switch (entry.kind()) {
                        case RUN -> entry.what().endsWith(ROLLBACK.name()) ? ROLLBACK : RUN;
                        case SCAN -> SCAN;
                        case SNAPSHOT -> SNAPSHOT;
                        case OUT, BACK -> entry.run().isEmpty() ? POOL : null;
                        case CHOICE -> CHOICE;
                        case UNKNOWN -> OTHER;
                        case ORDER, TURN, MOVE, HOOK, FILE, RESULT, PROVEN -> null;
                    });
        }

        /// Whether the entries of a kind can be of one of these.
        private static boolean isAmong(Set<Topic> topics, Entry.Kind kind) {
            return switch (kind) {
                case RUN -> topics.contains(RUN) || topics.contains(ROLLBACK);
                case SCAN -> topics.contains(SCAN);
                case SNAPSHOT -> topics.contains(SNAPSHOT);
                case OUT, BACK -> topics.contains(POOL);
                case CHOICE -> topics.contains(CHOICE);
                case UNKNOWN -> topics.contains(OTHER);
                case ORDER, TURN, MOVE, HOOK, FILE, RESULT, PROVEN -> false;
            };
        }
    }

    /// What is asked for.
    ///
    /// @param since nothing that happened before
    /// @param before the number of an entry; nothing that was written from it on
    /// @param most so much at most
    public record Question(Set<Topic> topics, Instant since, long before, int most) {
        public Question {
            topics = Set.copyOf(topics);
        }

        /// The newest of everything.
        public static Question newest(int most) {
            return new Question(
                    EnumSet.allOf(Topic.class), Instant.EPOCH, Long.MAX_VALUE, Math.max(0, most));
        }
    }

    /// One thing that happened.
    ///
    /// @param entry with which it was written, or began
    /// @param run what became of it, for a run
    /// @param scan its figures; empty for anything else, and where this version cannot read them
    public record Event(
            Topic topic, Entry entry, Optional<RunRecord> run, Optional<ScanResult> scan) {}

    /// @param events the newest first
    /// @param hasOlder whether there is more of what was asked for
    public record Page(List<Event> events, boolean hasOlder) {
        public Page {
            events = List.copyOf(events);
        }
    }

    private final Pen pen;
    private final Runs runs;

    History(Pen pen, Runs runs) {
        this.pen = pen;
        this.runs = runs;
    }

    /// Some of what happened to a cluster.
    public Page page(String cluster, Question asked) throws FaultException {
        List<Entry> found = new ArrayList<>();
        for (Entry last : kinds(cluster)) {
            if (Topic.isAmong(asked.topics(), last.kind())) {
                List<Entry> ofKind = new ArrayList<>();
                walk(
                        cluster,
                        last.word(),
                        asked.before(),
                        entry -> {
                            boolean recent = !entry.at().isBefore(asked.since());
                            if (recent
                                    && Topic.of(entry)
                                            .filter(asked.topics()::contains)
                                            .isPresent()) {
                                ofKind.add(entry);
                            }
                            return recent && ofKind.size() <= asked.most();
                        });
                found.addAll(ofKind);
            }
        }
        found.sort(Comparator.comparingLong(Entry::number).reversed());
        List<Event> events = new ArrayList<>();
        for (Entry entry : found.subList(0, Math.min(found.size(), asked.most()))) {
            events.add(event(entry));
        }
        return new Page(events, found.size() > asked.most());
    }

    /// What grows whenever something happens to a cluster that [#page] would tell.
    public long latest(String cluster) throws FaultException {
        return kinds(cluster).stream()
                .filter(last -> changesAPage(last.kind()))
                .mapToLong(Entry::number)
                .max()
                .orElse(0);
    }

    private static boolean changesAPage(Entry.Kind kind) {
        return switch (kind) {
            case RUN, TURN, RESULT, SCAN, SNAPSHOT, OUT, BACK, CHOICE, UNKNOWN -> true;
            case ORDER, MOVE, HOOK, FILE, PROVEN -> false;
        };
    }

    /// A scan that can be read.
    public record Scan(Instant at, ScanResult result) {}

    /// Hears of each.
    @FunctionalInterface
    public interface Listener<T> {
        /// @return whether to go on
        boolean hears(T each);
    }

    /// Tells of the scans of a cluster, the newest first; those that this version cannot read are
    /// left out.
    public void scans(String cluster, Listener<Scan> listener) throws FaultException {
        walk(
                cluster,
                Entry.Kind.SCAN.name(),
                Long.MAX_VALUE,
                entry ->
                        result(entry)
                                .map(result -> listener.hears(new Scan(entry.at(), result)))
                                .orElse(true));
    }

    /// The last entry of every kind that there is of a cluster: found by a jump for each, however
    /// many entries there are.
    private List<Entry> kinds(String cluster) throws FaultException {
        return pen.read(table -> table.query(KINDS, cluster));
    }

    private void walk(String cluster, String kind, long before, Predicate<Entry> visitor)
            throws FaultException {
        long from = before;
        boolean more = true;
        while (more) {
            long end = from;
            List<Entry> piece = pen.read(table -> table.query(BEFORE, cluster, kind, end, PIECE));
            for (int i = 0; i < piece.size() && more; i++) {
                more = visitor.test(piece.get(i));
            }
            more = more && piece.size() == PIECE;
            from = piece.isEmpty() ? from : piece.getLast().number();
        }
    }

    private Event event(Entry entry) throws FaultException {
        Topic topic = Topic.of(entry).orElseThrow();
        @Nullable RunRecord run =
                topic == Topic.RUN || topic == Topic.ROLLBACK ? runs.begunBy(entry) : null;
        return new Event(topic, entry, Optional.ofNullable(run), result(entry));
    }

    private static Optional<ScanResult> result(Entry entry) {
        if (entry.kind() != Entry.Kind.SCAN) {
            return Optional.empty();
        }
        try {
            return Optional.of(ScanResult.of(entry.what(), entry.text()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
