package lockstep.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.pool.Exchange;
import lockstep.pool.Leave;
import lockstep.pool.Way;

/// What was done, by whom and why: one file a user, append-only, each entry chained to the one
/// before by its digest. Several programs may write at once. Safe for use by many threads.
///
/// Every method raises `GuardTripped`, naming the file, when the disk or another program refuses.
public final class Journal implements AutoCloseable {
    private final Path file;
    private final Author author;
    private final InstantSource clock;
    private final Table table;

    private Journal(Path file, Author author, InstantSource clock, Table table) {
        this.file = file;
        this.author = author;
        this.clock = clock;
        this.table = table;
    }

    /// Opens it, and makes the file and its directory where they are not there.
    public static Journal open(Path file, Author author, InstantSource clock)
            throws FaultException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new Journal(file, author, clock, Table.open(file));
        } catch (IOException | SQLException e) {
            throw trouble(file, "opened", e);
        }
    }

    /// Where the journal of a user is: `$LOCKSTEP_JOURNAL`, or `lockstep/journal.db` in the
    /// directory that the system has for data of programs.
    ///
    /// @param environment of the process
    public static Path place(Map<String, String> environment) {
        String named = environment.getOrDefault("LOCKSTEP_JOURNAL", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        Path home = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name", "");
        Path data =
                system.startsWith("Windows")
                        ? Path.of(environment.getOrDefault("LOCALAPPDATA", home.toString()))
                        : system.startsWith("Mac")
                                ? home.resolve("Library/Application Support")
                                : unixData(environment, home);
        return data.resolve("lockstep").resolve("journal.db");
    }

    private static Path unixData(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("XDG_DATA_HOME", "");
        return named.startsWith("/") ? Path.of(named) : home.resolve(".local/share");
    }

    /// Who writes here.
    public Author author() {
        return author;
    }

    /// What a node's leaving is part of.
    public enum Part {
        OF_A_RUN,
        OF_NOTHING
    }

    /// A node, told apart from others of its name by its address.
    public record Subject(String cluster, String node, String address) {}

    /// A node was told to leave its pools.
    public void takenOut(Subject subject, Leave leave, Part part) throws FaultException {
        append(
                new Draft(
                        subject,
                        Entry.Kind.OUT,
                        leave.way().name(),
                        leave.why(),
                        leave.until()
                                .map(until -> until.truncatedTo(ChronoUnit.SECONDS).toString())
                                .orElse(""),
                        part == Part.OF_A_RUN ? author.program().text() : ""));
    }

    /// A node was told to come back.
    public void putBack(Subject subject) throws FaultException {
        append(new Draft(subject, Entry.Kind.BACK, "", "", "", ""));
    }

    /// Something was said to a balancer, to change it.
    public void said(String cluster, Exchange exchange) throws FaultException {
        append(
                new Draft(
                        new Subject(cluster, exchange.balancer(), ""),
                        Entry.Kind.ORDER,
                        exchange.command(),
                        exchange.reply(),
                        "",
                        ""));
    }

    /// The nodes of a cluster that were taken out and not put back, by their names. A node that was
    /// told to leave several times has been out since the first; the last reason given stays.
    ///
    /// @param addresses of the cluster's nodes by their names; others are not told
    public Map<String, Absence> absences(String cluster, Map<String, String> addresses)
            throws FaultException {
        try {
            Map<String, Absence> absences = new TreeMap<>();
            for (Entry entry : table.outs(cluster)) {
                if (entry.address().equals(addresses.get(entry.node()))) {
                    absences.merge(entry.node(), absence(entry), Journal::later);
                }
            }
            return absences;
        } catch (SQLException | DateTimeException | IllegalArgumentException e) {
            throw trouble(file, "read", e);
        }
    }

    private static Absence later(Absence first, Absence then) {
        return new Absence(
                first.node(),
                first.at(),
                first.who(),
                then.way(),
                then.why().isEmpty() ? first.why() : then.why(),
                then.until().or(first::until),
                then.part());
    }

    /// The last entries of a cluster, the oldest first.
    public List<Entry> last(String cluster, int most) throws FaultException {
        try {
            return table.last(cluster, most);
        } catch (SQLException | DateTimeException | IllegalArgumentException e) {
            throw trouble(file, "read", e);
        }
    }

    /// Whether the journal is as it was written.
    ///
    /// @return what is wrong with the first entry that is not, in words; empty when all are whole
    public Optional<String> damage() throws FaultException {
        List<String> wrong = new ArrayList<>();
        long[] due = {1};
        try {
            byte[][] before = {Chain.START};
            table.each(
                    (entry, digest) -> {
                        if (entry.number() != due[0]) {
                            wrong.add("entry " + due[0] + " is missing");
                        } else if (!Arrays.equals(Chain.next(before[0], entry), digest)) {
                            wrong.add("entry " + entry.number() + " was changed");
                        }
                        due[0]++;
                        before[0] = digest;
                        return wrong.isEmpty();
                    });
        } catch (DateTimeException | IllegalArgumentException _) {
            wrong.add("entry " + due[0] + " cannot be read");
        } catch (SQLException e) {
            throw trouble(file, "read", e);
        }
        return wrong.stream().findFirst();
    }

    @Override
    public void close() {
        table.close();
    }

    private void append(Draft draft) throws FaultException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            table.append(number -> draft.entry(number, now, author.who()));
        } catch (SQLException e) {
            throw trouble(file, "written", e);
        }
    }

    private record Draft(
            Subject subject, Entry.Kind kind, String what, String text, String until, String run) {
        Entry entry(long number, Instant at, String who) {
            return new Entry(
                    number,
                    at,
                    who,
                    subject.cluster(),
                    kind,
                    subject.node(),
                    subject.address(),
                    what,
                    text,
                    until,
                    run);
        }
    }

    private Absence absence(Entry entry) {
        return new Absence(
                entry.node(),
                entry.at(),
                entry.who(),
                Way.valueOf(entry.what()),
                entry.text(),
                entry.until().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Instant.parse(entry.until())),
                Program.of(entry.run())
                        .map(program -> program.part(author.program().host()))
                        .orElse(Absence.Part.OF_NOTHING));
    }

    private static FaultException trouble(Path file, String verb, Exception cause) {
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
