package lockstep.options;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `--info` asks for, topic by topic.
///
/// @param of the level of every topic that was named
/// @param unknown words that name no topic, as they were given, made harmless to print by whoever
///     prints them
/// @param help whether `help` was among the words
public record Levels(Map<Topic, Integer> of, List<String> unknown, boolean help) {
    /// Nothing was asked for.
    public static final Levels NONE = new Levels(Map.of(), List.of(), false);

    public Levels {
        of = Map.copyOf(of);
        unknown = List.copyOf(unknown);
    }

    /// Reads the text behind `--info=`: words with commas between them, each a topic in letters of
    /// either case and perhaps a level; `all` and `none` name every topic.
    public static Levels parse(String flags) {
        Map<Topic, Integer> levels = new EnumMap<>(Topic.class);
        List<String> unknown = new ArrayList<>();
        boolean help = false;
        for (String word : flags.split(",")) {
            String name = word.replaceFirst("[0-9]*$", "").toUpperCase(Locale.ROOT);
            int level = level(word.substring(name.length()));
            switch (name) {
                case "" -> {
                    if (!word.isEmpty()) {
                        unknown.add(word);
                    }
                }
                case "HELP" -> help = true;
                case "ALL" -> all(levels, level);
                case "NONE" -> all(levels, 0);
                default -> {
                    if (!named(levels, name, level)) {
                        unknown.add(word);
                    }
                }
            }
        }
        return new Levels(levels, unknown, help);
    }

    private static int level(String digits) {
        return digits.isEmpty() ? 1 : digits.length() > 1 ? 9 : Integer.parseInt(digits);
    }

    private static void all(Map<Topic, Integer> levels, int level) {
        for (Topic topic : Topic.values()) {
            levels.put(topic, Math.min(level, topic.most()));
        }
    }

    private static boolean named(Map<Topic, Integer> levels, String name, int level) {
        for (Topic topic : Topic.values()) {
            if (topic.name().equals(name)) {
                levels.put(topic, Math.min(level, topic.most()));
                return true;
            }
        }
        return false;
    }

    /// These, and then those: a topic that both name has the later level.
    public Levels and(Levels later) {
        Map<Topic, Integer> both = new EnumMap<>(Topic.class);
        both.putAll(of);
        both.putAll(later.of);
        List<String> strange = new ArrayList<>(unknown);
        strange.addAll(later.unknown);
        return new Levels(both, strange, help || later.help);
    }
}
