package lockstep.rsync;

import java.io.IOException;
import lockstep.rsync.EntryReader.Names;
import lockstep.wire.Broken;
import lockstep.wire.WireIn;

/// Reads the access control lists of entries: one for access, and for a directory one more for
/// what is made in it.
///
/// An ACL is a varint: 1 + the number of an earlier one of its sort, or 0 and a new one: a byte of
/// flags, and for each of them in their order the permissions (varint) of user, group, mask and
/// others, and the named ones: their count, then for each its id, `permissions << 2 | 2 for a user
/// | 1 where a name follows`, and that name with its length in a byte. All varints.
///
/// Permissions that the mode tells already are left out: most entries have an ACL without flags.
final class AclReader {
    private static final int PLAIN_PERMISSIONS = 4;
    private static final int NAMED = 1 << 4;
    private static final int MAX_FLAGS = (1 << 5) - 1;
    private static final int PERMISSIONS = 7;

    /// Of the named ones: macOS has 25 bits for each (rsync's `lib/sysacls.h`), others 3. Whether
    /// a node can have them, its rsync judges.
    private static final int NAMED_PERMISSIONS = (1 << 25) - 1;
    private static final int NAME_FOLLOWS = 1;
    private static final int USER = 2;

    /// What fits in the 64 kB that Linux has for one.
    private static final int MAX_NAMED = 1 << 13;

    private final boolean inline;
    private final Names names;
    private int access;
    private int defaults;

    /// @param inline whether names may follow ids
    AclReader(boolean inline, Names names) {
        this.inline = inline;
        this.names = names;
    }

    void access(WireIn in) throws IOException {
        access += one(in, access);
    }

    void defaults(WireIn in) throws IOException {
        defaults += one(in, defaults);
    }

    /// Reads one; gives how many new ones that were.
    private int one(WireIn in, int known) throws IOException {
        if (in.count(known, "the number of an access control list") > 0) {
            return 0;
        }
        int flags = in.unsignedByte();
        if (flags > MAX_FLAGS) {
            throw new Broken("an access control list with the flags " + flags);
        }
        for (int i = 0; i < PLAIN_PERMISSIONS; i++) {
            if ((flags & 1 << i) != 0) {
                in.count(PERMISSIONS, "permissions");
            }
        }
        if ((flags & NAMED) != 0) {
            int count = in.count(MAX_NAMED, "names of an access control list");
            for (int i = 0; i < count; i++) {
                named(in);
            }
        }
        return 1;
    }

    private void named(WireIn in) throws IOException {
        int id = in.varint();
        int bits = in.count(NAMED_PERMISSIONS << 2 | USER | NAME_FOLLOWS, "permissions");
        if ((bits & NAME_FOLLOWS) == 0) {
            return;
        }
        if (!inline) {
            throw new Broken("a name in an access control list, where none was due");
        }
        byte[] name = IdLists.name(in);
        if ((bits & USER) != 0) {
            names.user(id, name);
        } else {
            names.group(id, name);
        }
    }
}
