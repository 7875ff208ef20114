package lockstep.rsync;

import java.io.IOException;
import java.util.Set;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.WireIn;
import org.jspecify.annotations.Nullable;

/// What stands behind an index: what is to be done with the entry, and from which file the target
/// starts. A generator asks with it, and a sender answers with the same.
///
/// @param flags as in [ItemFlags]
/// @param basis which file the target compares with, where the flags say so, else 0: from 0 on one
///     in the directories elsewhere that it was told, from [#OWN_FILE] on one of its own
/// @param other what the entry was linked to, where the flags say so: another one of its group of
///     hard links, or the root where it was linked already, or to a file elsewhere
record Item(int index, int flags, int basis, @Nullable TreePath other) {
    /// The target's own file of that name; behind it its partial one and its backup.
    private static final int OWN_FILE = 0x80;

    private static final int BACKUP = 0x82;

    /// How many directories elsewhere rsync takes.
    private static final int MAX_DIRECTORIES = 20;

    Item(int index, int flags, int basis) {
        this(index, flags, basis, null);
    }

    /// Reads what follows an index, as far as every item has it; nothing is accepted that the
    /// traits give no reason for.
    static Item read(WireIn in, int index, Set<Trait> traits) throws IOException {
        int flags = in.unsignedShort();
        int unasked = flags & ~ItemFlags.allowed(traits);
        if (unasked != 0) {
            throw new Broken(
                    (unasked & ItemFlags.NAME_FOLLOWS) != 0
                            ? "another file's name where none was agreed"
                            : "a request with the flags " + Integer.toHexString(flags));
        }
        int basis = (flags & ItemFlags.BASIS_FOLLOWS) != 0 ? basis(in, traits) : 0;
        boolean named = (flags & ItemFlags.NAME_FOLLOWS) != 0;
        if (named
                && (flags & (ItemFlags.TRANSFER | ItemFlags.LOCAL_CHANGE))
                        != ItemFlags.LOCAL_CHANGE) {
            throw new Broken("another file's name, but no link to it");
        }
        return new Item(index, flags, basis, named ? name(in, traits) : null);
    }

    private static int basis(WireIn in, Set<Trait> traits) throws IOException {
        int basis = in.unsignedByte();
        boolean elsewhere = traits.contains(Trait.OTHER_BASES) && basis < MAX_DIRECTORIES;
        if (!elsewhere && (basis < OWN_FILE || basis > BACKUP)) {
            throw new Broken("a file to start from of the sort " + basis);
        }
        return basis;
    }

    private static TreePath name(WireIn in, Set<Trait> traits) throws IOException {
        byte[] name = in.vstring(TreePath.MAX_LENGTH);
        if (name.length > 0 && !traits.contains(Trait.HARD_LINKS)) {
            throw new Broken("another file's name where none was agreed");
        }
        try {
            TreePath other = TreePath.checked(name, 0, name.length);
            if (name.length > 0 && other.isRoot()) {
                throw new Broken("a link to the root");
            }
            return other;
        } catch (MalformedTree e) {
            throw new Broken("a link to " + e.reason());
        }
    }

    /// Whether the file's content is wanted.
    boolean isTransfer() {
        return (flags & ItemFlags.TRANSFER) != 0;
    }

    /// Whether it says that extended attributes differ, which are then asked for, unless it is a
    /// link, which may leave that out.
    ///
    /// @param linksToo whether it does not
    boolean asksAttributes(boolean linksToo) {
        int link = ItemFlags.NAME_FOLLOWS | ItemFlags.LOCAL_CHANGE;
        return (flags & ItemFlags.REPORT_XATTRS) != 0 && (linksToo || (flags & link) != link);
    }
}
