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
            "number, at, who, cluster, kind, node, what, text, until, run";

    private static final List<String> SCHEMA =
            List.of(
                    """
                    CREATE TABLE IF NOT EXISTS entry (
                        number INTEGER PRIMARY KEY,
                        at TEXT NOT NULL,
                        who TEXT NOT NULL,
                        cluster TEXT NOT NULL,
                        kind TEXT NOT NULL,
                        node TEXT NOT NULL,
                        what TEXT NOT NULL,
                        text TEXT NOT NULL,
                        until TEXT NOT NULL,
                        run TEXT NOT NULL,
                        digest BLOB NOT NULL)
                    """,
                    "CREATE INDEX IF NOT EXISTS of_node ON entry (cluster, kind, node, number)",
                    """
                    CREATE TRIGGER IF NOT EXISTS unchanged BEFORE UPDATE ON entry
                    BEGIN SELECT raise(ABORT, 'the journal is append-only'); END
                    """,
                    """
                    CREATE TRIGGER IF NOT EXISTS kept BEFORE DELETE ON entry
                    BEGIN SELECT raise(ABORT, 'the journal is append-only'); END
                    """);

    private final Connection connection;

    private Table(Connection connection) {
        this.connection = connection;
    }

    static Table open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        Properties properties = config.toProperties();
        Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, properties);
        try (Statement statement = connection.createStatement()) {
            for (String command : SCHEMA) {
                statement.execute(command);
            }
            return new Table(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// @param entry makes the entry of the number that it gets
    synchronized void append(LongFunction<Entry> entry) throws SQLException {
        connection.setAutoCommit(false);
        try {
            insert(entry);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void insert(LongFunction<Entry> made) throws SQLException {
        long last = 0;
        byte[] before = Chain.START;
        try (Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery(
                                "SELECT number, digest FROM entry ORDER BY number DESC LIMIT 1")) {
            if (row.next()) {
                last = row.getLong(1);
                before = row.getBytes(2);
            }
        }
        Entry entry = made.apply(last + 1);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO entry ("
                                + COLUMNS
                                + ", digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, entry.number());
            int column = 2;
            for (String field : entry.fields().subList(1, entry.fields().size())) {
                insert.setString(column++, field);
            }
            insert.setBytes(column, Chain.next(before, entry));
            insert.executeUpdate();
        }
    }

    /// The last of those entries of each node that tell whether it is out.
    synchronized List<Entry> lastOfEachNode(String cluster) throws SQLException {
        String sql =
                "SELECT "
                        + COLUMNS
                        + " FROM entry WHERE number IN (SELECT max(number) FROM entry"
                        + " WHERE cluster = ? AND kind IN ('OUT', 'BACK') GROUP BY node)";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, cluster);
            return entries(query);
        }
    }

    synchronized List<Entry> last(String cluster, int most) throws SQLException {
        String sql =
                "SELECT " + COLUMNS + " FROM entry WHERE cluster = ? ORDER BY number DESC LIMIT ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, cluster);
            query.setInt(2, most);
            List<Entry> entries = entries(query);
            Collections.reverse(entries);
            return entries;
        }
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

    private static List<Entry> entries(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            List<Entry> entries = new ArrayList<>();
            while (rows.next()) {
                entries.add(entry(rows));
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
                Entry.Kind.valueOf(row.getString("kind")),
                row.getString("node"),
                row.getString("what"),
                row.getString("text"),
                row.getString("until"),
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
