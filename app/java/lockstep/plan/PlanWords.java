package lockstep.plan;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lockstep.fault.Visible;
import lockstep.plan.EntryFacts.Owner;
import lockstep.plan.Plan.Action;
import lockstep.plan.PlanHeader.Place;
import lockstep.tree.Kind;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// The words of a saved plan: each value as a person reads it and in one way only, so that what
/// was read is sound where it gives the same words again ([PlanParser]).
final class PlanWords {
    static final String FIRST = "lockstep plan 1";
    static final String BY_DIGEST = "by content ";
    static final String BY_FACTS = "by size, time and attributes";
    static final String RULE = "rule ";
    static final String REFERENCE = "reference ";
    static final String TARGET = "target ";
    static final String BACK = "back to ";
    static final String ADDRESS = "  address ";
    static final String ROOT = "  root ";
    static final String SUDO_ROOT = "  sudo root ";
    static final String BECAUSE = "  because ";
    static final String SOURCE_HAS = "  source ";
    static final String TARGET_HAS = "  target ";
    static final String DIGEST = "sha256 ";
    static final String ABSENT = "absent";

    /// What stands for a space in a name among other words; [Visible] never gives it.
    static final char SPACE = '␠';

    /// What a four-digit year can express.
    static final long FIRST_SECOND = -62_167_219_200L;

    static final long LAST_SECOND = 253_402_300_799L;

    private PlanWords() {}

    /// The lines above the rows.
    static List<String> head(PlanHeader header) {
        List<String> lines = new ArrayList<>();
        lines.add(FIRST);
        lines.add("cluster " + quoted(header.cluster()));
        lines.add(header.isByContent() ? BY_DIGEST + header.digest() : BY_FACTS);
        header.rules().forEach(rule -> lines.add(RULE + quoted(rule)));
        place(REFERENCE, header.reference(), lines);
        lines.add("targets " + header.targets().size());
        header.targets().forEach(place -> place(TARGET, place, lines));
        return lines;
    }

    private static void place(String word, Place place, List<String> lines) {
        place.snapshot().ifPresent(from -> lines.add(back(from)));
        lines.add(word + quoted(place.node()));
        lines.add(ADDRESS + quoted(place.address()));
        lines.add((place.sudo() ? SUDO_ROOT : ROOT) + quoted(place.root()));
    }

    static String back(PlanHeader.Source from) {
        return BACK + from.name() + " " + from.manifest();
    }

    /// The line above the rows of a node.
    static String on(String node, long rows) {
        return "on " + quoted(node) + " " + rows;
    }

    /// The lines of a row.
    static List<String> of(SavedRow saved) {
        Plan.Row row = saved.row();
        return List.of(
                word(row.action())
                        + (row.chosen() ? " chosen " : " left-out ")
                        + row.bytes()
                        + " "
                        + quoted(row.path()),
                BECAUSE + quoted(row.reason()),
                SOURCE_HAS + of(saved.source()),
                TARGET_HAS + of(saved.target()));
    }

    static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    static String of(Kind kind) {
        return switch (kind) {
            case FILE -> "file";
            case DIRECTORY -> "directory";
            case SYMLINK -> "link";
            case CHARACTER_DEVICE -> "character-device";
            case BLOCK_DEVICE -> "block-device";
            case FIFO -> "named-pipe";
            case SOCKET -> "socket";
        };
    }

    static String of(@Nullable EntryFacts facts) {
        if (facts == null) {
            return ABSENT;
        }
        List<String> words = new ArrayList<>();
        words.add(of(facts.kind()));
        words.add(octal(facts.permissions()));
        words.add(of(facts.user()));
        words.add(of(facts.group()));
        words.add(time(facts.seconds(), facts.nanos()));
        if (facts.isFile()) {
            words.add(Long.toString(facts.bytes()));
        }
        if (facts.digest() != null) {
            words.add(facts.digest());
        }
        if (facts.device() != 0) {
            words.add(device(facts.device()));
        }
        if (facts.link() != null) {
            words.add("\"" + facts.link() + "\"");
        }
        return String.join(" ", words);
    }

    private static String of(Owner owner) {
        String id = Integer.toUnsignedString(owner.id());
        String name = owner.name();
        return name == null ? id : id + "=" + shown(name).replace(' ', SPACE);
    }

    static String octal(int permissions) {
        return String.format(Locale.ROOT, "%04o", permissions);
    }

    static String device(long numbers) {
        return (numbers >>> 32) + ":" + (numbers & 0xffffffffL);
    }

    /// `2026-11-23T01:02:03.000000004Z`, without nanoseconds where they are not known;
    /// `@SECONDS` where no year of four digits can express it.
    static String time(long seconds, int nanos) {
        String fraction = nanos == 0 ? "" : String.format(Locale.ROOT, ".%09d", nanos);
        return seconds < FIRST_SECOND || seconds > LAST_SECOND
                ? "@" + seconds + fraction
                : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                                Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC))
                        + fraction
                        + "Z";
    }

    static String quoted(TreePath path) {
        return "\"" + path.visible() + "\"";
    }

    static String quoted(String text) {
        return "\"" + shown(text) + "\"";
    }

    private static String shown(String text) {
        return Visible.bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// What the rows of a node come to.
    static final class Totals {
        private final Map<Action, Long> counts = new EnumMap<>(Action.class);
        private long leftOut;
        private long bytes;

        void add(Plan.Row row) {
            if (!row.chosen()) {
                leftOut++;
                return;
            }
            counts.merge(row.action(), 1L, Long::sum);
            bytes += row.action() == Action.DELETE ? 0 : row.bytes();
        }

        /// The line below the rows of a node.
        String line() {
            List<String> parts = new ArrayList<>();
            for (Action action : Action.values()) {
                parts.add(word(action) + " " + counts.getOrDefault(action, 0L));
            }
            return "  together "
                    + String.join(", ", parts)
                    + ", left out "
                    + leftOut
                    + "; at most "
                    + bytes
                    + " bytes to send";
        }
    }
}
