package lockstep.pool;

import java.util.ArrayList;
import java.util.List;

/// The words of a line of HAProxy's configuration, as its manual has them: between blanks, where a
/// backslash makes a character mean itself, and quotes keep blanks together, single ones also
/// backslashes. An unquoted `#` begins a comment.
final class HaproxyWords {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private StringBuilder word = new StringBuilder();
    private boolean begun;

    private HaproxyWords(String line) {
        this.line = line;
    }

    static List<String> of(String line) {
        HaproxyWords words = new HaproxyWords(line);
        words.split();
        return words.words;
    }

    private void split() {
        int at = 0;
        while (at < line.length() && line.charAt(at) != '#') {
            char c = line.charAt(at);
            switch (c) {
                case ' ', '\t', '\r' -> end();
                case '\\' -> at = escaped(at);
                case '"', '\'' -> at = quoted(at, c);
                default -> add(c);
            }
            at++;
        }
        end();
    }

    private void add(char c) {
        word.append(c);
        begun = true;
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
        }
        word = new StringBuilder();
        begun = false;
    }

    private int escaped(int at) {
        if (at + 1 < line.length()) {
            add(line.charAt(at + 1));
        }
        return at + 1;
    }

    /// Where the quote is that closes, or the end.
    private int quoted(int from, char quote) {
        begun = true;
        int at = from + 1;
        while (at < line.length() && line.charAt(at) != quote) {
            if (line.charAt(at) == '\\' && quote == '"') {
                at = escaped(at);
            } else {
                add(line.charAt(at));
            }
            at++;
        }
        return at;
    }
}
