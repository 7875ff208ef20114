package lockstep.present;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which of the lines that are gone became which of those that came in their place: the pairs, in
/// order, that have most words in common.
final class LinePairing {
    /// The most pairs that are tried; of more lines the first became the first, and so on.
    private static final int MOST_TRIED = 2_500;

    private static final int MOST_WORDS = 200;
    private static final double ENOUGH = 0.4;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|\\S");

    private LinePairing() {}

    /// For every line of `left` its place in `right`, or -1.
    static int[] of(List<String> left, List<String> right) {
        int[] partners = new int[left.size()];
        Arrays.fill(partners, -1);
        if ((long) left.size() * right.size() > MOST_TRIED) {
            Arrays.setAll(partners, i -> i < right.size() ? i : -1);
            return partners;
        }
        List<Map<String, Integer>> a = left.stream().map(LinePairing::words).toList();
        List<Map<String, Integer>> b = right.stream().map(LinePairing::words).toList();
        double[][] likeness = new double[a.size()][b.size()];
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < b.size(); j++) {
                double alike = likeness(a.get(i), b.get(j));
                likeness[i][j] = alike < ENOUGH ? 0 : alike;
            }
        }
        follow(likeness, best(likeness, right.size()), partners);
        return partners;
    }

    private static Map<String, Integer> words(String line) {
        Map<String, Integer> words = new HashMap<>();
        Matcher matcher = WORD.matcher(line);
        for (int i = 0; i < MOST_WORDS && matcher.find(); i++) {
            words.merge(matcher.group(), matcher.end() - matcher.start(), Integer::sum);
        }
        return words;
    }

    /// From 0 for nothing in common to 1.
    private static double likeness(Map<String, Integer> a, Map<String, Integer> b) {
        int shared = 0;
        for (Map.Entry<String, Integer> word : a.entrySet()) {
            shared += Math.min(word.getValue(), b.getOrDefault(word.getKey(), 0));
        }
        int all = sum(a) + sum(b);
        return all == 0 ? 0 : 2.0 * shared / all;
    }

    private static int sum(Map<String, Integer> words) {
        return words.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// The best that the lines from each place on can come to.
    private static double[][] best(double[][] likeness, int width) {
        double[][] best = new double[likeness.length + 1][width + 1];
        for (int i = likeness.length - 1; i >= 0; i--) {
            for (int j = width - 1; j >= 0; j--) {
                double apart = Math.max(best[i + 1][j], best[i][j + 1]);
                best[i][j] = Math.max(apart, likeness[i][j] + best[i + 1][j + 1]);
            }
        }
        return best;
    }

    private static void follow(double[][] likeness, double[][] best, int[] partners) {
        int i = 0;
        int j = 0;
        while (i < likeness.length && j < best[0].length - 1) {
            if (best[i][j] == best[i + 1][j]) {
                i++;
            } else if (best[i][j] == best[i][j + 1]) {
                j++;
            } else {
                partners[i++] = j++;
            }
        }
    }

    /// The pairs of places to show side by side: partners, and what lies between them as it comes;
    /// -1 where one side has nothing.
    static List<int[]> rows(int[] partners, int rights) {
        List<int[]> rows = new ArrayList<>();
        int left = 0;
        int right = 0;
        for (int i = 0; i <= partners.length; i++) {
            int partner = i == partners.length ? rights : partners[i];
            if (partner >= 0) {
                while (left < i || right < partner) {
                    rows.add(new int[] {left < i ? left++ : -1, right < partner ? right++ : -1});
                }
                if (i < partners.length) {
                    rows.add(new int[] {left++, right++});
                }
            }
        }
        return rows;
    }
}
