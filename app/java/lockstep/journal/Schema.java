package lockstep.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The form of a journal's one table: made where there is none, and brought up from that of
/// earlier versions. Later versions may add kinds of entries, which need no other form.
final class Schema {
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
                        address TEXT NOT NULL,
                        what TEXT NOT NULL,
                        text TEXT NOT NULL,
                        until TEXT NOT NULL,
                        program TEXT NOT NULL,
                        digest BLOB NOT NULL,
                        run TEXT NOT NULL DEFAULT '')
                    """,
                    "CREATE INDEX IF NOT EXISTS of_node ON entry (cluster, kind, node, number)",
                    "CREATE INDEX IF NOT EXISTS of_kind ON entry (cluster, kind, number)",
                    "CREATE INDEX IF NOT EXISTS of_file ON entry (cluster, text, number)"
                            + " WHERE kind = 'FILE'",
                    "CREATE INDEX IF NOT EXISTS of_run ON entry (run, number) WHERE run <> ''",
                    """
                    CREATE TRIGGER IF NOT EXISTS unchanged BEFORE UPDATE ON entry
                    BEGIN SELECT raise(ABORT, 'the journal is append-only'); END
                    """,
                    """
                    CREATE TRIGGER IF NOT EXISTS kept BEFORE DELETE ON entry
                    BEGIN SELECT raise(ABORT, 'the journal is append-only'); END
                    """);

    /// From before there were runs, when the program's column was called so.
    private static final List<String> FROM_FIRST_FORM =
            List.of(
                    "ALTER TABLE entry RENAME COLUMN run TO program",
                    "ALTER TABLE entry ADD COLUMN run TEXT NOT NULL DEFAULT ''");

    private final Connection connection;

    Schema(Connection connection) {
        this.connection = connection;
    }

    /// Who does work as a whole or not at all.
    @FunctionalInterface
    interface Transactions {
        void within(Table.Work work) throws SQLException;
    }

    /// Brings it to the form that this version knows.
    void prepare(Transactions transactions) throws SQLException {
        if (isOfFirstForm()) {
            transactions.within(
                    () -> {
                        // Another program may have done it meanwhile.
                        for (String command :
                                isOfFirstForm() ? FROM_FIRST_FORM : List.<String>of()) {
                            execute(command);
                        }
                    });
        }
        for (String command : SCHEMA) {
            execute(command);
        }
    }

    private boolean isOfFirstForm() throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery(
                                "SELECT count(*), coalesce(sum(name = 'program'), 0)"
                                        + " FROM pragma_table_info('entry')")) {
            return row.next() && row.getInt(1) > 0 && row.getInt(2) == 0;
        }
    }

    private void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
