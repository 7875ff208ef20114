package lockstep.tree;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// A set of characters in a pattern: `[a-z]`, `[!a]` or `[^a]` for all others, `[[:digit:]]`, with
/// a backslash before a character that means itself. A `]` that stands first is one of the set.
/// Characters stand for bytes; no set holds a slash.
///
/// @param end behind its closing bracket
/// @param named whether it names a class of characters, which beyond ASCII depends on where the
///     pattern is used
record CharacterSet(BitSet held, int end, boolean named) {
    private static final int ALL = 256;

    boolean holds(int c) {
        return held.get(c);
    }

    /// Reads the set behind an opening bracket; null where it does not end or names an unknown
    /// class: such a pattern matches nothing.
    static @Nullable CharacterSet read(String pattern, int from) {
        Reader reader = new Reader(pattern, from);
        return reader.isSound() ? reader.set() : null;
    }

    private static final class Reader {
        private final String pattern;
        private final BitSet held = new BitSet(ALL);
        private final boolean negated;
        private int at;
        private boolean named;
        private boolean broken;

        Reader(String pattern, int from) {
            this.pattern = pattern;
            negated = from < pattern.length() && "!^".indexOf(pattern.charAt(from)) >= 0;
            at = from + (negated ? 1 : 0);
        }

        boolean isSound() {
            int first = at;
            while (!broken
                    && at < pattern.length()
                    && (at == first || !pattern.startsWith("]", at))) {
                if (pattern.startsWith("[:", at)) {
                    characterClass();
                } else {
                    range();
                }
            }
            return !broken && at < pattern.length();
        }

        CharacterSet set() {
            if (negated) {
                held.flip(0, ALL);
            }
            held.clear('/');
            return new CharacterSet(held, at + 1, named);
        }

        private void characterClass() {
            int end = pattern.indexOf(']', at + 2);
            if (end < 0) {
                broken = true;
            } else if (end < at + 3 || pattern.charAt(end - 1) != ':') {
                range(); // the bracket is one of the set
            } else {
                broken = !addClass(pattern.substring(at + 2, end - 1));
                named = true;
                at = end + 1;
            }
        }

        private void range() {
            int low = character();
            int high = low;
            boolean isRange =
                    pattern.startsWith("-", at)
                            && at + 1 < pattern.length()
                            && pattern.charAt(at + 1) != ']';
            if (isRange) {
                at++;
                high = character();
            }
            if (low <= high) {
                held.set(low, high + 1);
            } else if (low < ALL) {
                held.set(low);
            }
        }

        /// The next character, or beyond all where the pattern ends.
        private int character() {
            at += pattern.startsWith("\\", at) ? 1 : 0;
            if (at >= pattern.length()) {
                broken = true;
                return ALL;
            }
            return pattern.charAt(at++);
        }

        private boolean addClass(String name) {
            switch (name) {
                case "alnum" -> add("09AZaz");
                case "alpha" -> add("AZaz");
                case "blank" -> add("\t\t  ");
                case "cntrl" -> add("\0\037\177\177");
                case "digit" -> add("09");
                case "graph" -> add("!~");
                case "lower" -> add("az");
                case "print" -> add(" ~");
                case "punct" -> add("!/:@[`{~");
                case "space" -> add("\t\r  ");
                case "upper" -> add("AZ");
                case "xdigit" -> add("09AFaf");
                default -> {
                    return false;
                }
            }
            return true;
        }

        /// Adds from each first of two to the second.
        private void add(String bounds) {
            for (int i = 0; i < bounds.length(); i += 2) {
                held.set(bounds.charAt(i), bounds.charAt(i + 1) + 1);
            }
        }
    }
}
