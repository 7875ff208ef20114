package lockstep.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The aliases of an OpenSSH client configuration, as ssh_config(5) has them: the patterns of its
/// `Host` lines that match one name only. Pure.
///
/// @param statements in the order of the text
record SshConfigText(List<Statement> statements) {
    /// What matters here of a configuration.
    sealed interface Statement {
        /// @param hostName as the lines below it say; empty where they do not
        record Alias(String name, Optional<String> hostName, Optional<String> user)
                implements Statement {}

        /// Other files, with wildcards.
        record Include(String pattern) implements Statement {}
    }

    SshConfigText {
        statements = List.copyOf(statements);
    }

    static SshConfigText of(String text) {
        Reader reader = new Reader();
        text.lines().forEach(reader::line);
        reader.close();
        return new SshConfigText(reader.statements);
    }

    /// Goes line by line; what a block says holds for the names above it.
    private static final class Reader {
        private final List<Statement> statements = new ArrayList<>();
        private List<String> names = List.of();
        private Optional<String> hostName = Optional.empty();
        private Optional<String> user = Optional.empty();

        void line(String line) {
            List<String> words = words(line);
            if (words.size() < 2) {
                return;
            }
            List<String> values = words.subList(1, words.size());
            switch (words.getFirst().toLowerCase(Locale.ROOT)) {
                case "host" -> {
                    close();
                    names = values.stream().filter(Reader::isOneName).toList();
                }
                case "match" -> close();
                case "hostname" -> hostName = hostName.or(() -> Optional.of(values.getFirst()));
                case "user" -> user = user.or(() -> Optional.of(values.getFirst()));
                case "include" -> {
                    flush();
                    values.forEach(value -> statements.add(new Statement.Include(value)));
                }
                default -> {}
            }
        }

        private static boolean isOneName(String pattern) {
            return pattern.chars().noneMatch(c -> c == '*' || c == '?' || c == '!');
        }

        void close() {
            flush();
            hostName = Optional.empty();
            user = Optional.empty();
        }

        private void flush() {
            names.forEach(name -> statements.add(new Statement.Alias(name, hostName, user)));
            names = List.of();
        }

        /// A keyword and its values, between blanks, the first also behind a `=`. Quotes keep
        /// blanks together; a value that begins with `#` and all behind it is a comment.
        private static List<String> words(String line) {
            List<String> words = new ArrayList<>();
            int at = blanks(line, 0);
            while (at < line.length() && line.charAt(at) != '#') {
                char c = line.charAt(at);
                int end;
                if (c == '"' || c == '\'') {
                    end = line.indexOf(c, at + 1);
                    end = end < 0 ? line.length() : end;
                    words.add(line.substring(at + 1, end));
                    end = Math.min(line.length(), end + 1);
                } else {
                    end = at;
                    while (end < line.length() && !isEnd(line.charAt(end), words.isEmpty())) {
                        end++;
                    }
                    words.add(line.substring(at, end));
                }
                at = blanks(line, end);
                if (words.size() == 1 && at < line.length() && line.charAt(at) == '=') {
                    at = blanks(line, at + 1);
                }
            }
            return words;
        }

        private static boolean isEnd(char c, boolean keyword) {
            return Character.isWhitespace(c) || keyword && c == '=';
        }

        private static int blanks(String line, int from) {
            int at = from;
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            return at;
        }
    }
}
