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
    private final Pen pen;
    private final Runs runs;
    private final Shelf shelf;
    private final History history;

    private Journal(Pen pen) {
        this.pen = pen;
        runs = new Runs(pen, new Presence(pen.file().resolveSibling("running")));
        shelf = new Shelf(pen);
        history = new History(pen, runs);
    }

    /// Opens it, and makes the file and its directory where they are not there.
    public static Journal open(Path file, Author author, InstantSource clock)
            throws FaultException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new Journal(new Pen(file, author, clock, Table.open(file)));
        } catch (IOException | SQLException e) {
            throw Pen.trouble(file, "opened", e);
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
        return pen.author();
    }

    /// The runs of this journal.
    public Runs runs() {
        return runs;
    }

    /// What it knows of snapshots.
    public Shelf shelf() {
        return shelf;
    }

    /// What happened to a cluster.
    public History history() {
        return history;
    }

    /// Where what is too large for an entry is kept, by its digest: beside the journal.
    public Path store() {
        return pen.file().resolveSibling("plans");
    }

    /// A node, told apart from others of its name by its address.
    public record Subject(String cluster, String node, String address) {}

    /// A node was told to leave its pools.
    ///
    /// @param run that it is a part of; empty when it is of none
    public void takenOut(Subject subject, Leave leave, String run) throws FaultException {
        pen.append(
                new Pen.Draft(
                        subject,
                        Entry.Kind.OUT,
                        leave.way().name(),
                        leave.why(),
                        leave.until()
                                .map(until -> until.truncatedTo(ChronoUnit.SECONDS).toString())
                                .orElse(""),
                        run.isEmpty() ? "" : pen.author().program().text(),
                        run));
    }

    /// A node was told to come back.
    ///
    /// @param run that it is a part of; empty when it is of none
    public void putBack(Subject subject, String run) throws FaultException {
        pen.append(new Pen.Draft(subject, Entry.Kind.BACK, "", "", "", "", run));
    }

    /// Something was said to a balancer, to change it.
    ///
    /// @param run that it is a part of; empty when it is of none
    public void said(String cluster, Exchange exchange, String run) throws FaultException {
        pen.append(
                new Pen.Draft(
                        new Subject(cluster, exchange.balancer(), ""),
                        Entry.Kind.ORDER,
                        exchange.command(),
                        exchange.reply(),
                        "",
                        "",
                        run));
    }

    /// A person decided something outside of any run.
    ///
    /// @param what in a few words
    /// @param said what it was about; made visible
    public void chose(Subject subject, String what, String said) throws FaultException {
        pen.append(
                new Pen.Draft(
                        subject, Entry.Kind.CHOICE, what, Visible.text(said, 1_000), "", "", ""));
    }

    /// The nodes of a cluster were compared.
    public void scanned(String cluster, ScanResult result) throws FaultException {
        Subject all = new Subject(cluster, "", "");
        pen.append(new Pen.Draft(all, Entry.Kind.SCAN, result.what(), result.text(), "", "", ""));
    }

    /// The nodes of a cluster that were taken out and not put back, by their names. A node that was
    /// told to leave several times has been out since the first; the last reason given stays.
    ///
    /// @param addresses of the cluster's nodes by their names; others are not told
    public Map<String, Absence> absences(String cluster, Map<String, String> addresses)
            throws FaultException {
        Map<String, Absence> absences = new TreeMap<>();
        for (Entry entry : pen.read(table -> table.outs(cluster))) {
            if (entry.address().equals(addresses.get(entry.node()))) {
                absences.merge(entry.node(), absence(entry), Journal::later);
            }
        }
        return absences;
    }

    /// The run that told a node last to leave its pools or to come back: that is written before the
    /// order is given. Empty when it was a person, or nobody.
    public Optional<String> lastToldBy(Subject subject) throws FaultException {
        return pen.read(table -> table.lastOrder(subject)).stream()
                .map(Entry::run)
                .filter(run -> !run.isEmpty())
                .findFirst();
    }

    private static Absence later(Absence first, Absence then) {
        return new Absence(
                first.node(),
                first.at(),
                first.who(),
                then.way(),
                then.why().isEmpty() ? first.why() : then.why(),
                then.until().or(first::until),
                then.part(),
                then.run());
    }

    /// The last entries of a cluster, the oldest first; scans change nothing, and are left out.
    public List<Entry> last(String cluster, int most) throws FaultException {
        return pen.read(table -> table.last(cluster, most));
    }

    /// Whether the journal is as it was written.
    ///
    /// @return what is wrong with the first entry that is not, in words; empty when all are whole
    public Optional<String> damage() throws FaultException {
        List<String> wrong = new ArrayList<>();
        long[] due = {1};
        try {
            byte[][] before = {Chain.START};
            pen.table()
                    .each(
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
            throw Pen.trouble(pen.file(), "read", e);
        }
        return wrong.stream().findFirst();
    }

    @Override
    public void close() {
        runs.close();
        pen.table().close();
    }

    private Absence absence(Entry entry) throws FaultException {
        return new Absence(
                entry.node(),
                entry.at(),
                entry.who(),
                pen.read(_ -> Way.valueOf(entry.what())),
                entry.text(),
                entry.until().isEmpty()
                        ? Optional.empty()
                        : Optional.of(pen.read(_ -> Instant.parse(entry.until()))),
                part(entry),
                entry.run());
    }

    /// A run that is not over knows best who works on it.
    private Absence.Part part(Entry entry) throws FaultException {
        Optional<RunRecord> run = entry.run().isEmpty() ? Optional.empty() : runs.find(entry.run());
        if (run.isEmpty()) {
            return pen.read(_ -> Program.of(entry.program()))
                    .map(program -> program.part(pen.author().program()))
                    .orElse(Absence.Part.OF_NOTHING);
        }
        return switch (run.get().hand()) {
            case OURS, ANOTHERS -> Absence.Part.OF_A_RUNNING_RUN;
            case ELSEWHERE -> Absence.Part.OF_A_RUN_ELSEWHERE;
            case NOBODYS ->
                    run.get().waits() ? Absence.Part.OF_A_BROKEN_RUN : Absence.Part.OF_NOTHING;
        };
    }
}
