package lockstep.drift;

import java.util.EnumSet;
import java.util.Set;

/// Which rows to show.
///
/// @param differencesOnly leave out the rows on which no node differs
/// @param kinds a row on which nodes differ is shown when one of its signs is among these
/// @param needle what the visible path must hold, whatever the case; empty for any. With a `*`, a
///     `?` or a `[` in it, it is a pattern as rsync has them: it fits the end of a path from any
///     slash on, with a slash before it the whole path, with one behind it directories only, and
///     what is in a directory that fits fits too
public record Filter(boolean differencesOnly, Set<Sign> kinds, String needle) {
    /// Every row.
    public static final Filter ALL = new Filter(false, Sign.differences(), "");

    /// Every row on which a node differs.
    public static final Filter DIFFERENCES = new Filter(true, Sign.differences(), "");

    public Filter {
        kinds = Set.copyOf(kinds);
    }

    /// The same with other kinds.
    public Filter showing(EnumSet<Sign> shown) {
        return new Filter(differencesOnly, shown, needle);
    }

    /// The same with another needle.
    public Filter matching(String text) {
        return new Filter(differencesOnly, kinds, text);
    }
}
