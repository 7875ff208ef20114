package lockstep.rsync;

/// A pattern for one part of a path as rsync expands arguments: `*`, `?`, `[a-z]`, `[!a]`, and a
/// backslash before a character that means itself. Characters stand for bytes. A name that begins
/// with a dot is matched as any other.
///
/// Compares in time of pattern times name at most.
record Wildcard(String pattern) {
    boolean matches(String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            int next = p < pattern.length() ? step(p, name.charAt(n)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = ++p;
                resume = n;
            } else if (next >= 0) {
                p = next;
                n++;
            } else if (star >= 0) {
                p = star;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /// The place behind what matches `c` at `at`; negative where it does not match.
    private int step(int at, char c) {
        char first = pattern.charAt(at);
        return switch (first) {
            case '?' -> at + 1;
            case '[' -> set(at + 1, c);
            case '\\' -> {
                boolean last = at + 1 == pattern.length();
                char meant = last ? first : pattern.charAt(at + 1);
                yield meant == c ? at + (last ? 1 : 2) : -1;
            }
            default -> first == c ? at + 1 : -1;
        };
    }

    private int set(int from, char c) {
        int at = from;
        boolean negated = at < pattern.length() && "!^".indexOf(pattern.charAt(at)) >= 0;
        if (negated) {
            at++;
        }
        boolean found = false;
        int first = at;
        while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
            if (pattern.startsWith("[:", at) && pattern.indexOf(":]", at) > 0) {
                int end = pattern.indexOf(":]", at);
                found |= ofClass(pattern.substring(at + 2, end), c);
                at = end + 2;
                continue;
            }
            at += pattern.charAt(at) == '\\' && at + 1 < pattern.length() ? 1 : 0;
            char low = pattern.charAt(at);
            char high = low;
            if (at + 2 < pattern.length()
                    && pattern.charAt(at + 1) == '-'
                    && pattern.charAt(at + 2) != ']') {
                at += pattern.charAt(at + 2) == '\\' && at + 3 < pattern.length() ? 3 : 2;
                high = pattern.charAt(at);
            }
            found |= low <= c && c <= high;
            at++;
        }
        boolean closed = at < pattern.length();
        return closed && found != negated ? at + 1 : -1;
    }

    private static boolean ofClass(String name, char c) {
        boolean ascii = c < 0x80;
        return ascii
                && switch (name) {
                    case "alnum" -> Character.isLetterOrDigit(c);
                    case "alpha" -> Character.isLetter(c);
                    case "digit" -> Character.isDigit(c);
                    case "lower" -> Character.isLowerCase(c);
                    case "upper" -> Character.isUpperCase(c);
                    case "space" -> Character.isWhitespace(c);
                    case "blank" -> c == ' ' || c == '\t';
                    case "cntrl" -> Character.isISOControl(c);
                    case "punct" -> c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
                    case "print" -> c >= ' ' && c < 0x7f;
                    case "graph" -> c > ' ' && c < 0x7f;
                    case "xdigit" -> Character.digit(c, 16) >= 0;
                    default -> false;
                };
    }
}
