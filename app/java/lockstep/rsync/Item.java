package lockstep.rsync;

import java.io.IOException;
import lockstep.wire.Broken;
import lockstep.wire.WireIn;

/// What stands behind an index: what is to be done with the entry, and from which file the target
/// starts. A generator asks with it, and a sender answers with the same.
///
/// @param flags as in [ItemFlags]
/// @param basis which file the target compares with, where the flags say so; else 0
record Item(int index, int flags, int basis) {
    /// Reads what follows an index. A name of another file to start from is never accepted: no
    /// option that needs one is ever asked for.
    static Item read(WireIn in, int index) throws IOException {
        int flags = in.unsignedShort();
        if ((flags & ItemFlags.NAME_FOLLOWS) != 0) {
            throw new Broken("another file's name where none was agreed");
        }
        return new Item(
                index, flags, (flags & ItemFlags.BASIS_FOLLOWS) != 0 ? in.unsignedByte() : 0);
    }

    /// Whether the file's content is wanted.
    boolean isTransfer() {
        return (flags & ItemFlags.TRANSFER) != 0;
    }
}
