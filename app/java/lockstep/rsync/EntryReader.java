package lockstep.rsync;

import java.io.IOException;
import java.util.Set;
import lockstep.tree.Kind;
import lockstep.tree.ListingBuilder.Facts;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.WireIn;

/// Reads the entries of a file list. Names are prefix-compressed; mode, time and owners carry over
/// from entry to entry, and from list to list of one conversation, so one reader serves them all.
///
/// An entry, with varint flags: flags; where `SAME_NAME` the length shared with the name before;
/// the length of the rest and the rest; size (varlong 3); time (varlong 4) unless `SAME_TIME`;
/// nanoseconds where `MOD_NSEC`; mode (int32) unless `SAME_MODE`; user, group (varint) unless the
/// same, each with a name where flagged; device numbers; a link's target; a file's digest.
final class EntryReader {
    private static final int TOP = 1;
    private static final int SAME_MODE = 1 << 1;
    private static final int EXTENDED = 1 << 2;
    private static final int SAME_UID = 1 << 3;
    private static final int SAME_GID = 1 << 4;
    private static final int SAME_NAME = 1 << 5;
    private static final int LONG_NAME = 1 << 6;
    private static final int SAME_TIME = 1 << 7;
    private static final int SAME_MAJOR = 1 << 8; // of devices
    private static final int NO_CONTENT = 1 << 8; // of directories
    private static final int HARD_LINKED = 1 << 9;
    private static final int USER_NAME = 1 << 10;
    private static final int GROUP_NAME = 1 << 11;
    private static final int IO_ERROR_END = 1 << 12;
    private static final int MOD_NSEC = 1 << 13;

    private static final int MAX_TARGET = 4095;
    private static final long MAX_SECONDS = 1L << 54;
    private static final int IO_ERROR_BITS = 7;
    private static final int MAX_IDS = 1 << 20;

    /// What the conversation settled about the form of entries.
    record Form(
            Set<Trait> traits, boolean varintFlags, boolean specialsHaveNumbers, int digestLength) {
        boolean has(Trait trait) {
            return traits.contains(trait);
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

        void user(int uid, byte[] name);

        void group(int gid, byte[] name);
    }

    private final Form form;
    private final Names names;

    /// The entry read last: its path is `path[0, length)`.
    final byte[] path = new byte[TreePath.MAX_LENGTH];

    int length;
    final Facts facts = new Facts();

    /// Whether it says to be a directory that was not asked for and only stands above something
    /// that was: a target then leaves its attributes alone.
    boolean implied;

    private final byte[] digest;
    private int major;
    private int ioError;

    EntryReader(Form form, Names names) {
        this.form = form;
        this.names = names;
        this.digest = new byte[form.digestLength()];
    }

    /// Reads one entry; false at the end of the list.
    boolean next(WireIn in) throws IOException {
        int flags = flags(in);
        if (flags == 0) {
            return false;
        }
        if ((flags & HARD_LINKED) != 0) {
            throw new Broken("a hard link that nobody asked for");
        }
        name(in, flags);
        facts.size = in.varlong(3);
        if (facts.size < 0) {
            throw new Broken("a negative size");
        }
        times(in, flags);
        if ((flags & SAME_MODE) == 0) {
            facts.mode = in.int32();
        }
        owners(in, flags);
        rest(in, flags);
        implied =
                Kind.of(facts.mode) == Kind.DIRECTORY
                        && (flags & TOP) != 0
                        && (flags & NO_CONTENT) != 0;
        in.itemDone();
        return true;
    }

    /// The I/O errors that the lists ended with so far.
    int ioError() {
        return ioError;
    }

    private int flags(WireIn in) throws IOException {
        if (form.varintFlags()) {
            int flags = in.varint();
            if (flags == 0) {
                ioError |= in.varint() & IO_ERROR_BITS;
            }
            return flags;
        }
        int flags = in.unsignedByte();
        if ((flags & EXTENDED) != 0) {
            flags |= in.unsignedByte() << 8;
            if (flags == (EXTENDED | IO_ERROR_END)) {
                ioError |= in.varint() & IO_ERROR_BITS;
                return 0;
            }
        }
        return flags;
    }

    private void name(WireIn in, int flags) throws IOException {
        int shared = (flags & SAME_NAME) != 0 ? in.unsignedByte() : 0;
        int rest =
                (flags & LONG_NAME) != 0
                        ? in.count(TreePath.MAX_LENGTH, "a name")
                        : in.unsignedByte();
        if (shared > length || shared + rest > path.length || shared + rest == 0) {
            throw new Broken("a name of " + shared + " + " + rest + " bytes");
        }
        in.fully(path, shared, rest);
        length = shared + rest;
        if (length == 1 && path[0] == '.') {
            return;
        }
        try {
            TreePath.check(path, 0, length);
        } catch (MalformedTree e) {
            throw new Broken(e.reason());
        }
    }

    private void times(WireIn in, int flags) throws IOException {
        if ((flags & SAME_TIME) == 0) {
            facts.mtime = in.varlong(4);
            if (facts.mtime > MAX_SECONDS || facts.mtime < -MAX_SECONDS) {
                throw new Broken("a time of " + facts.mtime + " seconds");
            }
        }
        facts.nanos = (flags & MOD_NSEC) != 0 ? in.count(999_999_999, "nanoseconds") : 0;
    }

    private void owners(WireIn in, int flags) throws IOException {
        if ((flags & SAME_UID) == 0) {
            facts.uid = in.varint();
            if ((flags & USER_NAME) != 0) {
                names.user(facts.uid, idName(in));
            }
        }
        if ((flags & SAME_GID) == 0) {
            facts.gid = in.varint();
            if ((flags & GROUP_NAME) != 0) {
                names.group(facts.gid, idName(in));
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
        if ((flags & SAME_MAJOR) == 0) {
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

    /// Reads the two lists of names that follow a whole list: users, then groups; id 0 ends each,
    /// with a name of its own where `zeroNamed`.
    void idLists(WireIn in, boolean zeroNamed) throws IOException {
        boolean named = !form.has(Trait.NUMERIC_IDS);
        if (named && form.has(Trait.OWNERS)) {
            idList(in, zeroNamed, names::user);
        }
        if (named && form.has(Trait.GROUPS)) {
            idList(in, zeroNamed, names::group);
        }
    }

    private static void idList(WireIn in, boolean zeroNamed, IdName to) throws IOException {
        int count = 0;
        for (int id = in.varint(); id != 0; id = in.varint()) {
            if (++count > MAX_IDS) {
                throw new Broken("more than " + MAX_IDS + " names of users or groups");
            }
            to.named(id, idName(in));
        }
        if (zeroNamed) {
            to.named(0, idName(in));
        }
    }

    /// Takes one id and its name.
    @FunctionalInterface
    private interface IdName {
        void named(int id, byte[] name);
    }

    private static byte[] idName(WireIn in) throws IOException {
        byte[] name = new byte[in.unsignedByte()];
        in.fully(name, 0, name.length);
        return name;
    }
}
