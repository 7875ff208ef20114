package lockstep.present;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lockstep.fault.Visible;

/// How two texts differ, line by line, with a few lines around each difference. Pure and bounded:
/// whatever the texts hold, it ends soon and is small enough to show.
///
/// @param note what was left out or why there are no lines; empty when everything is there
public record TextDifference(List<Line> lines, String note) {
    /// The most bytes of either file that are looked at.
    public static final int MAX_BYTES = 256 << 10;

    private static final int MAX_LINES = 4_000;
    private static final int MAX_SHOWN = 2_000;
    private static final int MAX_WIDTH = 400;
    private static final int CONTEXT = 3;

    /// Which text a line is from.
    public enum Side {
        BOTH,
        LEFT,
        RIGHT,
        /// Stands for lines that are the same and not shown.
        GAP
    }

    /// One line; numbers count from 1, 0 where that text has no such line.
    public record Line(Side side, int left, int right, String text) {}

    public TextDifference {
        lines = List.copyOf(lines);
    }

    /// Compares the beginnings of two files, each at most [#MAX_BYTES] long.
    public static TextDifference of(byte[] left, byte[] right) {
        int mismatch = Arrays.mismatch(left, right);
        if (mismatch < 0) {
            boolean cut = left.length >= MAX_BYTES;
            return only(
                    cut
                            ? Strings.text("text.same.cut", Words.bytes(MAX_BYTES))
                            : Strings.text("text.same"));
        }
        if (binary(left) || binary(right)) {
            return only(Strings.text("text.binary", Words.number(mismatch)));
        }
        List<String> a = lines(left);
        List<String> b = lines(right);
        boolean cut =
                left.length >= MAX_BYTES
                        || right.length >= MAX_BYTES
                        || a.size() > MAX_LINES
                        || b.size() > MAX_LINES;
        List<Line> shown = compare(first(a, MAX_LINES), first(b, MAX_LINES));
        boolean tooMany = shown.size() > MAX_SHOWN;
        return new TextDifference(
                first(shown, MAX_SHOWN), cut || tooMany ? Strings.text("text.cut") : "");
    }

    private static TextDifference only(String note) {
        return new TextDifference(List.of(), note);
    }

    private static boolean binary(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private static List<String> lines(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }

    private static <T> List<T> first(List<T> list, int limit) {
        return list.subList(0, Math.min(limit, list.size()));
    }

    private static List<Line> compare(List<String> a, List<String> b) {
        List<Change> changes = new MyersDiffWithLinearSpace<String>().computeDiff(a, b, null);
        List<Line> out = new ArrayList<>();
        List<Line> added = new ArrayList<>();
        int at = 0;
        for (Change change : changes) {
            if (change.startOriginal > at) {
                out.addAll(added);
                added.clear();
                same(out, a, new int[] {at, change.startOriginal, change.startRevised}, CONTEXT);
            }
            for (int i = change.startOriginal; i < change.endOriginal; i++) {
                out.add(new Line(Side.LEFT, i + 1, 0, show(a.get(i))));
            }
            for (int i = change.startRevised; i < change.endRevised; i++) {
                added.add(new Line(Side.RIGHT, 0, i + 1, show(b.get(i))));
            }
            at = change.endOriginal;
        }
        out.addAll(added);
        same(out, a, new int[] {at, a.size(), b.size()}, 0);
        return out;
    }

    /// Adds the lines `[range[0], range[1])` of the left text, which are the same on the right up
    /// to line `range[2]`: of many only those after a difference and `tail` before the next.
    private static void same(List<Line> out, List<String> a, int[] range, int tail) {
        int shift = range[2] - range[1];
        int head = out.isEmpty() ? 0 : CONTEXT;
        boolean gap = false;
        for (int i = range[0]; i < range[1]; i++) {
            if (i < range[0] + head || i >= range[1] - tail) {
                out.add(new Line(Side.BOTH, i + 1, i + 1 + shift, show(a.get(i))));
            } else if (!gap) {
                gap = true;
                int left = range[1] - range[0] - head - tail;
                out.add(new Line(Side.GAP, 0, 0, Strings.count("text.gap", left)));
            }
        }
    }

    private static String show(String line) {
        return Visible.text(line.replace("\t", "    "), MAX_WIDTH);
    }
}
