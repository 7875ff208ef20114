package lockstep.snapshot;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a node keeps with a snapshot, for whoever finds it there.
///
/// @param who made it, as `user@host`
/// @param why in the operator's words; this and `who` are made visible, in 200 characters at most
/// @param digest rsync's name of the digest that `state` was made with, such as `xxh128`
/// @param state in hex, stands for the state of the tree
/// @param manifest SHA-256 in hex of the manifest's text
/// @param entries of the tree
/// @param bytes of its files
public record About(
        String who,
        Reason reason,
        String why,
        String digest,
        String state,
        String manifest,
        long entries,
        long bytes) {
    private static final List<String> KEYS =
            List.of("who", "reason", "why", "digest", "state", "manifest", "entries", "bytes");
    private static final Pattern DIGEST = Pattern.compile("[a-z0-9]{1,32}");
    private static final Pattern STATE = Pattern.compile("[0-9a-f]{1,128}");
    private static final Pattern MANIFEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    /// What a snapshot was made for.
    public enum Reason {
        /// A run that was about to change the node.
        RUN,
        /// The operator wanted it.
        HAND,
        /// It was time for one.
        SCHEDULE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Optional<Reason> of(String word) {
            for (Reason reason : values()) {
                if (reason.word().equals(word)) {
                    return Optional.of(reason);
                }
            }
            return Optional.empty();
        }
    }

    /// @throws IllegalArgumentException for a digest that is none, and for numbers below 0
    public About {
        who = OneLine.of(who);
        why = OneLine.of(why);
        boolean digests =
                DIGEST.matcher(digest).matches()
                        && STATE.matcher(state).matches()
                        && MANIFEST.matcher(manifest).matches();
        if (!digests || entries < 0 || bytes < 0) {
            throw new IllegalArgumentException("no digests, or numbers below 0");
        }
    }

    /// The form in which it is kept: a line of key and value each.
    public String text() {
        List<String> values =
                List.of(
                        who,
                        reason.word(),
                        why,
                        digest,
                        state,
                        manifest,
                        Long.toString(entries),
                        Long.toString(bytes));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < KEYS.size(); i++) {
            text.append(KEYS.get(i)).append(' ').append(values.get(i)).append('\n');
        }
        return text.toString();
    }

    /// Reads what [#text] gave; empty for anything else.
    public static Optional<About> parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != KEYS.size() + 1 || !lines[KEYS.size()].isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < KEYS.size(); i++) {
            String key = KEYS.get(i) + " ";
            if (!lines[i].startsWith(key)) {
                return Optional.empty();
            }
            lines[i] = lines[i].substring(key.length());
        }
        if (!NUMBER.matcher(lines[6]).matches() || !NUMBER.matcher(lines[7]).matches()) {
            return Optional.empty();
        }
        try {
            return Reason.of(lines[1])
                    .map(
                            reason ->
                                    new About(
                                            lines[0],
                                            reason,
                                            lines[2],
                                            lines[3],
                                            lines[4],
                                            lines[5],
                                            Long.parseLong(lines[6]),
                                            Long.parseLong(lines[7])))
                    .filter(about -> about.text().equals(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
