package lockstep.rsync;

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

    private ItemFlags() {}
}
