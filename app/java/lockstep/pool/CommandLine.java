package lockstep.pool;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Visible;
import lockstep.fleet.Balancer;

/// Fills the places of an operator's command: `{node}`, `{backend}`, `{server}`, and for an order
/// `{who}`, `{why}` and `{until}`. Each word stays one argument, whatever is filled in, and what
/// was filled in is not looked at again nor passes for an option.
final class CommandLine {
    private static final Pattern PLACE = Pattern.compile("\\{(node|backend|server|who|why|until)}");

    /// The longest remark, in characters.
    private static final int MOST = 200;

    private CommandLine() {}

    static List<String> of(List<String> words, Balancer.Server server, Leave leave) {
        Map<String, String> values =
                Map.of(
                        "node", server.node(),
                        "backend", server.backend(),
                        "server", server.name(),
                        "who", Visible.text(leave.who(), MOST),
                        "why", Visible.text(leave.why(), MOST),
                        "until", leave.until().map(Object::toString).orElse(""));
        return words.stream().map(word -> filled(word, values)).toList();
    }

    private static String filled(String word, Map<String, String> values) {
        String filled =
                PLACE.matcher(word)
                        .replaceAll(
                                place ->
                                        Matcher.quoteReplacement(
                                                values.getOrDefault(
                                                        place.group(1), place.group())));
        return filled.startsWith("-") && !word.startsWith("-") ? " " + filled : filled;
    }
}
