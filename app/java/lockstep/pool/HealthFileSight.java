package lockstep.pool;

import java.util.Locale;
import java.util.OptionalLong;
import lockstep.fault.Visible;

/// What [HealthFileNode] saw of the file on one node, at one moment of the node's own clock.
///
/// @param age seconds since the file was put there, or taken away; empty where that cannot be told
/// @param aside whether a file that was taken away is kept beside it
/// @param text how it begins, untrusted; empty where it is no plain file
record HealthFileSight(Kind kind, OptionalLong age, boolean aside, String text) {
    /// How the text of our own files begins.
    static final String MARK = "Taken out of the load by Lockstep.";

    /// What is at the place.
    enum Kind {
        FILE,
        LINK,
        /// A directory or a device.
        OTHER,
        NONE,
        /// Not even its directory.
        NOWHERE,
        /// In a directory that the user that logs in may not search.
        HIDDEN
    }

    /// Reads what the program printed.
    ///
    /// @throws IllegalArgumentException when it is not that
    static HealthFileSight parse(String printed) {
        int text = printed.indexOf("\ntext\n");
        String head = text < 0 ? printed : printed.substring(0, text + 1);
        OptionalLong now = OptionalLong.empty();
        OptionalLong then = OptionalLong.empty();
        Kind kind = null;
        boolean aside = false;
        for (String line : head.lines().toList()) {
            String[] words = line.split(" ", 2);
            String value = words.length < 2 ? "" : words[1];
            switch (words[0]) {
                case "now" -> now = seconds(value);
                case "time" -> then = seconds(value);
                case "kind" -> kind = Kind.valueOf(value.toUpperCase(Locale.ROOT));
                case "aside" -> aside = true;
                default -> throw new IllegalArgumentException(Visible.text(line, 100));
            }
        }
        if (kind == null) {
            throw new IllegalArgumentException("it does not say what is there");
        }
        OptionalLong age =
                now.isPresent() && then.isPresent()
                        ? OptionalLong.of(now.getAsLong() - then.getAsLong())
                        : OptionalLong.empty();
        return new HealthFileSight(
                kind, age, aside, text < 0 ? "" : printed.substring(text + "\ntext\n".length()));
    }

    private static OptionalLong seconds(String digits) {
        return digits.matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    /// Whether something is there that a health endpoint would see.
    boolean present() {
        return kind == Kind.FILE || kind == Kind.LINK || kind == Kind.OTHER;
    }

    /// Whether the file may be removed: it was made here, or says nothing.
    boolean ours() {
        return kind == Kind.FILE && (text.isBlank() || text.startsWith(MARK));
    }

    /// What it says, in one line made visible.
    String told() {
        return Visible.text(String.join("; ", text.strip().lines().toList()), 300);
    }
}
