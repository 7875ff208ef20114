package lockstep.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The arguments of the process as UTF-8. Java decodes them by the character set of the
/// environment, which is ASCII under cron; all other characters are lost then, and a directory
/// would be made under another name. Linux keeps the bytes.
final class TypedWords {
    private static final Path KEPT = Path.of("/proc/self/cmdline");

    private TypedWords() {}

    /// @param decoded as Java gives them to `main`
    static List<String> of(List<String> decoded) {
        if (decoded.stream().allMatch(TypedWords::isAscii)) {
            return decoded;
        }
        try {
            return last(Files.readAllBytes(KEPT), decoded);
        } catch (IOException _) {
            return decoded; // a system without it, whose arguments are Unicode
        }
    }

    /// The last words of a command line, as many as were decoded from it; those where the two do
    /// not belong together.
    ///
    /// @param line words, each ended by NUL
    static List<String> last(byte[] line, List<String> decoded) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < line.length; i++) {
            if (line[i] == 0) {
                words.add(new String(line, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        if (words.size() < decoded.size()) {
            return decoded;
        }
        List<String> last = words.subList(words.size() - decoded.size(), words.size());
        for (int i = 0; i < last.size(); i++) {
            if (isAscii(decoded.get(i)) && !decoded.get(i).equals(last.get(i))) {
                return decoded;
            }
        }
        return List.copyOf(last);
    }

    private static boolean isAscii(String word) {
        return word.chars().allMatch(c -> c < 0x80);
    }
}
