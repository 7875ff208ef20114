package lockstep.rsync;

import java.util.BitSet;

/// Which files are only added to, where that was asked for: of such a file the target tells how
/// much it has, as block sums without the sums, and the source sends what lies beyond. A file that
/// is asked for again turned out to be different before that; then sums and blocks are as always.
///
/// For one thread: each pump has its own.
final class Appending {
    private final boolean asked;
    private final BitSet begun = new BitSet();

    Appending(Script.Manner manner) {
        this.asked = manner.has(Trait.APPENDING);
    }

    /// Content of this index is due; tells whether it is only added to.
    boolean addsTo(int index) {
        if (!asked || begun.get(index)) {
            return false;
        }
        begun.set(index);
        return true;
    }
}
