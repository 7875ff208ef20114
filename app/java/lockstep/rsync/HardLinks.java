package lockstep.rsync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lockstep.tree.Budget;
import lockstep.tree.ListingBuilder.Facts;
import lockstep.tree.TooLarge;
import lockstep.wire.Broken;
import org.jspecify.annotations.Nullable;

/// The groups of hard links that a source told. A group is named by the index of its first entry,
/// counted in the order in which entries came. A later entry of the same list has nothing of its
/// own but its name; one of a later list has everything.
final class HardLinks {
    private static final int[] NO_GROUPS = {};

    private final Budget budget;
    private int[] groups = NO_GROUPS;
    private int count;
    private int before;
    private List<Kept> kept = new ArrayList<>();
    private long keptBytes;

    HardLinks(Budget budget) {
        this.budget = budget;
    }

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
        /// Without its arrays.
        private static final int BYTES = 80;

        long bytes() {
            return BYTES + bytes(target) + bytes(digest);
        }

        private static long bytes(byte @Nullable [] array) {
            return array == null ? 0 : Budget.kept(array.length);
        }

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
    void begin(int index, Facts facts) throws TooLarge {
        groups = budget.withRoom(groups, count + 1L);
        groups[count++] = index;
        Kept first = Kept.of(facts);
        budget.take(first.bytes());
        keptBytes += first.bytes();
        kept.add(first);
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
        if (keptBytes > 0) {
            kept = new ArrayList<>();
            budget.give(keptBytes);
            keptBytes = 0;
        }
    }
}
