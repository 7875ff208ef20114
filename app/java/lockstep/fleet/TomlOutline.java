package lockstep.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the tables and keys of a TOML text stand, so that one of them can be changed and every
/// other byte stays. The text must be known to be sound TOML.
///
/// @param top what stands before the first header
/// @param tables in their order
record TomlOutline(String text, Table top, List<Table> tables) {
    /// A `key = value`, with its lines.
    ///
    /// @param path the parts of the key
    /// @param start of its first line
    /// @param end of its last line, behind the line end
    record Pair(List<String> path, int start, int end, TomlScanner.Span value) {}

    /// A header with what belongs to it.
    ///
    /// @param name empty for what has no header; with further parts where it is inside another
    /// @param start where it begins, with the comments right above its header
    /// @param body where its first key would stand
    /// @param end behind its last key, and the comments right below that
    record Table(List<String> name, int start, int body, int end, List<Pair> pairs) {
        Optional<Pair> pair(String key) {
            return pairs.stream().filter(p -> p.path().equals(List.of(key))).findFirst();
        }

        /// Where another key is put.
        int place() {
            return pairs.isEmpty() ? body : pairs.getLast().end();
        }
    }

    static TomlOutline of(String text) throws TomlUnclear {
        return new Builder(text).outline();
    }

    /// The tables of that name, each with what is inside it at its end.
    List<Table> named(String name) {
        return tables.stream().filter(t -> t.name().equals(List.of(name))).toList();
    }

    /// As it is written.
    String value(Pair pair) {
        return text.substring(pair.value().from(), pair.value().to());
    }

    /// What the value of a key of the table is written as; empty without such a key.
    Optional<String> value(Table table, String key) {
        return table.pair(key).map(this::value);
    }

    String block(Table table) {
        return text.substring(table.start(), table.end());
    }

    /// Every single key of the tables that are not inside another one.
    static Stream<String> keys(Table table) {
        return table.pairs().stream().filter(p -> p.path().size() == 1).map(p -> p.path().get(0));
    }

    /// Reads statement by statement; each has lines of its own.
    private static final class Builder {
        private final String text;
        private final TomlScanner scanner;
        private final List<Table> done = new ArrayList<>();
        private List<String> name = List.of();
        private List<Pair> pairs = new ArrayList<>();
        private int start;
        private int body;
        private int end;

        /// Where the comments began that reach down to the line looked at; -1 without any.
        private int comments = -1;

        private int commentsEnd;

        /// Whether the comments follow a key of the table without a blank line.
        private boolean attached;

        Builder(String text) {
            this.text = text;
            this.scanner = new TomlScanner(text);
        }

        TomlOutline outline() throws TomlUnclear {
            int line = 0;
            while (line < text.length()) {
                int at = scanner.behindSpace(line);
                line =
                        switch (scanner.at(at)) {
                            case '\r', '\n' -> blank(at);
                            case '#' -> comment(line);
                            case '[' -> header(line, at);
                            default -> pair(line, at);
                        };
            }
            close();
            return new TomlOutline(
                    text, done.getFirst(), List.copyOf(done.subList(1, done.size())));
        }

        private int blank(int at) {
            settle();
            attached = false;
            return scanner.nextLine(at);
        }

        private int comment(int line) {
            comments = comments < 0 ? line : comments;
            commentsEnd = scanner.nextLine(line);
            return commentsEnd;
        }

        /// Comments that no header has followed belong to the key above them.
        private void settle() {
            if (attached && comments >= 0) {
                end = commentsEnd;
            }
            comments = -1;
        }

        private int header(int line, int at) throws TomlUnclear {
            int from = comments < 0 ? line : comments;
            comments = -1;
            close();
            boolean array = scanner.at(at + 1) == '[';
            TomlScanner.Key key = scanner.key(at + (array ? 2 : 1));
            scanner.require(key.end(), ']');
            name = key.path();
            pairs = new ArrayList<>();
            start = from;
            body = scanner.nextLine(key.end());
            end = body;
            attached = true;
            return body;
        }

        private int pair(int line, int at) throws TomlUnclear {
            comments = -1;
            TomlScanner.Key key = scanner.key(at);
            scanner.require(key.end(), '=');
            int from = scanner.behindSpace(key.end() + 1);
            int to = scanner.value(from);
            int next = scanner.nextLine(to);
            pairs.add(new Pair(key.path(), line, next, new TomlScanner.Span(from, to)));
            end = next;
            attached = true;
            return next;
        }

        /// What is inside another table is a part of that one's block.
        private void close() {
            settle();
            boolean inside = name.size() > 1 && !done.isEmpty();
            if (inside && done.getLast().name().getFirst().equals(name.getFirst())) {
                Table outer = done.removeLast();
                done.add(new Table(outer.name(), outer.start(), outer.body(), end, outer.pairs()));
            } else {
                done.add(new Table(name, start, body, end, List.copyOf(pairs)));
            }
        }
    }
}
