package lockstep.rsync;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import lockstep.tree.TreePath;
import lockstep.tree.Wildcard;

/// What the pattern of a filter rule matches, as rsync(1) says and as rsync does:
///
/// - one without a slash (but for one at its end) and without `**` is about the last part of a
///   name, any other about the whole name;
/// - that begins with a slash: about all of it. Else, with `**` in it, about all of it or all
///   behind one of its slashes; without, about as many of its last parts as the pattern has;
/// - `**` at its beginning may stand for nothing before a slash, `***` at its end for nothing
///   behind the slash of a directory;
/// - a slash at its end: about directories;
/// - where it holds none of `*`, `?` and `[`, a backslash is one.
///
/// Immutable.
final class FilterPattern {
    private final boolean negated;
    private final boolean directories;
    private final boolean lastPart;
    private final boolean beforeAll;
    private final boolean behindAll;
    private final boolean anySlash;
    private final int parts;
    private final byte[] literal;
    private final Wildcard wildcard;
    private final boolean wild;
    private final boolean never;
    private final boolean inDoubt;

    /// @param inDoubt what to say of a name of which it cannot be known
    FilterPattern(String written, boolean negated, boolean inDoubt) {
        this.negated = negated;
        this.inDoubt = inDoubt;
        directories = written.length() > 1 && written.endsWith("/");
        String text = directories ? written.substring(0, written.length() - 1) : written;
        boolean across = text.contains("**");
        boolean anchored = text.startsWith("/");
        int slashes = (int) text.chars().filter(c -> c == '/').count();
        wild = Wildcard.isIn(text);
        lastPart = slashes == 0 && !across;
        beforeAll = text.startsWith("**");
        behindAll = text.endsWith("***");
        anySlash = across && !anchored && !beforeAll;
        parts = anchored || across || lastPart ? 0 : slashes + 1;
        never = wild && endsInEscape(text);
        String rest = anchored ? text.substring(1) : text;
        literal = rest.getBytes(StandardCharsets.ISO_8859_1);
        wildcard = new Wildcard(rest);
    }

    private static boolean endsInEscape(String text) {
        int at = text.length();
        while (at > 0 && text.charAt(at - 1) == '\\') {
            at--;
        }
        return (text.length() - at) % 2 == 1;
    }

    /// Whether the rule is about this name.
    boolean applies(Name name) {
        if (directories && !name.directory) {
            return negated;
        }
        int from = lastPart ? name.last : beforeAll ? 0 : parts > 0 ? name.tail(parts) : 1;
        int to = behindAll && name.directory ? name.end + 1 : name.end;
        if (from < 0) {
            return negated;
        } else if (wild && wildcard.dependsOnPlace() && !name.isAscii()) {
            return inDoubt;
        }
        return matches(name.text, from, to) != negated;
    }

    private boolean matches(byte[] text, int from, int to) {
        if (!wild) {
            return Arrays.equals(text, from, to, literal, 0, literal.length);
        }
        return !never
                && (anySlash
                        ? wildcard.matchesFromAnySlash(text, from, to)
                        : wildcard.matches(text, from, to));
    }

    /// A name in a list, between two slashes: `text[1, end)`.
    static final class Name {
        final byte[] text = new byte[TreePath.MAX_LENGTH + 2];
        int end;
        int last;
        boolean directory;

        /// Takes the name `path[0, length)`.
        void set(byte[] path, int length, boolean folder) {
            text[0] = '/';
            System.arraycopy(path, 0, text, 1, length);
            end = length + 1;
            text[end] = '/';
            directory = folder;
            last = tail(1);
        }

        /// Where the last parts begin; negative where there are not so many.
        int tail(int parts) {
            int at = end;
            for (int i = 0; i < parts; i++) {
                if (at == 0) {
                    return -1;
                }
                at--;
                while (text[at] != '/') {
                    at--;
                }
            }
            return at + 1;
        }

        boolean isAscii() {
            for (int i = 1; i < end; i++) {
                if (text[i] < 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
