package lockstep.present;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Visible;
import lockstep.present.TextDifference.Piece;

/// Two lines of which one became the other: which words of each are not in the other, ready to be
/// shown. Of long lines the part around the first difference.
///
/// @param alike whether enough is in both for the marks to tell something
record LinePair(List<Piece> left, List<Piece> right, boolean alike) {
    /// The most characters of a line that are shown.
    static final int MAX_WIDTH = 1_000;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|\\s+|.", Pattern.DOTALL);
    private static final int BEFORE = 100;

    /// How many steps may be spent on the words of one comparison: below a second.
    static final long EFFORT = 40_000_000;

    /// Counts down the steps that are left for the words of a comparison.
    static final class Effort {
        private long left = EFFORT;

        private boolean allows(int words) {
            left -= (long) words * words;
            return left >= 0;
        }
    }

    static LinePair of(String left, String right, Effort effort) {
        int from = start(left, right);
        String a = window(left, from);
        String b = window(right, from);
        List<String> wordsLeft = words(a);
        List<String> wordsRight = words(b);
        if (!effort.allows(wordsLeft.size() + wordsRight.size())) {
            return new LinePair(plain(left), plain(right), false);
        }
        boolean[] newLeft = new boolean[wordsLeft.size()];
        boolean[] newRight = new boolean[wordsRight.size()];
        for (Matching.Change change : Matching.of(wordsLeft, wordsRight)) {
            Arrays.fill(newLeft, change.left(), change.leftEnd(), true);
            Arrays.fill(newRight, change.right(), change.rightEnd(), true);
        }
        boolean alike = 3 * same(wordsLeft, newLeft) >= Math.max(a.strip().length(), 1);
        return alike || from > 0
                ? new LinePair(
                        marked(wordsLeft, newLeft, new Cut(from, left.length())),
                        marked(wordsRight, newRight, new Cut(from, right.length())),
                        true)
                : new LinePair(plain(left), plain(right), false);
    }

    /// A line that stands for itself.
    static List<Piece> plain(String line) {
        return List.of(new Piece(shown(line, MAX_WIDTH), false));
    }

    /// What of a line is shown.
    private record Cut(int from, int length) {}

    private static int start(String left, String right) {
        if (Math.max(left.length(), right.length()) <= MAX_WIDTH) {
            return 0;
        }
        int most = Math.min(left.length(), right.length());
        int same = 0;
        while (same < most && left.charAt(same) == right.charAt(same)) {
            same++;
        }
        int from = Math.max(0, same - BEFORE);
        boolean inside = from > 0 && from < most && Character.isLowSurrogate(left.charAt(from));
        return inside ? from - 1 : from;
    }

    private static String window(String line, int from) {
        return line.substring(
                Math.min(from, line.length()), Math.min(line.length(), from + MAX_WIDTH));
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /// How many characters other than white space are in words that both lines have.
    private static int same(List<String> words, boolean[] isNew) {
        int count = 0;
        for (int i = 0; i < isNew.length; i++) {
            count += isNew[i] ? 0 : words.get(i).strip().length();
        }
        return count;
    }

    private static List<Piece> marked(List<String> words, boolean[] isNew, Cut cut) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder text = new StringBuilder(cut.from > 0 ? "…" : "");
        for (int i = 0; i < isNew.length; i++) {
            if (i > 0 && isNew[i] != isNew[i - 1] || i == 0 && isNew[0] && !text.isEmpty()) {
                add(pieces, text, i > 0 && isNew[i - 1]);
            }
            String word = words.get(i);
            text.append(isNew[i] && word.isBlank() ? space(word) : shown(word, MAX_WIDTH));
        }
        add(pieces, text, isNew.length > 0 && isNew[isNew.length - 1]);
        if (cut.length > cut.from + MAX_WIDTH) {
            pieces.add(new Piece("…", false));
        }
        return pieces;
    }

    private static void add(List<Piece> pieces, StringBuilder text, boolean changed) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(text.toString(), changed));
            text.setLength(0);
        }
    }

    /// White space that makes a difference has to be seen.
    private static String space(String space) {
        return Visible.text(space.replace(' ', '·').replace("\t", "→   "), MAX_WIDTH);
    }

    private static String shown(String text, int most) {
        return Visible.text(text.replace("\t", "    "), most);
    }
}
