package lockstep.options;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import lockstep.rsync.Itemized;
import lockstep.rsync.Listed;
import org.jspecify.annotations.Nullable;

/// What the letters of a format stand for. `%f` is the name with the directory that the source was
/// asked for before it, where that is one.
final class ItemValues {
    private static final DateTimeFormatter MODIFIED =
            DateTimeFormatter.ofPattern("uuuu/MM/dd-HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter NOW =
            DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT);
    private static final int LINK = 0120000;

    private final Clock clock;
    private final Origin origin;
    private int digestLength = 16;

    /// What is known of the source beforehand.
    ///
    /// @param directory what stands before each name in `%f`; empty where there is none
    /// @param groups whether groups are told
    /// @param times whether times of change are kept
    record Origin(String directory, boolean groups, boolean times) {}

    ItemValues(Clock clock, Origin origin) {
        this.clock = clock;
        this.origin = origin;
    }

    /// Of a deletion.
    LineFormat.Values deletion(byte[] name) {
        return (letter, human) ->
                switch (letter) {
                    case 'n' -> name;
                    case 'f' -> withoutSlash(name);
                    case 'i' -> ascii(Changes.DELETING);
                    case 'o' -> ascii("del.");
                    case 'B' -> ascii("-".repeat(9));
                    case 'b', 'c', 'l' -> ascii(Figures.of(0, human));
                    case 'C' -> ascii(" ".repeat(2 * digestLength));
                    case 'G', 'U' -> ascii("0");
                    case 'M' -> modified(0);
                    default -> always(letter);
                };
    }

    /// Of an item.
    ///
    /// @param sent what its content came to; null while it has not gone over, or is not to
    LineFormat.Values item(Itemized item, Itemized.@Nullable Sent sent) {
        Listed listed = item.listed();
        return (letter, human) ->
                switch (letter) {
                    case 'n' -> Names.shown(item);
                    case 'f' -> longName(item);
                    case 'L' -> pointing(item);
                    case 'i' -> ascii(Changes.letters(item, origin.times()));
                    case 'o' -> ascii("send");
                    case 'B' -> ascii(permissions(listed.mode()));
                    case 'b' -> ascii(Figures.of(sent == null ? 0 : sent.bytes(), human));
                    case 'c' -> ascii(Figures.of(sent == null ? 0 : sent.sumBytes(), human));
                    case 'l' -> ascii(Figures.of(listed.size(), human));
                    case 'C' -> digest(item, sent);
                    case 'G' -> ascii(origin.groups() ? unsigned(listed.gid()) : "DEFAULT");
                    case 'U' -> ascii(unsigned(listed.uid()));
                    case 'M' -> modified(listed.seconds());
                    default -> always(letter);
                };
    }

    private byte[] always(char letter) {
        return switch (letter) {
            case 'p' -> ascii(Long.toString(ProcessHandle.current().pid()));
            case 't' -> ascii(NOW.format(ZonedDateTime.now(clock)));
            default -> new byte[0];
        };
    }

    private byte[] longName(Itemized item) {
        byte[] path = item.path().toBytes();
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        if (!origin.directory().isEmpty()) {
            name.writeBytes(origin.directory().getBytes(StandardCharsets.UTF_8));
            name.write('/');
        }
        name.writeBytes(path.length == 0 ? new byte[] {'.'} : path);
        return name.toByteArray();
    }

    private static byte[] pointing(Itemized item) {
        boolean link = (item.listed().mode() & 0170000) == LINK;
        if (item.other().length > 0 && !item.isTransfer()) {
            return joined(" => ", item.other());
        }
        return link ? joined(" -> ", item.listed().target()) : new byte[0];
    }

    private static byte[] joined(String before, byte[] name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ascii(before));
        out.writeBytes(name);
        return out.toByteArray();
    }

    /// Content that would be sent in a dry run has no digest: rsync prints zeros for it, and
    /// blanks where there is no content.
    private byte[] digest(Itemized item, Itemized.@Nullable Sent sent) {
        byte[] digest = sent != null ? sent.digest() : item.listed().digest();
        if (digest.length > 0) {
            digestLength = digest.length;
            return ascii(HexFormat.of().formatHex(digest));
        }
        return ascii((item.isTransfer() ? "0" : " ").repeat(2 * digestLength));
    }

    /// Seconds that lie outside of every calendar are shown as a number.
    private byte[] modified(long seconds) {
        boolean inCalendar = Math.abs(seconds) < 1L << 40;
        return ascii(
                inCalendar
                        ? MODIFIED.format(Instant.ofEpochSecond(seconds).atZone(clock.getZone()))
                        : Long.toString(seconds));
    }

    private static String permissions(int mode) {
        char[] p = "rwxrwxrwx".toCharArray();
        for (int i = 0; i < p.length; i++) {
            if ((mode >> p.length - 1 - i & 1) == 0) {
                p[i] = '-';
            }
        }
        special(p, 2, mode & 04000, "sS");
        special(p, 5, mode & 02000, "sS");
        special(p, 8, mode & 01000, "tT");
        return new String(p);
    }

    private static void special(char[] p, int at, int bit, String letters) {
        if (bit != 0) {
            p[at] = letters.charAt(p[at] == 'x' ? 0 : 1);
        }
    }

    private static byte[] withoutSlash(byte[] name) {
        int n = name.length > 1 && name[name.length - 1] == '/' ? name.length - 1 : name.length;
        return java.util.Arrays.copyOf(name, n);
    }

    private static String unsigned(int id) {
        return Integer.toUnsignedString(id);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
