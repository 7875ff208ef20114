package lockstep.rsync;

import java.io.IOException;
import lockstep.rsync.EntryReader.Form;
import lockstep.rsync.EntryReader.Names;
import lockstep.wire.OverLimit;
import lockstep.wire.WireIn;

/// Reads the lists of names that follow a whole list, where ids are told: users, then groups. Each
/// is an id (varint) and its name with the length in a byte, again and again; id 0 ends it.
final class IdLists {
    private static final int MAX_IDS = 1 << 20;

    private IdLists() {}

    /// @param zeroNamed whether the 0 that ends a list has a name as well
    static void read(WireIn in, Form form, boolean zeroNamed, Names names) throws IOException {
        if (form.has(Trait.NUMERIC_IDS)) {
            return;
        }
        if (form.has(Trait.OWNERS) || form.has(Trait.ACLS)) {
            list(in, zeroNamed, names::user);
        }
        if (form.has(Trait.GROUPS) || form.has(Trait.ACLS)) {
            list(in, zeroNamed, names::group);
        }
    }

    private static void list(WireIn in, boolean zeroNamed, IdName to) throws IOException {
        int count = 0;
        for (int id = in.varint(); id != 0; id = in.varint()) {
            if (++count > MAX_IDS) {
                throw new OverLimit(
                        "more than " + MAX_IDS + " names of users or groups",
                        "Split the tree; lockstep rsync does without them with --numeric-ids.");
            }
            to.named(id, name(in));
        }
        if (zeroNamed) {
            to.named(0, name(in));
        }
    }

    /// Reads one name.
    static byte[] name(WireIn in) throws IOException {
        byte[] name = new byte[in.unsignedByte()];
        in.fully(name, 0, name.length);
        return name;
    }

    /// Takes one id and its name.
    @FunctionalInterface
    private interface IdName {
        void named(int id, byte[] name) throws IOException;
    }
}
