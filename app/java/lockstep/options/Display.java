package lockstep.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What is to be printed about a relay: what the options of rsync(1) that concern its output come
/// to.
///
/// @param verbosity how many times `-v` was given
/// @param human level of `--human-readable`, from 0 (digits alone) to 3 (units of 1024); 1 without
///     the option, and one more for each `-h`
/// @param outFormat of `--out-format`, or of nothing
/// @param levels of `--info`
/// @param shows the rest
public record Display(
        int verbosity, int human, Optional<String> outFormat, Levels levels, Set<Show> shows) {
    /// What rsync prints when it is asked for nothing: trouble alone.
    public static final Display PLAIN = new Display(0, 1, Optional.empty(), Levels.NONE, Set.of());

    private static final String ITEMIZED = "%i %n%L";
    private static final String NAMED = "%n%L";
    private static final int MOST_HUMAN = 3;

    /// What is shown or is not, or is the case.
    public enum Show {
        /// `-q`: nothing but trouble.
        QUIET,
        /// `-i`: how every item changes.
        ITEMIZED,
        /// `-ii`: also those that don't change.
        ITEMIZED_ALL,
        /// `--stats`.
        STATS,
        /// `--progress`, `-P`.
        PROGRESS,
        /// `-8`: bytes above 127 go out as they are.
        EIGHT_BIT,
        /// Times of change are kept (`-t`), so `%i` says `t` of one that differs, and not `T`.
        TIMES_KEPT
    }

    public Display {
        shows = Set.copyOf(shows);
        human = Math.clamp(human, 0, MOST_HUMAN);
    }

    /// Whether this is shown.
    public boolean shows(Show show) {
        return shows.contains(show);
    }

    /// How much is told about a topic: what `--info` says, or else what the other options imply.
    public int level(Topic topic) {
        if (shows(Show.QUIET)) {
            return 0;
        }
        Integer asked = levels.of().get(topic);
        return asked != null ? asked : Math.max(topic.at(verbosity), implied(topic));
    }

    private int implied(Topic topic) {
        return switch (topic) {
            case NAME ->
                    shows(Show.PROGRESS) || shows(Show.ITEMIZED) || outFormat.isPresent() ? 1 : 0;
            case PROGRESS -> shows(Show.PROGRESS) ? 1 : 0;
            case FLIST -> shows(Show.PROGRESS) ? 2 : 0;
            case STATS -> shows(Show.STATS) ? verbosity > 1 ? 3 : 2 : 0;
            default -> 0;
        };
    }

    /// The format of an item's line; empty when items are not told.
    public Optional<String> format() {
        if (shows(Show.QUIET)) {
            return Optional.empty();
        }
        if (outFormat.isPresent()) {
            return outFormat;
        }
        if (shows(Show.ITEMIZED) || shows(Show.ITEMIZED_ALL)) {
            return Optional.of(ITEMIZED);
        }
        return level(Topic.NAME) > 0 ? Optional.of(NAMED) : Optional.empty();
    }

    /// Whether items are told that don't change: with `%i`. Without it the target says so itself.
    boolean tellsUnchanged() {
        return shows(Show.ITEMIZED_ALL) || level(Topic.NAME) > 1;
    }

    /// The words for the source's rsync, so that it says what only it can know.
    public List<String> sourceWords() {
        List<String> words = new ArrayList<>();
        if (verbosity > 0) {
            words.add("-" + "v".repeat(verbosity));
        }
        if (!levels.of().isEmpty()) {
            StringBuilder flags = new StringBuilder();
            for (Map.Entry<Topic, Integer> e : new TreeMap<>(levels.of()).entrySet()) {
                flags.append(flags.isEmpty() ? "" : ",").append(e.getKey()).append(e.getValue());
            }
            words.add("--info=" + flags);
        }
        return words;
    }

    /// The words for the target's rsync: also that items are told that are not told without.
    public List<String> targetWords() {
        List<String> words = new ArrayList<>(sourceWords());
        if (shows(Show.STATS)) {
            words.add("--stats");
        }
        Optional<LineFormat> line = format().map(LineFormat::new);
        if (shows(Show.ITEMIZED_ALL)) {
            words.add("--log-format=%i%I");
        } else if (line.filter(f -> f.has("i")).isPresent()) {
            words.add("--log-format=%i");
        } else if (line.filter(f -> f.has("o")).isPresent()) {
            words.add("--log-format=%o");
        } else if (line.isPresent() && verbosity == 0) {
            words.add("--log-format=X");
        }
        return words;
    }
}
