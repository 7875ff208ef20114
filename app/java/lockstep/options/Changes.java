package lockstep.options;

import java.util.Arrays;
import lockstep.rsync.ItemFlags;
import lockstep.rsync.Itemized;

/// The eleven letters of `%i`, `YXcstpoguax` as rsync(1) calls them.
///
/// Content that is sent is shown with `>`, as rsync shows a copy between two directories: seen from
/// the target, it is received.
final class Changes {
    /// What stands for a deletion.
    static final String DELETING = "*deleting  ";

    private static final int LENGTH = 11;
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;

    private Changes() {}

    /// @param timesKept whether times of change are kept (`-t`); if not, the target's are new
    static String letters(Itemized item, boolean timesKept) {
        int flags = item.flags();
        int type = item.listed().mode() & TYPE;
        char[] c = new char[LENGTH];
        c[0] = update(flags);
        c[1] = kind(type);
        if ((flags & ItemFlags.IS_NEW) != 0) {
            Arrays.fill(c, 2, LENGTH, '+');
            return new String(c);
        }
        boolean link = type == LINK;
        boolean notSet = !timesKept || link && (flags & ItemFlags.TIME_NOT_SET) != 0;
        c[2] = letter(flags, ItemFlags.REPORT_CHANGE, 'c');
        c[3] = link ? '.' : letter(flags, ItemFlags.REPORT_SIZE, 's');
        c[4] = letter(flags, ItemFlags.REPORT_TIME, notSet ? 'T' : 't');
        c[5] = letter(flags, ItemFlags.REPORT_MODE, 'p');
        c[6] = letter(flags, ItemFlags.REPORT_OWNER, 'o');
        c[7] = letter(flags, ItemFlags.REPORT_GROUP, 'g');
        c[8] = otherTimes(flags);
        c[9] = letter(flags, ItemFlags.REPORT_ACL, 'a');
        c[10] = letter(flags, ItemFlags.REPORT_XATTRS, 'x');
        String attributes = new String(c, 2, LENGTH - 2);
        if (c[0] != '>' && attributes.equals(".".repeat(LENGTH - 2))) {
            Arrays.fill(c, 2, LENGTH, ' ');
        }
        return new String(c);
    }

    private static char update(int flags) {
        if ((flags & ItemFlags.LOCAL_CHANGE) != 0) {
            return (flags & ItemFlags.NAME_FOLLOWS) != 0 ? 'h' : 'c';
        }
        return (flags & ItemFlags.TRANSFER) != 0 ? '>' : '.';
    }

    private static char kind(int type) {
        return switch (type) {
            case FILE -> 'f';
            case DIRECTORY -> 'd';
            case LINK -> 'L';
            case FIFO, SOCKET -> 'S';
            default -> 'D';
        };
    }

    private static char otherTimes(int flags) {
        boolean access = (flags & ItemFlags.REPORT_ACCESS_TIME) != 0;
        boolean creation = (flags & ItemFlags.REPORT_CREATION_TIME) != 0;
        return access && creation ? 'b' : access ? 'u' : creation ? 'n' : '.';
    }

    private static char letter(int flags, int bit, char letter) {
        return (flags & bit) != 0 ? letter : '.';
    }
}
