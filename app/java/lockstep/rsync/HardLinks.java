package lockstep.rsync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lockstep.tree.ListingBuilder.Facts;
import lockstep.wire.Broken;
import org.jspecify.annotations.Nullable;

/// The groups of hard links that a source told. A group is named by the index of its first entry,
/// counted in the order in which entries came. A later entry of the same list has nothing of its
/// own but its name; one of a later list has everything.
final class HardLinks {
    /// Of all lists.
    private static final int MAX_GROUPS = 20_000_000;

    /// Of one list: the facts of each are kept until the list ends, some 100 bytes.
    private static final int MAX_IN_LIST = 5_000_000;

    private int[] groups = new int[8];
    private int count;
    private int before;
    private final List<Kept> kept = new ArrayList<>();

    /// The facts of a group's first entry.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Kept(
            long size,
            long mtime,
            int nanos,
            int mode,
            int uid,
            int gid,
            long device,
            byte @Nullable [] target,
            byte @Nullable [] digest) {
        static Kept of(Facts f) {
            byte[] digest = f.digest;
            return new Kept(
                    f.size,
                    f.mtime,
                    f.nanos,
                    f.mode,
                    f.uid,
                    f.gid,
                    f.device,
                    f.target,
                    digest == null ? null : digest.clone());
        }

        void into(Facts f) {
            f.size = size;
            f.mtime = mtime;
            f.nanos = nanos;
            f.mode = mode;
            f.uid = uid;
            f.gid = gid;
            f.device = device;
            f.target = target;
            f.digest = digest;
        }
    }

    /// Another group begins with the entry of this index, which is above all before.
    void begin(int index, Facts facts) throws Broken {
        if (count - before == MAX_IN_LIST || count == MAX_GROUPS) {
            throw new Broken("more than " + (count - before) + " groups of hard links");
        }
        if (count == groups.length) {
            groups = Arrays.copyOf(groups, count * 2);
        }
        groups[count++] = index;
        kept.add(Kept.of(facts));
    }

    /// Fills in the facts of the group's first entry, where that is in the present list.
    ///
    /// @return whether it is; an entry of a later list has facts of its own
    boolean fill(int group, Facts facts) throws Broken {
        int place = place(group);
        if (place < before) {
            return false;
        }
        kept.get(place - before).into(facts);
        return true;
    }

    private int place(int group) throws Broken {
        int at = Arrays.binarySearch(groups, 0, count, group);
        if (at < 0) {
            throw new Broken("a hard link to index " + group + ", which begins no group");
        }
        return at;
    }

    /// The list has ended.
    void endOfList() {
        before = count;
        kept.clear();
    }
}
