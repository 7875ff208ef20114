package lockstep.journal;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// What both parts of a journal write and read with: the table, who writes, and the clock.
record Pen(Path file, Author author, InstantSource clock, Table table) {
    /// An entry without what the journal itself knows: number, time and author.
    record Draft(
            Journal.Subject subject,
            Entry.Kind kind,
            String what,
            String text,
            String until,
            String program,
            String run) {
        Entry entry(long number, Instant at, String who) {
            return new Entry(
                    number,
                    at,
                    who,
                    subject.cluster(),
                    kind.name(),
                    subject.node(),
                    subject.address(),
                    what,
                    text,
                    until,
                    program,
                    run);
        }
    }

    void append(Draft draft) throws FaultException {
        append(List.of(draft));
    }

    /// All of them or none.
    void append(List<Draft> drafts) throws FaultException {
        try {
            table.append(entries(drafts));
        } catch (SQLException e) {
            throw trouble(file, "written", e);
        }
    }

    /// Writes it if `condition` holds, which no other program can change meanwhile.
    ///
    /// @return whether it was written
    boolean append(Draft draft, Table.Condition condition) throws FaultException {
        try {
            return table.append(entries(List.of(draft)), condition);
        } catch (SQLException e) {
            throw trouble(file, "written", e);
        }
    }

    private List<LongFunction<Entry>> entries(List<Draft> drafts) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<LongFunction<Entry>> entries = new ArrayList<>();
        drafts.forEach(draft -> entries.add(number -> draft.entry(number, now, author.who())));
        return entries;
    }

    /// A question to the table.
    interface Question<T> {
        T ask(Table table) throws SQLException;
    }

    <T> T read(Question<T> question) throws FaultException {
        try {
            return question.ask(table);
        } catch (SQLException
                | DateTimeException
                | IllegalArgumentException
                | IllegalStateException e) {
            throw trouble(file, "read", e);
        }
    }

    static FaultException trouble(Path file, String verb, Exception cause) {
        String reason = Visible.text(String.valueOf(cause.getMessage()), 300);
        return new FaultException(
                new Fault.GuardTripped(
                        Visible.text(file.toString(), 300),
                        "The journal could not be " + verb + ": " + reason + ".",
                        "Check the rights and the free space there, or name another place with"
                                + " LOCKSTEP_JOURNAL."),
                cause);
    }
}
