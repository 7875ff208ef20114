package lockstep.rsync;

import java.io.IOException;
import java.util.Set;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.tree.ListingBuilder.Facts;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.WireIn;
import org.jspecify.annotations.Nullable;

/// Reads the entries of a file list. Names are prefix-compressed; mode, time and owners carry over
/// from entry to entry, and from list to list of one conversation, so one reader serves them all.
///
/// An entry, with varint flags: flags; where `SAME_NAME` the length shared with the name before;
/// the length of the rest and the rest; for a later one of hard links the index of the first; size
/// (varlong 3); time (varlong 4) unless `SAME_TIME`; nanoseconds where `MOD_NSEC`; time of creation
/// (varlong 4) where asked for and unless `CREATED_AS_CHANGED`; mode (int32) unless `SAME_MODE`;
/// time of access (varlong 4) where asked for, unless `SAME_ACCESS` or a directory; user, group
/// (varint) unless the same, each with a name where flagged; device numbers; a link's target; a
/// file's digest; ACLs of all but links; extended attributes.
///
/// A hard link whose group began in the same list has nothing between that index and the ACLs: all
/// of it is as in the first, also for the entries that follow.
final class EntryReader {
    private static final int MAX_TARGET = 4095;
    private static final long MAX_SECONDS = 1L << 54;
    private static final int IO_ERROR_BITS = 7;

    /// The most entries of all lists of a conversation, so that no index can run over.
    private static final int MAX_INDEX = 100_000_000;

    /// What an entry belongs to that is no hard link.
    static final int NO_GROUP = -1;

    /// What the conversation settled about the form of entries.
    record Form(
            Set<Trait> traits, boolean varintFlags, boolean specialsHaveNumbers, int digestLength) {
        boolean has(Trait trait) {
            return traits.contains(trait);
        }

        /// Whether users and groups are named where they are first told; else the names follow a
        /// whole list, or there are none.
        boolean namesInline() {
            return has(Trait.INCREMENTAL) && !has(Trait.NUMERIC_IDS);
        }
    }

    /// Takes names of users and groups that stand in entries.
    interface Names {
        /// Nobody wants to know.
        Names NONE =
                new Names() {
                    @Override
                    public void user(int uid, byte[] name) {}

                    @Override
                    public void group(int gid, byte[] name) {}
                };

        void user(int uid, byte[] name) throws IOException;

        void group(int gid, byte[] name) throws IOException;
    }

    private final Form form;
    private final Names names;
    private final Budget budget;
    private final int allowed;
    private final HardLinks links;
    private final AclReader acls;
    private final XattrSets xattrs;

    /// The entry read last: its path is `path[0, length)`.
    final byte[] path = new byte[TreePath.MAX_LENGTH];

    int length;
    private @Nullable TreePath treePath;
    final Facts facts = new Facts();

    /// Whether it says to be a directory that was not asked for and only stands above something
    /// that was: a target then leaves its attributes alone.
    boolean implied;

    /// Whether it is a directory that comes without what is in it: a target deletes nothing there.
    boolean bare;

    /// The group of hard links that it belongs to, or [#NO_GROUP].
    int group = NO_GROUP;

    /// The number of its set of extended attributes, or [XattrSets#NONE].
    int attributes = XattrSets.NONE;

    private final byte[] digest;
    private int major;
    private int ioError;
    /// Of the next entry, in the order in which they come.
    private int index;

    /// @param budget of the source
    EntryReader(Form form, Names names, Budget budget) {
        this(form, names, new XattrSets(budget), budget);
    }

    /// @param xattrs takes the sets that come
    EntryReader(Form form, Names names, XattrSets xattrs, Budget budget) {
        this.form = form;
        this.names = new OneName(names, budget);
        this.budget = budget;
        this.links = new HardLinks(budget);
        this.allowed = EntryFlags.allowed(form);
        this.acls = new AclReader(form.namesInline(), this.names);
        this.xattrs = xattrs;
        this.digest = new byte[form.digestLength()];
        this.index = form.has(Trait.INCREMENTAL) ? 1 : 0;
    }

