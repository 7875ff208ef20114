package lockstep.rsync;

import lockstep.wire.Broken;

/// What stands before every entry of a file list: what is as in the entry before, what follows,
/// and what kind of entry it is.
final class EntryFlags {
    static final int TOP = 1;
    static final int SAME_MODE = 1 << 1;
    static final int EXTENDED = 1 << 2;
    static final int SAME_UID = 1 << 3;
    static final int SAME_GID = 1 << 4;
    static final int SAME_NAME = 1 << 5;
    static final int LONG_NAME = 1 << 6;
    static final int SAME_TIME = 1 << 7;
    static final int SAME_MAJOR = 1 << 8; // of devices
    static final int NO_CONTENT = 1 << 8; // of directories
    static final int HARD_LINKED = 1 << 9;
    static final int USER_NAME = 1 << 10;
    static final int GROUP_NAME = 1 << 11;
    static final int FIRST_LINKED = 1 << 12; // of hard links
    static final int IO_ERROR_END = 1 << 12; // alone, where flags are no varint
    static final int MOD_NSEC = 1 << 13;
    static final int SAME_ACCESS = 1 << 14;
    static final int CREATED_AS_CHANGED = 1 << 17;

    private static final int ALWAYS =
            TOP
                    | SAME_MODE
                    | EXTENDED
                    | SAME_UID
                    | SAME_GID
                    | SAME_NAME
                    | LONG_NAME
                    | SAME_TIME
                    | SAME_MAJOR
                    | MOD_NSEC;

    private EntryFlags() {}

    /// The flags that entries of a form may have.
    static int allowed(EntryReader.Form form) {
        int flags = ALWAYS;
        flags |= form.has(Trait.HARD_LINKS) ? HARD_LINKED | FIRST_LINKED : 0;
        flags |= form.namesInline() && form.has(Trait.OWNERS) ? USER_NAME : 0;
        flags |= form.namesInline() && form.has(Trait.GROUPS) ? GROUP_NAME : 0;
        flags |= form.has(Trait.ACCESS_TIMES) ? SAME_ACCESS : 0;
        flags |= form.has(Trait.CREATION_TIMES) ? CREATED_AS_CHANGED : 0;
        return flags;
    }

    /// Refuses what nobody asked for.
    static void judge(int flags, int allowed) throws Broken {
        int unasked = flags & ~allowed;
        if ((unasked & HARD_LINKED) != 0) {
            throw new Broken("a hard link that nobody asked for");
        } else if ((unasked & (USER_NAME | GROUP_NAME)) != 0) {
            throw new Broken("an entry with the name of a user or group, where none was due");
        } else if (unasked != 0 || (flags & (HARD_LINKED | FIRST_LINKED)) == FIRST_LINKED) {
            throw new Broken("an entry with the flags " + Integer.toHexString(flags));
        }
    }
}
