package lockstep.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A table of the runtime API, read by the names in its header, because columns are added and
/// moved between versions. The header line begins with `# `.
final class HaproxyTable {
    /// Above every present count that matters here; sessions are bounded by file descriptors.
    private static final int MAX_DIGITS = 9;

    /// Above every total: what ten million requests a second make in 3,000 years.
    private static final int MAX_TOTAL_DIGITS = 18;

    private final Map<String, Integer> columns = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();

    private HaproxyTable(List<String> header) throws HaproxyGarbled {
        if (!header.getFirst().startsWith("# ")) {
            throw new HaproxyGarbled("a table begins with \"" + header.getFirst() + "\"");
        }
        for (int i = 0; i < header.size(); i++) {
            String name = i == 0 ? header.getFirst().substring(2) : header.get(i);
            columns.putIfAbsent(name, i);
        }
    }

    /// Comma-separated values as `show stat` writes them: quotes around what needs them, doubled
    /// inside, one comma too many at the end of each line.
    static HaproxyTable csv(String text) throws HaproxyGarbled {
        return table(new Csv(text).records());
    }

    /// Columns between single spaces, as `show servers state` writes them.
    static HaproxyTable spaced(String text) throws HaproxyGarbled {
        List<List<String>> records = new ArrayList<>();
        for (String line : text.lines().toList()) {
            List<String> fields = List.of(line.split(" ", -1));
            boolean header =
                    records.isEmpty() && fields.size() > 1 && fields.getFirst().equals("#");
            records.add(header ? named(fields) : fields);
        }
        return table(records);
    }

    private static List<String> named(List<String> fields) {
        List<String> header = new ArrayList<>(fields.subList(1, fields.size()));
        header.set(0, "# " + header.getFirst());
        return header;
    }

    private static HaproxyTable table(List<List<String>> records) throws HaproxyGarbled {
        if (records.isEmpty()) {
            throw new HaproxyGarbled("a table has no header");
        }
        HaproxyTable table = new HaproxyTable(records.getFirst());
        int columns = records.getFirst().size();
        for (List<String> fields : records.subList(1, records.size())) {
            if (fields.size() != columns) {
                throw new HaproxyGarbled(
                        "a row has " + fields.size() + " columns, its header " + columns);
            }
            table.rows.add(table.new Row(fields));
        }
        return table;
    }

    List<Row> rows() {
        return rows;
    }

    /// One row; columns are asked for by name.
    final class Row {
        private final List<String> fields;

        private Row(List<String> fields) {
            this.fields = fields;
        }

        /// @throws HaproxyGarbled when the table has no such column
        String text(String column) throws HaproxyGarbled {
            Integer at = columns.get(column);
            if (at == null) {
                throw new HaproxyGarbled("there is no column \"" + column + "\"");
            }
            return fields.get(at);
        }

        /// As [#text], but empty where this version of HAProxy has no such column.
        String textIfAny(String column) {
            Integer at = columns.get(column);
            return at == null ? "" : fields.get(at);
        }

        /// A number that is not negative; empty where the field is.
        OptionalInt count(String column) throws HaproxyGarbled {
            String digits = text(column);
            return digits.isEmpty() ? OptionalInt.empty() : OptionalInt.of(parsed(column, digits));
        }

        /// As [#count], but empty also where this version of HAProxy has no such column.
        OptionalInt countIfAny(String column) throws HaproxyGarbled {
            return columns.containsKey(column) ? count(column) : OptionalInt.empty();
        }

        /// A number that is not negative and must be there.
        int number(String column) throws HaproxyGarbled {
            return parsed(column, text(column));
        }

        /// A total since the process started; empty where the field is, or the column is not.
        OptionalLong total(String column) throws HaproxyGarbled {
            String digits = textIfAny(column);
            return digits.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(digits(column, digits, MAX_TOTAL_DIGITS)));
        }

        private static int parsed(String column, String digits) throws HaproxyGarbled {
            return Integer.parseInt(digits(column, digits, MAX_DIGITS));
        }

        private static String digits(String column, String digits, int most) throws HaproxyGarbled {
            boolean number =
                    !digits.isEmpty()
                            && digits.length() <= most
                            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!number) {
                throw new HaproxyGarbled(column + " is \"" + digits + "\", which is no count");
            }
            return digits;
        }

        /// The fields as they came, for a journal.
        String raw() {
            return String.join(",", fields);
        }
    }

    /// A reader of RFC 4180 text. Blank lines are passed over.
    private static final class Csv {
        private final String text;
        private int at;

        Csv(String text) {
            this.text = text;
        }

        List<List<String>> records() throws HaproxyGarbled {
            List<List<String>> records = new ArrayList<>();
            while (at < text.length()) {
                if (text.charAt(at) == '\n') {
                    at++;
                } else {
                    records.add(line());
                }
            }
            return records;
        }

        private List<String> line() throws HaproxyGarbled {
            List<String> fields = new ArrayList<>();
            while (true) {
                fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
                if (at >= text.length() || text.charAt(at) == '\n') {
                    at++;
                    return fields;
                }
                if (text.charAt(at) != ',') {
                    throw new HaproxyGarbled("text goes on after a closing quote");
                }
                at++;
            }
        }

        private String plain() {
            int from = at;
            while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
                at++;
            }
            return text.substring(from, at);
        }

        private String quoted() throws HaproxyGarbled {
            StringBuilder field = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c != '"') {
                    field.append(c);
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    field.append(c);
                    at++;
                } else {
                    at++;
                    return field.toString();
                }
            }
            throw new HaproxyGarbled("a quote is not closed");
        }
    }
}