    /// Reads one entry; false at the end of the list.
    boolean next(WireIn in) throws IOException {
        int flags = flags(in);
        if (index >= MAX_INDEX) {
            throw budget.tooMany();
        }
        if (flags == 0) {
            links.endOfList();
            index++; // between two lists stands the second one's directory
            return false;
        }
        EntryFlags.judge(flags, allowed);
        name(in, flags);
        entry(in, flags);
        Kind kind = Kind.of(facts.mode);
        bare = kind == Kind.DIRECTORY && (flags & EntryFlags.NO_CONTENT) != 0;
        implied = bare && (flags & EntryFlags.TOP) != 0;
        if (form.has(Trait.ACLS) && kind != Kind.SYMLINK) {
            acls.access(in);
            if (kind == Kind.DIRECTORY) {
                acls.defaults(in);
            }
        }
        if (form.has(Trait.XATTRS)) {
            attributes = xattrs.read(in);
        }
        index++;
        budget.counted();
        in.itemDone();
        return true;
    }

    private void entry(WireIn in, int flags) throws IOException {
        boolean linked = (flags & EntryFlags.HARD_LINKED) != 0;
        boolean first = (flags & EntryFlags.FIRST_LINKED) != 0;
        group = !linked ? NO_GROUP : first ? index : in.varint();
        if (linked && !first && links.fill(group, facts)) {
            if (isDevice()) {
                major = (int) (facts.device >>> 32);
            }
            return;
        }
        facts(in, flags);
        if (linked && (facts.mode == 0 || Kind.of(facts.mode) == Kind.DIRECTORY)) {
            throw new Broken("a hard link that is a directory or missing");
        }
        if (first) {
            links.begin(index, facts);
        }
    }

    private boolean isDevice() {
        Kind kind = Kind.of(facts.mode);
        return kind == Kind.CHARACTER_DEVICE || kind == Kind.BLOCK_DEVICE;
    }

    private void facts(WireIn in, int flags) throws IOException {
        facts.size = in.varlong(3);
        if (facts.size < 0) {
            throw new Broken("a negative size");
        }
        times(in, flags);
        if ((flags & EntryFlags.SAME_MODE) == 0) {
            facts.mode = in.int32();
        }
        if (form.has(Trait.ACCESS_TIMES)
                && Kind.of(facts.mode) != Kind.DIRECTORY
                && (flags & EntryFlags.SAME_ACCESS) == 0) {
            time(in);
        }
        owners(in, flags);
        rest(in, flags);
    }

    /// The I/O errors that the lists ended with so far.
    int ioError() {
        return ioError;
    }

    private int flags(WireIn in) throws IOException {
        if (form.varintFlags()) {
            int flags = in.varint();
            if (flags == 0) {
                ioError |= in.count(IO_ERROR_BITS, "I/O errors");
            }
            return flags;
        }
        int flags = in.unsignedByte();
        if ((flags & EntryFlags.EXTENDED) != 0) {
            flags |= in.unsignedByte() << 8;
            if (flags == (EntryFlags.EXTENDED | EntryFlags.IO_ERROR_END)) {
                ioError |= in.count(IO_ERROR_BITS, "I/O errors");
                return 0;
            }
        }
        return flags;
    }

    private void name(WireIn in, int flags) throws IOException {
        int shared = (flags & EntryFlags.SAME_NAME) != 0 ? in.unsignedByte() : 0;
        int rest =
                (flags & EntryFlags.LONG_NAME) != 0
                        ? in.count(TreePath.MAX_LENGTH, "a name")
                        : in.unsignedByte();
        if (shared > length || shared + rest > path.length || shared + rest == 0) {
            throw new Broken("a name of " + shared + " + " + rest + " bytes");
        }
        in.fully(path, shared, rest);
        length = shared + rest;
        treePath = null;
        if (length == 1 && path[0] == '.') {
            return;
        }
        try {
            TreePath.check(path, 0, length);
        } catch (MalformedTree e) {
            throw new Broken(e.reason());
        }
    }

