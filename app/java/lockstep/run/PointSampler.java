package lockstep.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import lockstep.run.Trend.Point;

/// Leaves out points that cannot be seen. Of those that fall into one column of a picture the
/// first, the least, the largest and the last are kept, and the first that is not known: what is
/// drawn of them is the same (M4: Jugel et al., VLDB 2014).
final class PointSampler {
    /// Columns of a picture; a line has at most five times as many points.
    static final int COLUMNS = 240;

    private final Instant from;
    private final double column;

    PointSampler(Instant from, Instant to) {
        this.from = from;
        column = Math.max(1, Duration.between(from, to).toMillis() / (double) COLUMNS);
    }

    /// @param points the oldest first
    List<Point> sample(List<Point> points) {
        if (points.size() <= COLUMNS) {
            return points;
        }
        List<Point> kept = new ArrayList<>();
        int begin = 0;
        while (begin < points.size()) {
            int end = begin + 1;
            while (end < points.size() && column(points.get(end)) == column(points.get(begin))) {
                end++;
            }
            keep(points, begin, end, kept);
            begin = end;
        }
        return kept;
    }

    private int column(Point point) {
        double at = Duration.between(from, point.at()).toMillis() / column;
        return (int) Math.clamp(at, 0, COLUMNS - 1.0);
    }

    private static void keep(List<Point> points, int begin, int end, List<Point> kept) {
        int least = begin;
        int largest = begin;
        int gap = begin;
        for (int i = begin; i < end; i++) {
            double value = points.get(i).differing();
            if (Double.isNaN(value)) {
                gap = points.get(gap).isKnown() ? i : gap;
            } else {
                // Nothing compares with what is not a number.
                least = points.get(least).differing() <= value ? least : i;
                largest = points.get(largest).differing() >= value ? largest : i;
            }
        }
        for (int i : new TreeSet<>(List.of(begin, least, largest, gap, end - 1))) {
            kept.add(points.get(i));
        }
    }
}
