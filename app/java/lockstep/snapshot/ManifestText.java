package lockstep.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import org.jspecify.annotations.Nullable;

/// The text of a manifest: words between single spaces, one line an entry.
///
///     lockstep manifest 1
///     digest xxh128 16
///     user 33 www-data
///     group 33 www-data
///     040755 33 33 1763820000.0 .
///     100644 33 33 1763820000.123456789 1234 0123…ef assets/app.js
///     120777 33 33 1763820000.0 assets/app.js current
///     060660 0 6 1763820000.0 8:1 disk
///     sha256 0123…ef
///
/// An entry has its mode in octal with the bits of its type, the numbers of owner and group, its
/// time in seconds and nanoseconds since 1970; a file then its length and digest, a link where it
/// leads, a device its numbers; and its path. In paths and targets, what is no byte above the space
/// and below DEL, and the backslash, is a backslash with three octal digits; bytes above DEL stand
/// for themselves. The root comes first, as `.`, and each entry after the directory that it is in.
final class ManifestText {
    static final String FIRST = "lockstep manifest 1";
    static final String DIGEST = "digest ";
    static final String USER = "user ";
    static final String GROUP = "group ";
    static final String LAST = "sha256 ";

    private ManifestText() {}

    /// Whether every file that is not empty has its digest.
    static boolean hasAllDigests(Listing listing) {
        for (int row = 0; row < listing.size(); row++) {
            if (listing.kind(row) == Kind.FILE && !listing.hasDigest(row)) {
                return false;
            }
        }
        return true;
    }

    /// All but the last line.
    static void write(Listing listing, OutputStream out) throws IOException {
        line(out, FIRST);
        line(out, DIGEST + listing.digestName() + " " + listing.digestLength());
        for (Map.Entry<Integer, String> user : users(listing).entrySet()) {
            line(out, USER + Integer.toUnsignedString(user.getKey()) + " " + user.getValue());
        }
        for (Map.Entry<Integer, String> group : groups(listing).entrySet()) {
            line(out, GROUP + Integer.toUnsignedString(group.getKey()) + " " + group.getValue());
        }
        for (int row = 0; row < listing.size(); row++) {
            String owners =
                    Integer.toUnsignedString(listing.uid(row))
                            + " "
                            + Integer.toUnsignedString(listing.gid(row));
            String time = listing.modifiedSeconds(row) + "." + listing.modifiedNanos(row);
            entry(listing, row, owners + " " + time, out);
        }
    }

    /// The entries as they are for [Manifest#state].
    static void writeState(Listing listing, OutputStream out) throws IOException {
        for (int row = 0; row < listing.size(); row++) {
            String time = listing.isDirectory(row) ? "-" : "" + listing.modifiedSeconds(row);
            entry(listing, row, listing.owner(row) + " " + listing.group(row) + " " + time, out);
        }
    }

    static String end(String id) {
        return LAST + id + "\n";
    }

    private static void entry(Listing listing, int row, String owned, OutputStream out)
            throws IOException {
        StringBuilder words = new StringBuilder(96);
        String mode = Integer.toOctalString(listing.mode(row));
        words.append("0".repeat(Math.max(0, 6 - mode.length()))).append(mode);
        words.append(' ').append(owned).append(' ');
        if (listing.kind(row) == Kind.FILE) {
            byte[] digest = listing.digest(row);
            words.append(listing.bytes(row)).append(' ');
            words.append(digest == null ? "-" : HexFormat.of().formatHex(digest)).append(' ');
        } else if (isDevice(listing.kind(row))) {
            words.append(listing.device(row) >>> 32).append(':');
            words.append(listing.device(row) & 0xffff_ffffL).append(' ');
        }
        out.write(words.toString().getBytes(StandardCharsets.UTF_8));
        if (listing.kind(row) == Kind.SYMLINK) {
            escaped(listing.target(row), out);
            out.write(' ');
        }
        escaped(row == 0 ? new byte[] {'.'} : listing.path(row).toBytes(), out);
        out.write('\n');
    }

    static boolean isDevice(@Nullable Kind kind) {
        return kind == Kind.CHARACTER_DEVICE || kind == Kind.BLOCK_DEVICE;
    }

    private static void escaped(byte @Nullable [] bytes, OutputStream out) throws IOException {
        if (bytes == null) {
            return;
        }
        for (byte b : bytes) {
            if (isPlain(b)) {
                out.write(b);
            } else {
                out.write('\\');
                out.write('0' + (b >> 6 & 3));
                out.write('0' + (b >> 3 & 7));
                out.write('0' + (b & 7));
            }
        }
    }

    static boolean isPlain(byte b) {
        return b < 0 || b > ' ' && b < 0x7f && b != '\\';
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// The users that own something there and have a name.
    private static Map<Integer, String> users(Listing listing) {
        Map<Integer, String> names = new TreeMap<>(Integer::compareUnsigned);
        for (int row = 0; row < listing.size(); row++) {
            put(names, listing.uid(row), listing.userName(listing.uid(row)));
        }
        return names;
    }

    private static Map<Integer, String> groups(Listing listing) {
        Map<Integer, String> names = new TreeMap<>(Integer::compareUnsigned);
        for (int row = 0; row < listing.size(); row++) {
            put(names, listing.gid(row), listing.groupName(listing.gid(row)));
        }
        return names;
    }

    private static void put(Map<Integer, String> names, int id, @Nullable String name) {
        if (name != null) {
            names.putIfAbsent(id, name);
        }
    }
}
