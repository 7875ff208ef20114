package lockstep.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what [MakeScript#SPACE] prints: rsync's items as `:%i %l`, and lines of `df`, which
/// POSIX gives the form of (`df -P`).
final class SpaceReading {
    private static final long BLOCK = 4096;
    /// What the file system notes of a file that shares its blocks, and of a whole subvolume.
    private static final long CLONE = 1024;

    private static final long SUBVOLUME = 1 << 20;
    private static final int MOST_LINES = 20;
    private static final String METHOD = "method ";
    private static final Pattern ITEM = Pattern.compile(":(.)([fdLDS])[A-Za-z.+? ]{9} (\\d{1,18})");

    /// The device's name and the mount point may hold blanks.
    private static final Pattern ROW =
            Pattern.compile(
                    "(bytes|inodes) .*? (\\d{1,15}|-) +(?:\\d+|-) +(-?\\d{1,15}|-) +(?:\\d+%|-)"
                            + " (/.*)");

    private record Row(String unit, String total, String free, String mount) {}

    private final List<Row> rows = new ArrayList<>();
    private Method method = Method.LINKS;
    private long bytes;
    private long inodes;

    void add(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        if (text.startsWith(":")) {
            item(text);
        } else if (text.startsWith(METHOD)) {
            method = Method.of(text.substring(METHOD.length())).orElse(method);
            bytes += method == Method.BTRFS ? SUBVOLUME : 0;
        } else if (rows.size() < MOST_LINES) {
            Matcher row = ROW.matcher(text);
            if (row.matches()) {
                rows.add(new Row(row.group(1), row.group(2), row.group(3), row.group(4)));
            }
        }
    }

    /// What is linked (`h`) or only mentioned (`.`) takes no room.
    private void item(String text) {
        Matcher item = ITEM.matcher(text);
        if (!item.matches() || item.group(1).equals("h") || item.group(1).equals(".")) {
            return;
        }
        inodes++;
        String type = item.group(2);
        long length = type.equals("f") ? Long.parseLong(item.group(3)) : 0;
        long more =
                switch (method) {
                    case LINKS -> type.equals("d") ? BLOCK : (length + BLOCK - 1) / BLOCK * BLOCK;
                    case REFLINK -> type.equals("d") ? BLOCK : CLONE;
                    case BTRFS -> 0;
                };
        bytes = Math.min(Long.MAX_VALUE / 2, bytes + more);
    }

    /// Empty when `df` printed nothing that can be read.
    Optional<Space> space() {
        List<Row> places = rows.stream().filter(r -> r.unit().equals("bytes")).toList();
        if (places.size() != 2 || number(places.getFirst().total()).isEmpty()) {
            return Optional.empty();
        }
        Row state = places.getFirst();
        OptionalLong free = number(state.free());
        if (free.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Space(
                        bytes,
                        inodes,
                        number(state.total()).getAsLong() << 10,
                        Math.max(0, free.getAsLong()) << 10,
                        freeInodes(),
                        state.mount().equals(places.getLast().mount())
                                ? Space.Placement.SAME_FILE_SYSTEM
                                : Space.Placement.OTHER_FILE_SYSTEM,
                        method));
    }

    /// A file system that makes inodes as it goes says that it has none.
    private OptionalLong freeInodes() {
        return rows.stream()
                .filter(r -> r.unit().equals("inodes") && number(r.total()).orElse(0) > 0)
                .map(r -> number(r.free()))
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong number(String text) {
        return text.equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
