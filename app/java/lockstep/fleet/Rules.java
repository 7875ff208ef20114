package lockstep.fleet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Filter rules in rsync's own text form: `- pattern` leaves out, `+ pattern` takes in, the first
/// match wins, a leading `/` is the root of the node and a trailing `/` means directories only.
///
/// Only these two kinds are accepted. The others of rsync(1) either read more files (`merge`,
/// `dir-merge`) or bind one side alone (`hide`, `show`, `protect`, `risk`), and then what a scan
/// calls identical would no longer be what a sync leaves alone.
public final class Rules {
    private static final Pattern ACCEPTED = Pattern.compile("[-+] \\S(.*\\S)?");
    private static final int MAX_BYTES = 4_000;

    private Rules() {}

    /// What most web applications keep in their tree without wanting it identical.
    public static List<String> suggested() {
        return List.of(
                "- /cache/",
                "- /tmp/",
                "- /sessions/",
                "- /var/cache/",
                "- /var/sessions/",
                "- .git/",
                "- *.swp");
    }

    /// Why `rule` is not accepted; empty when it is.
    public static Optional<String> problem(String rule) {
        if (rule.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("a rule holds a control character");
        }
        if (!ACCEPTED.matcher(rule).matches()) {
            return Optional.of(
                    "a rule is \"- pattern\" or \"+ pattern\", with one space between and none"
                            + " around");
        }
        return rule.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                ? Optional.of("a rule is longer than " + MAX_BYTES + " bytes")
                : Optional.empty();
    }
}
