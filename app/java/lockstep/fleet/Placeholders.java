package lockstep.fleet;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills the places of an operator's command, such as `{node}`.
///
/// Each word stays one argument, whatever is filled in, and what was filled in is not looked at
/// again nor passes for an option. Braces around anything else stay as they are: they are the
/// command's own, as in `awk '{print}'`.
public final class Placeholders {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private Placeholders() {}

    /// @param values by the name of the place, without braces
    public static List<String> fill(List<String> words, Map<String, String> values) {
        return words.stream().map(word -> fill(word, values)).toList();
    }

    /// As [#fill(List, Map)], for one word.
    public static String fill(String word, Map<String, String> values) {
        String filled =
                PLACE.matcher(word)
                        .replaceAll(
                                place ->
                                        Matcher.quoteReplacement(
                                                values.getOrDefault(
                                                        place.group(1), place.group())));
        return filled.startsWith("-") && !word.startsWith("-") ? " " + filled : filled;
    }

    /// Whether `word` has one of these places, which are named without braces.
    static boolean has(String word, List<String> places) {
        return places.stream().anyMatch(place -> word.contains("{" + place + "}"));
    }
}
