package lockstep.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.function.LongFunction;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/// The one table of a journal, in SQLite with a write-ahead log, so that readers do not wait.
final class Table {
    /// How long another program may hold the journal.
    private static final int BUSY_MILLIS = 5_000;

    private static final String COLUMNS =
            "number, at, who, cluster, kind, node, address, what, text, until, program, run";

    private static final String INSERT =
            "INSERT INTO entry ("
                    + COLUMNS
                    + ", digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Connection connection;

    private Table(Connection connection) {
        this.connection = connection;
    }

    static Table open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        Properties properties = config.toProperties();
        Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, properties);
        Table table = new Table(connection);
        try {
            new Schema(connection).prepare(table::within);
            return table;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// @param entries each makes the entry of the number that it gets; all are written or none
    synchronized void append(List<LongFunction<Entry>> entries) throws SQLException {
        within(() -> insert(entries));
    }

    /// The same if `condition` holds, which no other program can change meanwhile.
    ///
    /// @return whether they were written
    synchronized boolean append(List<LongFunction<Entry>> entries, Condition condition)
            throws SQLException {
        boolean[] holds = {false};
        within(
                () -> {
                    holds[0] = condition.holds();
                    if (holds[0]) {
                        insert(entries);
                    }
                });
        return holds[0];
    }

    /// What is to be so for something to be written.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws SQLException;
    }

    /// What is done as a whole or not at all.
    interface Work {
        void run() throws SQLException;
    }

    private void within(Work work) throws SQLException {
        execute("BEGIN IMMEDIATE");
        try {
            work.run();
            execute("COMMIT");
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    /// A database that is full has gone back by itself, and there is nothing to roll back.
    private void rollBack(Exception why) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private void insert(List<LongFunction<Entry>> entries) throws SQLException {
        long number = 0;
        byte[] digest = Chain.START;
        try (Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery(
                                "SELECT number, digest FROM entry ORDER BY number DESC LIMIT 1")) {
            if (row.next()) {
                number = row.getLong(1);
                digest = row.getBytes(2);
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (LongFunction<Entry> made : entries) {
                number++;
                Entry entry = made.apply(number);
                digest = Chain.next(digest, entry);
                bind(insert, entry, digest);
                insert.executeUpdate();
            }
        }
    }

    private static void bind(PreparedStatement insert, Entry entry, byte[] digest)
            throws SQLException {
        List<String> texts =
                List.of(
                        entry.at().toString(),
                        entry.who(),
                        entry.cluster(),
                        entry.word(),
                        entry.node(),
                        entry.address(),
                        entry.what(),
                        entry.text(),
                        entry.until(),
                        entry.program(),
                        entry.run());
        insert.setLong(1, entry.number());
        for (int i = 0; i < texts.size(); i++) {
            insert.setString(2 + i, texts.get(i));
        }
        insert.setBytes(2 + texts.size(), digest);
    }

    /// The orders to leave of every node since it was last told to come back, oldest first.
    synchronized List<Entry> outs(String cluster) throws SQLException {
        return query(
                """
                 FROM entry AS leaving
                WHERE cluster = ? AND kind = 'OUT' AND number > (
                      SELECT coalesce(max(number), 0) FROM entry AS coming
                       WHERE coming.cluster = leaving.cluster AND coming.kind = 'BACK'
                         AND coming.node = leaving.node
                         AND coming.address = leaving.address)
                ORDER BY number
                """,
                cluster);
    }

    /// The last order of a node to leave or to come back; none when it never had one.
    synchronized List<Entry> lastOrder(Journal.Subject of) throws SQLException {
        return query(
                """
                FROM entry WHERE cluster = ? AND kind IN ('OUT', 'BACK') AND node = ?
                 AND address = ? ORDER BY number DESC LIMIT 1
                """,
                of.cluster(),
                of.node(),
                of.address());
    }

    synchronized List<Entry> last(String cluster, int most) throws SQLException {
        return reversed(
                query(
                        """
                        FROM entry WHERE cluster = ? AND kind <> 'SCAN'
                        ORDER BY number DESC LIMIT ?
                        """,
                        cluster,
                        most));
    }

    /// The beginnings of the last runs of a cluster, the oldest first.
    synchronized List<Entry> runs(String cluster, int most) throws SQLException {
        return reversed(
                query(
                        """
                        FROM entry WHERE cluster = ? AND kind = 'RUN'
                        ORDER BY number DESC LIMIT ?
                        """,
                        cluster,
                        most));
    }

    /// The beginnings of the runs that moved a node, the last first.
    synchronized List<Entry> runsOf(String cluster, String node) throws SQLException {
        return query(
                """
                FROM entry WHERE kind = 'RUN' AND run <> '' AND run IN (
                      SELECT move.run FROM entry AS move
                       WHERE move.cluster = ? AND move.kind = 'MOVE' AND move.node = ?)
                ORDER BY number DESC
                """,
                cluster,
                node);
    }

    /// The beginnings of the runs of a cluster that are not over, the oldest first.
    synchronized List<Entry> openRuns(String cluster) throws SQLException {
        return query(
                """
                 FROM entry AS beginning
                WHERE cluster = ? AND kind = 'RUN' AND NOT EXISTS (
                      SELECT 1 FROM entry AS turn
                       WHERE turn.run = beginning.run AND turn.kind = 'TURN'
                         AND turn.what = 'CLOSE')
                ORDER BY number
                """,
                cluster);
    }

    /// What a run's story is made of: how it began, turned and moved, and what came of its nodes.
    synchronized List<Entry> story(String run) throws SQLException {
        return query(
                """
                 FROM entry WHERE run = ? AND run <> ''
                  AND kind IN ('RUN', 'TURN', 'MOVE', 'RESULT')
                ORDER BY number
                """,
                run);
    }

    /// All that was written of a run, the oldest first.
    synchronized List<Entry> ofRun(String run, int most) throws SQLException {
        return query("FROM entry WHERE run = ? AND run <> '' ORDER BY number LIMIT ?", run, most);
    }

    /// What was done to a file, the last first.
    synchronized List<Entry> ofFile(String cluster, String file, int most) throws SQLException {
        return query(
                """
                FROM entry WHERE cluster = ? AND kind = 'FILE' AND text = ?
                ORDER BY number DESC LIMIT ?
                """,
                cluster,
                file,
                most);
    }

    /// Hears of every entry.
    interface Reader {
        /// @return whether to go on
        boolean entry(Entry entry, byte[] digest);
    }

    synchronized void each(Reader reader) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT " + COLUMNS + ", digest FROM entry ORDER BY number")) {
            boolean more = true;
            while (more && rows.next()) {
                more = reader.entry(entry(rows), rows.getBytes("digest"));
            }
        }
    }

    private static List<Entry> reversed(List<Entry> entries) {
        Collections.reverse(entries);
        return entries;
    }

    /// @param rest of a query, after its columns
    synchronized List<Entry> query(String rest, Object... values) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + COLUMNS + " " + rest)) {
            for (int i = 0; i < values.length; i++) {
                query.setObject(i + 1, values[i]);
            }
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entries.add(entry(rows));
                }
            }
            return entries;
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("number"),
                Instant.parse(row.getString("at")),
                row.getString("who"),
                row.getString("cluster"),
                row.getString("kind"),
                row.getString("node"),
                row.getString("address"),
                row.getString("what"),
                row.getString("text"),
                row.getString("until"),
                row.getString("program"),
                row.getString("run"));
    }

    synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("closing a database that is not in use", e);
        }
    }
}
