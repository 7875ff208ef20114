package lockstep.rsync;

import lockstep.tree.Kind;
import lockstep.wire.Bytes;

/// File lists as rsync 3.5.0 sends them to a client with varint flags.
final class Entries {
    static final int TOP = 1;
    static final int SAME_MODE = 1 << 1;
    static final int SAME_UID = 1 << 3;
    static final int SAME_GID = 1 << 4;
    static final int SAME_NAME = 1 << 5;
    static final int LONG_NAME = 1 << 6;
    static final int NO_CONTENT = 1 << 8;
    static final int HARD_LINKED = 1 << 9;
    static final int FIRST_LINKED = 1 << 12;
    static final int MOD_NSEC = 1 << 13;
    static final int OWNERS = SAME_UID | SAME_GID;
    static final long TIME = 1_700_000_000L;

    final Bytes bytes = new Bytes();

    /// A list that begins as every whole one does.
    static Entries rooted() {
        return new Entries().directory(".");
    }

    Entries file(String name, long size) {
        return plain(name, size, Kind.FILE.mode(0644));
    }

    Entries directory(String name) {
        return plain(name, 4096, Kind.DIRECTORY.mode(0755));
    }

    /// A directory without what is in it.
    Entries bare(String name) {
        return flagged(OWNERS | NO_CONTENT, name, Kind.DIRECTORY.mode(0755));
    }

    Entries link(String name, String target) {
        plain(name, target.length(), Kind.SYMLINK.mode(0777));
        bytes.varint(target.length()).text(target);
        return this;
    }

    Entries missing(String name) {
        return plain(name, 0, 0);
    }

    /// A directory above a chosen path.
    Entries implied(String name) {
        return flagged(OWNERS | TOP | NO_CONTENT, name, Kind.DIRECTORY.mode(0755));
    }

    Entries plain(String name, long size, int mode) {
        name(OWNERS, name);
        bytes.varlong(size, 3).varlong(TIME, 4).i32(mode);
        return this;
    }

    Entries flagged(int flags, String name, int mode) {
        name(flags, name);
        bytes.varlong(1, 3).varlong(TIME, 4).i32(mode);
        return this;
    }

    /// A file that begins a group of hard links.
    Entries firstLinked(String name) {
        return flagged(OWNERS | HARD_LINKED | FIRST_LINKED, name, Kind.FILE.mode(0644));
    }

    /// One more of a group.
    ///
    /// @param first the number of the entry that began it, in the order in which they come
    Entries laterLinked(String name, int first) {
        name(OWNERS | HARD_LINKED, name);
        bytes.varint(first);
        return this;
    }

    private void name(int flags, String name) {
        if (name.length() > 255) {
            bytes.varint(flags | LONG_NAME).varint(name.length()).text(name);
        } else {
            bytes.varint(flags).u8(name.length()).text(name);
        }
    }

    /// The end of a list of incremental recursion.
    Bytes end() {
        return bytes.varint(0).varint(0);
    }

    /// The end of a whole list, with its names of users and groups.
    Bytes endWhole() {
        end();
        bytes.varint(0).u8(4).text("root");
        return bytes.varint(0).u8(4).text("root");
    }

    /// As [#endWhole], between rsyncs that leave out the name of number 0.
    Bytes endUnnamed() {
        return end().varint(0).varint(0);
    }

    /// What a sender says that was asked for nothing, after a whole list.
    static Bytes farewell() {
        Bytes bytes = new Bytes().u8(0, 0, 0);
        for (int i = 0; i < 5; i++) {
            bytes.varlong(7, 3);
        }
        return bytes.u8(0);
    }

    /// What a target says that wants nothing, after a whole list.
    static Bytes thanks() {
        return new Bytes().u8(0, 0, 0, 0, 0);
    }
}