    /// The path as a value, made once where anybody asks for it.
    TreePath treePath() {
        TreePath made = treePath;
        if (made == null) {
            try {
                made = TreePath.checked(path, 0, length);
            } catch (MalformedTree e) {
                throw new IllegalStateException("a path that was checked when it was read", e);
            }
            treePath = made;
        }
        return made;
    }

    private void times(WireIn in, int flags) throws IOException {
        if ((flags & EntryFlags.SAME_TIME) == 0) {
            facts.mtime = time(in);
        }
        facts.nanos = (flags & EntryFlags.MOD_NSEC) != 0 ? in.count(999_999_999, "nanoseconds") : 0;
        if (form.has(Trait.CREATION_TIMES) && (flags & EntryFlags.CREATED_AS_CHANGED) == 0) {
            time(in);
        }
    }

    private static long time(WireIn in) throws IOException {
        long seconds = in.varlong(4);
        if (seconds > MAX_SECONDS || seconds < -MAX_SECONDS) {
            throw new Broken("a time of " + seconds + " seconds");
        }
        return seconds;
    }

    private void owners(WireIn in, int flags) throws IOException {
        if (form.has(Trait.OWNERS) && (flags & EntryFlags.SAME_UID) == 0) {
            facts.uid = in.varint();
            if ((flags & EntryFlags.USER_NAME) != 0) {
                names.user(facts.uid, IdLists.name(in));
            }
        }
        if (form.has(Trait.GROUPS) && (flags & EntryFlags.SAME_GID) == 0) {
            facts.gid = in.varint();
            if ((flags & EntryFlags.GROUP_NAME) != 0) {
                names.group(facts.gid, IdLists.name(in));
            }
        }
    }

    private void rest(WireIn in, int flags) throws IOException {
        Kind kind = Kind.of(facts.mode);
        facts.device = 0;
        facts.target = null;
        facts.digest = null;
        if (kind == null) {
            if (facts.mode != 0) {
                throw new Broken("a mode of " + Integer.toOctalString(facts.mode));
            }
            return;
        }
        switch (kind) {
            case CHARACTER_DEVICE, BLOCK_DEVICE -> {
                if (form.has(Trait.DEVICES)) {
                    device(in, flags);
                }
            }
            case FIFO, SOCKET -> {
                if (form.has(Trait.SPECIALS) && form.specialsHaveNumbers()) {
                    device(in, flags);
                }
                facts.device = 0;
            }
            case SYMLINK -> {
                if (form.has(Trait.LINKS)) {
                    target(in);
                }
            }
            case FILE -> {
                if (form.digestLength() > 0) {
                    in.fully(digest, 0, digest.length);
                    facts.digest = digest;
                }
            }
            case DIRECTORY -> {}
        }
    }

    private void device(WireIn in, int flags) throws IOException {
        if ((flags & EntryFlags.SAME_MAJOR) == 0) {
            major = in.varint();
        }
        facts.device = (long) major << 32 | in.varint() & 0xffffffffL;
        facts.size = 0;
    }

    private void target(WireIn in) throws IOException {
        byte[] target = new byte[in.count(MAX_TARGET, "a link's target")];
        in.fully(target, 0, target.length);
        for (byte b : target) {
            if (b == 0) {
                throw new Broken("a link's target that holds a NUL");
            }
        }
        facts.target = target;
    }

    /// Reads the names that follow a whole list, see [IdLists].
    void idLists(WireIn in, boolean zeroNamed) throws IOException {
        IdLists.read(in, form, zeroNamed, names);
    }
}
