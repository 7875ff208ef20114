package lockstep.present;

import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which parts of two sequences differ. Short ones are matched by Myers' algorithm, whose time
/// grows with the square of what differs; longer ones are first split at what is found exactly
/// once on both sides (a patience diff), and what is still too long then is taken for replaced.
/// So it ends soon whatever is compared.
final class Matching {
    /// The most elements of both sides that Myers' algorithm gets.
    static final int MOST_AT_ONCE = 6_000;

    /// How often a part is split again; each time costs no more than a pass over everything.
    private static final int DEEPEST = 12;

    /// Elements `[left, leftEnd)` have become `[right, rightEnd)`; either may be empty.
    record Change(int left, int leftEnd, int right, int rightEnd) {}

    /// A pair of ranges that is still to be matched.
    private record Part(int left, int leftEnd, int right, int rightEnd) {
        int size() {
            return leftEnd - left + rightEnd - right;
        }
    }

    private final int[] a;
    private final int[] b;
    private final List<Change> changes = new ArrayList<>();

    private Matching(int[] a, int[] b) {
        this.a = a;
        this.b = b;
    }

    /// The changes in order; none touches the next.
    static List<Change> of(List<String> left, List<String> right) {
        Map<String, Integer> names = new HashMap<>();
        Matching matching = new Matching(numbered(left, names), numbered(right, names));
        matching.match(new Part(0, left.size(), 0, right.size()), 0);
        return matching.changes;
    }

    private static int[] numbered(List<String> texts, Map<String, Integer> names) {
        int[] numbers = new int[texts.size()];
        for (int i = 0; i < numbers.length; i++) {
            Integer known = names.putIfAbsent(texts.get(i), names.size());
            numbers[i] = known == null ? names.size() - 1 : known;
        }
        return numbers;
    }

    private void match(Part whole, int depth) {
        Part part = trimmed(whole);
        if (part.left == part.leftEnd || part.right == part.rightEnd) {
            add(part);
        } else if (part.size() <= MOST_AT_ONCE) {
            matchShort(part);
        } else {
            List<int[]> anchors = depth < DEEPEST ? anchors(part) : List.of();
            if (anchors.isEmpty()) {
                add(part);
            } else {
                split(part, anchors, depth);
            }
        }
    }

    private Part trimmed(Part p) {
        int left = p.left;
        int right = p.right;
        while (left < p.leftEnd && right < p.rightEnd && a[left] == b[right]) {
            left++;
            right++;
        }
        int leftEnd = p.leftEnd;
        int rightEnd = p.rightEnd;
        while (leftEnd > left && rightEnd > right && a[leftEnd - 1] == b[rightEnd - 1]) {
            leftEnd--;
            rightEnd--;
        }
        return new Part(left, leftEnd, right, rightEnd);
    }

    private void matchShort(Part p) {
        List<Integer> left = Arrays.stream(a, p.left, p.leftEnd).boxed().toList();
        List<Integer> right = Arrays.stream(b, p.right, p.rightEnd).boxed().toList();
        new MyersDiffWithLinearSpace<Integer>()
                .computeDiff(left, right, null)
                .forEach(
                        c ->
                                add(
                                        new Part(
                                                p.left + c.startOriginal,
                                                p.left + c.endOriginal,
                                                p.right + c.startRevised,
                                                p.right + c.endRevised)));
    }

    private void split(Part p, List<int[]> anchors, int depth) {
        int left = p.left;
        int right = p.right;
        for (int[] anchor : anchors) {
            match(new Part(left, anchor[0], right, anchor[1]), depth + 1);
            left = anchor[0] + 1;
            right = anchor[1] + 1;
        }
        match(new Part(left, p.leftEnd, right, p.rightEnd), depth + 1);
    }

    /// What is there once on each side, as pairs of places: the longest row of pairs that ascends
    /// on both.
    private List<int[]> anchors(Part p) {
        Map<Integer, int[]> seen = new HashMap<>();
        for (int i = p.left; i < p.leftEnd; i++) {
            seen.merge(a[i], new int[] {1, i, 0, 0}, (was, _) -> new int[] {2, 0, 0, 0});
        }
        for (int i = p.right; i < p.rightEnd; i++) {
            int[] known = seen.get(b[i]);
            if (known != null) {
                known[2]++;
                known[3] = i;
            }
        }
        List<int[]> pairs = new ArrayList<>();
        for (int i = p.left; i < p.leftEnd; i++) {
            int[] known = seen.get(a[i]);
            if (known != null && known[0] == 1 && known[2] == 1) {
                pairs.add(new int[] {i, known[3]});
            }
        }
        return longestAscent(pairs);
    }

    /// @param pairs ascending in their first number
    private static List<int[]> longestAscent(List<int[]> pairs) {
        int[] tails = new int[pairs.size()];
        int[] before = new int[pairs.size()];
        int length = 0;
        for (int i = 0; i < pairs.size(); i++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (pairs.get(tails[middle])[1] < pairs.get(i)[1]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low == 0 ? -1 : tails[low - 1];
            tails[low] = i;
            length = Math.max(length, low + 1);
        }
        int[][] ascent = new int[length][];
        int at = length == 0 ? -1 : tails[length - 1];
        for (int i = length - 1; i >= 0; i--) {
            ascent[i] = pairs.get(at);
            at = before[at];
        }
        return List.of(ascent);
    }

    /// What touches the change before becomes a part of it.
    private void add(Part p) {
        if (p.size() == 0) {
            return;
        }
        Change last = changes.isEmpty() ? null : changes.getLast();
        if (last != null && last.leftEnd == p.left && last.rightEnd == p.right) {
            changes.set(
                    changes.size() - 1, new Change(last.left, p.leftEnd, last.right, p.rightEnd));
        } else {
            changes.add(new Change(p.left, p.leftEnd, p.right, p.rightEnd));
        }
    }
}
