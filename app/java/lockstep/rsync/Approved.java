package lockstep.rsync;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// What an operator saw of both ends and agreed to: a relay bound to it does this or nothing.
///
/// It holds the listings that the plan was made from, which are columns, and a bit a row beside
/// them; so a plan of a million rows adds some hundred kilobytes. What is to be done to a path
/// follows from the two: where the source lacks it, it goes; where the target lacks it, it is
/// made; where content differs by [#sends], content is sent; else only attributes change.
///
/// Held against it, where the ends are looked at again:
/// - of the source every chosen path: there or not, kind, size, time, permissions, owner and group
///   with the names that they map by, link target, device numbers, and the digest where the
///   listing has one. Times in seconds, and nanoseconds where both looks know them. Of a directory
///   that only goes along because something in it was chosen the time is left out;
/// - of the target the same, but the time of directories, which changes with what is in them; and
///   everything that is in directories that go.
///
/// Without digests, content that changed while size and time stayed is not noticed.
///
/// @param source what the source held
/// @param target what the target held
/// @param paths what the source is told of; may hold the root
/// @param beside rows of `source` that only go along
/// @param going rows of `target` that may go: chosen deletions, and what gives way to another kind
public record Approved(
        Listing source, Listing target, Set<TreePath> paths, BitSet beside, BitSet going) {
    public Approved {
        paths = Set.copyOf(paths);
        beside = (BitSet) beside.clone();
        going = (BitSet) going.clone();
    }

    /// The same for fewer paths.
    Approved only(Set<TreePath> fewer) {
        return new Approved(source, target, fewer, beside, going);
    }

    /// The digest that both listings carry, which a look must use to be held against them.
    Optional<Digest> digest() {
        return isByContent() ? Digest.named(source.digestName()) : Optional.empty();
    }

    /// Whether both ends were seen by content.
    public boolean isByContent() {
        return source.comparesByContentWith(target);
    }

    /// What rsync changes on the target without making it anew: whatever is no directory, and gets
    /// other attributes with the content that it has. All else it makes beside and renames.
    public Set<TreePath> inPlace() {
        Set<TreePath> found = new HashSet<>();
        for (TreePath path : paths) {
            int from = source.find(path);
            int to = target.find(path);
            boolean both = from >= 0 && to >= 0 && source.kind(from) == target.kind(to);
            if (both && !target.isDirectory(to) && !sends(from, to)) {
                found.add(path);
            }
        }
        return found;
    }

    /// Whether this is a directory on the target that is to go, or what is in one.
    public boolean goesWithin(TreePath path) {
        for (TreePath at = path; !at.isRoot(); at = at.parent()) {
            if (isGoingDirectory(at)) {
                return true;
            }
        }
        return false;
    }

    /// Whether this may be deleted on the target. What is kept of files that were cut off is in no
    /// listing, and goes with the directory that it is in.
    boolean mayGo(TreePath path) {
        int row = target.find(path);
        return row < 0 ? isKeptInGoing(path) : going.get(row);
    }

    private boolean isKeptInGoing(TreePath path) {
        for (TreePath at = path; !at.isRoot(); at = at.parent()) {
            if (Requested.isPartialDirectory(at)) {
                return isGoingDirectory(at.parent());
            }
        }
        return false;
    }

    /// Whether the target has it, as a directory that is to go.
    boolean isGoingDirectory(TreePath path) {
        int row = target.find(path);
        return row >= 0 && going.get(row) && target.isDirectory(row);
    }

    /// Whether the content of a file is sent, by rsync's own quick check: it is new or of another
    /// kind or size, or differs by digest, or without digests by time.
    ///
    /// @param from its row in `source`
    /// @param to its row in `target`; -1 where it is new
    boolean sends(int from, int to) {
        if (source.kind(from) != Kind.FILE) {
            return false;
        }
        if (to < 0 || target.kind(to) != Kind.FILE || source.bytes(from) != target.bytes(to)) {
            return true;
        }
        return isByContent()
                ? !source.sameDigest(from, target, to)
                : source.modifiedSeconds(from) != target.modifiedSeconds(to);
    }
}
