package lockstep.rsync;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import lockstep.tree.Kind;
import lockstep.tree.TreePath;

/// A rule that leaves out what somebody points at, as a cluster file can hold it: one line of UTF-8
/// without control characters and with no space at its ends.
///
/// rsync takes a backslash for itself in a rule without wildcards, and for an escape in one that
/// has any; so names are escaped only where a wildcard is in the rule.
///
/// @param text the rule
/// @param exact false where a character that the file cannot hold became a `?`, which stands for
///     any other as well
public record IgnoreRule(String text, boolean exact) {
    private static final char NOT_WRITABLE = 0;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    /// How much is left out.
    public enum Reach {
        /// This path alone, and what is below it.
        PATH,
        /// Everything of that name, wherever it is.
        NAME,
        /// Every file whose name ends like this one's.
        EXTENSION,
        /// What is in this directory, but not the directory.
        CONTENTS
    }

    /// The rule for a path; empty where it has nothing of that kind: the root has contents alone,
    /// only a file an extension, and only a directory contents.
    public static Optional<IgnoreRule> of(TreePath path, Kind kind, Reach reach) {
        boolean directory = kind == Kind.DIRECTORY;
        String end = directory ? "/" : "";
        return switch (reach) {
            case PATH -> path.isRoot() ? Optional.empty() : rule("/", path.toBytes(), end);
            case NAME -> path.isRoot() ? Optional.empty() : rule("", path.name(), end);
            case EXTENSION -> directory ? Optional.empty() : extension(path.name());
            case CONTENTS ->
                    !directory
                            ? Optional.empty()
                            : path.isRoot()
                                    ? rule("/*", new byte[0], "")
                                    : rule("/", path.toBytes(), "/*");
        };
    }

    /// What is behind the last dot, with it; a name that begins with its only dot has none.
    private static Optional<IgnoreRule> extension(byte[] name) {
        for (int i = name.length - 2; i > 0; i--) {
            if (name[i] == '.') {
                return rule("*", Arrays.copyOfRange(name, i, name.length), "");
            }
        }
        return Optional.empty();
    }

    private static Optional<IgnoreRule> rule(String front, byte[] name, String end) {
        String text = writable(name);
        boolean spacedFront = front.isEmpty() && text.startsWith(" ");
        boolean spacedEnd = end.isEmpty() && text.endsWith(" ");
        boolean exact = text.indexOf(NOT_WRITABLE) < 0;
        boolean wild = !exact || spacedFront || spacedEnd || ExactRules.isWild(front + text + end);
        StringBuilder rule = new StringBuilder("- ").append(front);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == NOT_WRITABLE) {
                rule.append('?');
            } else if (spacedFront && i == 0 || spacedEnd && i == text.length() - 1) {
                rule.append("[ ]");
            } else {
                rule.append(wild && ExactRules.isEscaped(c) ? "\\" : "").append(c);
            }
        }
        return Optional.of(new IgnoreRule(rule.append(end).toString(), exact));
    }

    /// The name as text, with a mark for every byte of what a cluster file cannot hold.
    private static String writable(byte[] name) {
        StringBuilder text = new StringBuilder();
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
            decoded.codePoints().forEach(c -> append(text, c));
        } catch (CharacterCodingException _) {
            for (byte b : name) {
                append(text, b < 0 ? NOT_WRITABLE : b);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int c) {
        if (Character.isISOControl(c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR) {
            int bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            text.repeat(NOT_WRITABLE, bytes);
        } else {
            text.appendCodePoint(c);
        }
    }
}
