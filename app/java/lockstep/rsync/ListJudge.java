package lockstep.rsync;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import lockstep.fault.Change;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder.Facts;
import lockstep.tree.TooLarge;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import org.jspecify.annotations.Nullable;

/// Holds a list of chosen paths, entry by entry as it is read, against what the node held when the
/// paths were chosen. Nothing is thrown for what differs: all of it is gathered. One thread.
final class ListJudge {
    private static final String UNSEEN = "not seen: hidden by the rules, or new";

    private final String node;
    private final Listing seen;
    private final Set<TreePath> asked;
    private final IntPredicate timed;
    private final @Nullable BitSet going;
    private final Changes changes;
    private final BitSet listed = new BitSet();
    private final boolean named;
    private @Nullable OwnerNames owners;
    private Difference.Scope withTime = new Difference.Scope(true, false, false);
    private Difference.Scope withoutTime = new Difference.Scope(false, false, false);

    private ListJudge(Kept kept, IntPredicate timed, @Nullable BitSet going, boolean named) {
        this.node = kept.node;
        this.seen = kept.seen;
        this.asked = kept.asked;
        this.changes = kept.changes;
        this.timed = timed;
        this.going = going;
        this.named = named;
    }

    private record Kept(String node, Listing seen, Set<TreePath> asked, Changes changes) {}

    /// For what the source says of `paths`. Time does not count where a directory only goes along.
    static ListJudge source(String node, Approved approved, Set<TreePath> paths, Changes to) {
        return new ListJudge(
                new Kept(node, approved.source(), paths, to),
                row -> !approved.beside().get(row),
                null,
                true);
    }

    /// For what the target says of `paths`. The time of a directory does not count.
    static ListJudge target(
            String node, Approved approved, Collection<TreePath> paths, Changes to) {
        Listing seen = approved.target();
        return new ListJudge(
                new Kept(node, seen, new HashSet<>(paths), to),
                row -> !seen.isDirectory(row),
                null,
                false);
    }

    /// As [#target], for directories that go, listed with everything in them: all of that must
    /// have been seen, and approved to go.
    static ListJudge going(String node, Approved approved, Collection<TreePath> paths, Changes to) {
        Listing seen = approved.target();
        return new ListJudge(
                new Kept(node, seen, new HashSet<>(paths), to),
                row -> !seen.isDirectory(row),
                approved.going(),
                false);
    }

    /// What the conversation settled says how much can be compared.
    ///
    /// @param budget of the node
    void settled(Opening.Settled settled, Budget budget) {
        owners = named ? new OwnerNames(budget, Compat.ID0_NAMES.in(settled.flags())) : null;
        boolean nanos = settled.version() >= 31 && knowsNanos();
        boolean digest = settled.digest().wireName().equals(seen.digestName());
        withTime = new Difference.Scope(true, nanos, digest);
        withoutTime = new Difference.Scope(false, nanos, digest);
    }

    /// A node whose rsync tells none tells zeros.
    private boolean knowsNanos() {
        for (int row = 0; row < seen.size(); row++) {
            if (seen.modifiedNanos(row) != 0) {
                return true;
            }
        }
        return false;
    }

    /// The digest that can be compared; empty where there is none.
    Optional<Digest> digest() {
        return Digest.named(seen.digestName());
    }

    /// Takes the names of users and groups that come with the list.
    EntryReader.Names names() {
        return owners == null ? EntryReader.Names.NONE : owners;
    }

    /// @throws Broken when it is neither asked for, nor above or in something that was
    void entry(EntryReader entry) throws Broken, TooLarge {
        TreePath path = entry.treePath();
        int row = seen.find(path);
        if (asked.contains(path)) {
            compare(path, row, entry.facts);
        } else if (entry.implied) {
            if (row < 0 || !seen.isDirectory(row)) {
                add(path, described(row), Difference.describe(entry.facts));
            }
        } else if (going == null) {
            throw new Broken("\"" + path.visible() + "\", which nobody asked for");
        } else if (row < 0 || !going.get(row)) {
            add(path, UNSEEN, Difference.describe(entry.facts));
        } else {
            compare(path, row, entry.facts);
        }
    }

    private void compare(TreePath path, int row, Facts facts) throws TooLarge {
        boolean there = Kind.of(facts.mode) != null;
        if (row >= 0) {
            listed.set(row);
        }
        if (row < 0 || !there) {
            if (row >= 0 || there) {
                add(path, described(row), Difference.describe(facts));
            }
            return;
        }
        if (owners != null) {
            owners.used(facts);
        }
        Difference.Scope scope = timed.test(row) ? withTime : withoutTime;
        Difference difference = Difference.of(seen, row, facts, scope);
        if (difference != null) {
            add(path, difference.then(), difference.now());
        }
    }

    /// The list has ended: what it should hold and does not is gone.
    void end() {
        for (TreePath path : asked) {
            int row = seen.find(path);
            if (row >= 0 && going != null) {
                endGoing(row, going);
            } else if (row >= 0 && !listed.get(row)) {
                add(path, described(row), Difference.ABSENT);
            }
        }
        if (owners != null) {
            owners.judge(node, seen, changes);
        }
    }

    private void endGoing(int directory, BitSet rows) {
        for (int row = directory; row < seen.subtreeEnd(directory); row++) {
            if (rows.get(row) && !listed.get(row)) {
                add(seen.path(row), described(row), Difference.ABSENT);
            }
        }
    }

    private String described(int row) {
        return row < 0 ? Difference.ABSENT : Difference.describe(seen, row);
    }

    private void add(TreePath path, String approved, String now) {
        changes.add(new Change(node, path.visible(), approved, now));
    }
}
