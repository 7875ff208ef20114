package lockstep.plan;

/// How much of a node may be changed without being asked for by its number: what more often comes
/// of a wrong directory, or of the wrong node for a reference, than of a release.
///
/// @param percent of the entries of the node or of the reference, whichever holds more
/// @param count on a node
/// @param least so few changes never trip it: a small tree changes as a whole
public record ChangeGuard(int percent, long count, long least) {
    /// More than half of a tree, from ten changes on; or more than twenty thousand.
    public static final ChangeGuard DEFAULT = new ChangeGuard(50, 20_000, 10);

    /// Whether so many changes go beyond the guard, where the larger tree has so many entries.
    public boolean trips(long changes, long entries) {
        return changes >= least && (changes > count || changes > entries / 100.0 * percent);
    }
}
