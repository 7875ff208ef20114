package lockstep.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A kind of picture file that can be shown, told by how its bytes begin and never by its name.
public enum Format {
    PNG("\u0089PNG\r\n\u001a\n"),
    JPEG("\u00ff\u00d8\u00ff"),
    GIF("GIF87a", "GIF89a"),
    BMP("BM");

    /// How many bytes tell it.
    public static final int MARK = 16;

    /// The sizes that a BMP's second header has; `BM` alone is also how a text may begin.
    private static final List<Integer> BMP_HEADERS = List.of(12, 40, 52, 56, 64, 108, 124);

    private static final int BMP_HEADER = 14;

    private final String mark;
    private final String orMark;

    Format(String mark) {
        this(mark, mark);
    }

    Format(String mark, String orMark) {
        this.mark = mark;
        this.orMark = orMark;
    }

    /// The format of a file; empty for anything else.
    ///
    /// @param bytes its beginning, at least [#MARK] of them if it has so many
    public static Optional<Format> of(byte[] bytes) {
        return Arrays.stream(values()).filter(format -> format.begins(bytes)).findFirst();
    }

    private boolean begins(byte[] bytes) {
        String beginning =
                new String(bytes, 0, Math.min(MARK, bytes.length), StandardCharsets.ISO_8859_1);
        boolean marked = beginning.startsWith(mark) || beginning.startsWith(orMark);
        return marked && (this != BMP || isBmp(beginning));
    }

    private static boolean isBmp(String beginning) {
        return beginning.length() == MARK
                && beginning.charAt(BMP_HEADER + 1) == 0
                && BMP_HEADERS.contains((int) beginning.charAt(BMP_HEADER));
    }
}
