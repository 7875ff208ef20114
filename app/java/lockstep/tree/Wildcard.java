package lockstep.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A pattern as rsync's arguments and filter rules have it: `*` for any part of a name, `**` also
/// across slashes, `?` for a character but a slash, a [CharacterSet], and a backslash before a
/// character that means itself. Characters stand for bytes. A name that begins with a dot is
/// matched as any other.
///
/// A part of a path has at most 255 bytes, so names and patterns that are made to be slow cost 255
/// times the length of both at most. Immutable.
public final class Wildcard {
    private static final int ANY = 256;
    private static final int PART = 257;
    private static final int PATH = 258;
    private static final int FIRST_SET = 259;

    private final int[] tokens;
    private final List<CharacterSet> sets = new ArrayList<>();
    private final boolean never;

    /// @param pattern with a character a byte, as ISO 8859-1; a broken one matches nothing
    public Wildcard(String pattern) {
        int[] read = new int[pattern.length()];
        int count = 0;
        int at = 0;
        boolean broken = false;
        while (at < pattern.length() && !broken) {
            char c = pattern.charAt(at++);
            switch (c) {
                case '?' -> read[count++] = ANY;
                case '*' -> {
                    boolean across = pattern.startsWith("*", at);
                    while (pattern.startsWith("*", at)) {
                        at++;
                    }
                    read[count++] = across ? PATH : PART;
                }
                case '[' -> {
                    CharacterSet set = CharacterSet.read(pattern, at);
                    broken = set == null;
                    if (set != null) {
                        read[count++] = FIRST_SET + sets.size();
                        sets.add(set);
                        at = set.end();
                    }
                }
                case '\\' -> read[count++] = at < pattern.length() ? pattern.charAt(at++) : c;
                default -> read[count++] = c;
            }
        }
        tokens = Arrays.copyOf(read, count);
        never = broken;
    }

    /// Whether there is anything in it that does not mean itself.
    public static boolean isIn(String pattern) {
        return pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /// Whether what it matches beyond ASCII depends on where it is used.
    public boolean dependsOnPlace() {
        return sets.stream().anyMatch(CharacterSet::named);
    }

    /// Whether it matches all of `text[from, to)`.
    public boolean matches(byte[] text, int from, int to) {
        return matches(text, from, to, false);
    }

    /// Whether it matches `text[from, to)`, or all of that behind any slash in it.
    public boolean matchesFromAnySlash(byte[] text, int from, int to) {
        return matches(text, from, to, true);
    }

    /// Goes on, where it fails, behind the last `*`, then behind the last `**`, then behind the
    /// next slash. Those before the last need no other try: what they took was the least they
    /// could, and the last one can take the rest; so can a `**` what is before a later slash.
    private boolean matches(byte[] text, int from, int to, boolean anySlash) {
        int p = 0;
        int at = from;
        int behindPart = -1;
        int part = from;
        int behindPath = -1;
        int path = from;
        int slash = anySlash && !never ? from : to;
        while (!never) {
            int token = p < tokens.length ? tokens[p] : -1;
            if (token == PART) {
                behindPart = ++p;
                part = at;
            } else if (token == PATH) {
                behindPath = ++p;
                path = at;
                behindPart = -1;
                slash = to;
            } else if (token >= 0 && at < to && takes(token, text[at] & 0xff)) {
                p++;
                at++;
            } else if (token < 0 && (at == to || p == behindPath)) {
                return true;
            } else if (behindPart >= 0 && part < to && text[part] != '/') {
                p = behindPart;
                at = ++part;
            } else if (behindPath >= 0 && path < to) {
                p = behindPath;
                at = ++path;
                behindPart = -1;
            } else {
                slash = after(text, slash, to);
                if (slash >= to) {
                    return false;
                }
                p = 0;
                at = slash;
                behindPart = -1;
            }
        }
        return false;
    }

    private boolean takes(int token, int c) {
        return token < ANY
                ? token == c
                : c != '/' && (token == ANY || sets.get(token - FIRST_SET).holds(c));
    }

    /// The place behind the next slash, or the end.
    private static int after(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != '/') {
            at++;
        }
        return Math.min(to, at + 1);
    }
}
