package lockstep.run;

import java.time.Instant;
import java.util.List;

/// How far the nodes of a cluster were apart over time, and what its runs sent: few enough points
/// to be drawn.
///
/// @param from before `to`
/// @param lines at most [#MOST_LINES]; the reference has none, since it never differs
/// @param runs the oldest first
/// @param whole whether all scans and runs of that time are in it; else the oldest are not
public record Trend(Instant from, Instant to, List<Line> lines, List<Ran> runs, boolean whole) {
    /// As many lines as can be told apart.
    public static final int MOST_LINES = 6;

    public Trend {
        lines = List.copyOf(lines);
        runs = List.copyOf(runs);
    }

    /// How much one node differed, or several others in the middle.
    ///
    /// @param name of the node; empty for the others
    /// @param others how many nodes this is the median of; 0 for a node of its own
    /// @param points the oldest first; each holds until the next
    public record Line(String name, int others, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }

        /// The last that is known.
        public double last() {
            return points.isEmpty() ? Double.NaN : points.getLast().differing();
        }
    }

    /// @param differing entries; not a number where the node could not be scanned
    /// @param basis how that is known
    public record Point(Instant at, double differing, Basis basis) {
        public boolean isKnown() {
            return !Double.isNaN(differing);
        }
    }

    /// How something is known.
    public enum Basis {
        /// From a scan by size, time and attributes.
        METADATA,
        /// From a scan by content.
        CONTENT,
        /// A run has proven it.
        RUN
    }

    /// A run that has ended, or waits.
    ///
    /// @param at when something was last written of it
    /// @param settled whether nothing is left that a person should see to
    /// @param sent bytes of content
    /// @param saved bytes of content that the nodes had already
    public record Ran(
            String run, Instant at, boolean rollback, boolean settled, long sent, long saved) {}

    /// The largest number of entries that is known to have differed; 0 where nothing is known.
    public double most() {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .filter(Point::isKnown)
                .mapToDouble(Point::differing)
                .max()
                .orElse(0);
    }

    /// Whether there is nothing to be drawn.
    public boolean isEmpty() {
        return runs.isEmpty() && lines.stream().allMatch(line -> line.points().isEmpty());
    }
}
