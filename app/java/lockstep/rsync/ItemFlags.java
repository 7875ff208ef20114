package lockstep.rsync;

import java.util.Set;

/// What a generator says about an entry, in two bytes behind its index; rsync(1) prints the same
/// with `--itemize-changes`.
public final class ItemFlags {
    public static final int REPORT_ACCESS_TIME = 1;
    public static final int REPORT_CHANGE = 1 << 1;
    public static final int REPORT_SIZE = 1 << 2; // of files
    public static final int TIME_NOT_SET = 1 << 2; // of links
    public static final int REPORT_TIME = 1 << 3;
    public static final int REPORT_MODE = 1 << 4;
    public static final int REPORT_OWNER = 1 << 5;
    public static final int REPORT_GROUP = 1 << 6;
    public static final int REPORT_ACL = 1 << 7;
    public static final int REPORT_XATTRS = 1 << 8;
    public static final int REPORT_CREATION_TIME = 1 << 10;
    public static final int BASIS_FOLLOWS = 1 << 11;
    public static final int NAME_FOLLOWS = 1 << 12;
    public static final int IS_NEW = 1 << 13;
    public static final int LOCAL_CHANGE = 1 << 14;
    public static final int TRANSFER = 1 << 15;

    /// Any of these makes an entry a change worth telling.
    static final int SIGNIFICANT = ~(BASIS_FOLLOWS | NAME_FOLLOWS | LOCAL_CHANGE) & 0xffff;

    private static final int ALWAYS =
            REPORT_CHANGE
                    | REPORT_SIZE
                    | REPORT_TIME
                    | REPORT_MODE
                    | REPORT_OWNER
                    | REPORT_GROUP
                    | BASIS_FOLLOWS
                    | IS_NEW
                    | LOCAL_CHANGE
                    | TRANSFER;

    private ItemFlags() {}

    /// The flags that the traits of a conversation give reason for.
    static int allowed(Set<Trait> traits) {
        int flags = ALWAYS;
        flags |= traits.contains(Trait.ACCESS_TIMES) ? REPORT_ACCESS_TIME : 0;
        flags |= traits.contains(Trait.CREATION_TIMES) ? REPORT_CREATION_TIME : 0;
        flags |= traits.contains(Trait.ACLS) ? REPORT_ACL : 0;
        flags |= traits.contains(Trait.XATTRS) ? REPORT_XATTRS : 0;
        boolean links = traits.contains(Trait.HARD_LINKS) || traits.contains(Trait.OTHER_BASES);
        return flags | (links ? NAME_FOLLOWS : 0);
    }
}
