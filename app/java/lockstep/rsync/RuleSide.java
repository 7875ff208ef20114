package lockstep.rsync;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which end a filter rule is for. rsync's own client tells each end the rules of its side only; a
/// server does not ask, and would hide what it was told to protect.
///
/// A rule begins with its kind, as a sign or a word, then modifiers, then a space or an underscore
/// and the pattern. Hiding, showing and the modifier `s` are the sender's; protecting, risking and
/// the modifier `r` the receiver's.
enum RuleSide {
    SENDER(Pattern.compile("([HS]|hide\\b|show\\b).*|([-+],?|(ex|in)clude,)[^ _r]*s[^ _r]*[ _].*")),
    RECEIVER(
            Pattern.compile(
                    "([PR]|protect\\b|risk\\b).*|([-+],?|(ex|in)clude,)[^ _s]*r[^ _s]*[ _].*"));

    private final Pattern own;

    RuleSide(Pattern own) {
        this.own = own;
    }

    /// The rules that this end is to hear, in their order.
    List<byte[]> of(List<byte[]> rules) {
        Pattern others = (this == SENDER ? RECEIVER : SENDER).own;
        return rules.stream().filter(rule -> !isOf(others, rule)).toList();
    }

    private static boolean isOf(Pattern side, byte[] rule) {
        Matcher matcher = side.matcher(new String(rule, StandardCharsets.ISO_8859_1));
        return matcher.lookingAt();
    }
}
