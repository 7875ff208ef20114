package lockstep.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.pool.Exchange;
import lockstep.pool.Leave;
import lockstep.pool.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-11-22T18:00:00Z");
    private static final Author ANN = new Author("ann@desk", Program.here("desk"));

    @TempDir Path directory;

    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(file(), ANN, InstantSource.fixed(NOON));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static final Map<String, String> ADDRESSES =
            Map.of("web1", "ann@web1", "web2", "ann@web2", "web3", "ann@web3");

    private static Journal.Subject web(String cluster, int number) {
        return new Journal.Subject(cluster, "web" + number, "ann@web" + number);
    }

    private Path file() {
        return directory.resolve("new/journal.db");
    }

    private static Leave leave(Way way, String why, Optional<Instant> until) {
        return new Leave(way, Leave.Floor.KEPT, "somebody", why, until);
    }

    @Test
    void whoIsOutIsKnownUntilItIsPutBackAlsoByTheNextProgram() throws Exception {
        Leave leave = leave(Way.MAINTENANCE, "new\nkernel", Optional.of(EVENING));
        journal.takenOut(web("shop", 2), leave, "");
        journal.takenOut(web("shop", 3), leave(Way.DRAIN, "", Optional.empty()), "k3f9qa");
        journal.takenOut(web("other", 1), leave, "");
        journal.close();
        Author bob = new Author("bob@desk", new Program("desk", 1, NOON));
        journal = Journal.open(file(), bob, InstantSource.fixed(EVENING));
        Map<String, Absence> out = journal.absences("shop", ADDRESSES);
        assertThat(out.keySet()).containsExactly("web2", "web3");
        assertThat(out.get("web2"))
                .isEqualTo(
                        new Absence(
                                "web2",
                                NOON,
                                "ann@desk",
                                Way.MAINTENANCE,
                                "new\nkernel",
                                Optional.of(EVENING),
                                Absence.Part.OF_NOTHING,
                                ""));
        journal.putBack(web("shop", 2), "");
        assertThat(journal.absences("shop", ADDRESSES).keySet()).containsExactly("web3");
        assertThat(journal.absences("other", ADDRESSES).keySet()).containsExactly("web1");
    }

    @Test
    void aRunThatGoesOnIsToldFromOneThatWasKilled() throws Exception {
        Leave leave = leave(Way.DRAIN, "", Optional.empty());
        journal.takenOut(web("shop", 2), leave, "k3f9qa");
        assertThat(absence("web2").part()).isEqualTo(Absence.Part.OF_A_RUNNING_RUN);
        Program gone = new Program("desk", ANN.program().pid(), NOON.minusSeconds(99_999));
        Author killed = new Author("ann@desk", gone);
        try (Journal before = Journal.open(file(), killed, InstantSource.fixed(NOON))) {
            before.takenOut(web("shop", 3), leave, "k3f9qa");
        }
        assertThat(absence("web3").part()).isEqualTo(Absence.Part.OF_A_BROKEN_RUN);
        Author elsewhere = new Author("bob@lap", new Program("lap", ANN.program().pid(), NOON));
        try (Journal shared = Journal.open(file(), elsewhere, InstantSource.fixed(NOON))) {
            assertThat(shared.absences("shop", ADDRESSES).values())
                    .extracting(Absence::part)
                    .containsOnly(Absence.Part.OF_A_RUN_ELSEWHERE);
        }
    }

    /// A second order to leave is no second absence, and a cluster of the same name no other one.
    @Test
    void aNodeIsOutSinceTheFirstOrderWithTheLastReason() throws Exception {
        journal.takenOut(web("shop", 2), leave(Way.DRAIN, "disk", Optional.of(EVENING)), "");
        journal.close();
        Author bob = new Author("bob@desk", ANN.program());
        journal = Journal.open(file(), bob, InstantSource.fixed(EVENING));
        journal.takenOut(web("shop", 2), leave(Way.MAINTENANCE, "", Optional.empty()), "");
        Absence absence = absence("web2");
        assertThat(absence.at()).isEqualTo(NOON);
        assertThat(absence.who()).isEqualTo("ann@desk");
        assertThat(absence.way()).isEqualTo(Way.MAINTENANCE);
        assertThat(absence.why()).isEqualTo("disk");
        assertThat(absence.until()).contains(EVENING);
        assertThat(journal.absences("shop", Map.of("web2", "ann@staging"))).isEmpty();
    }

    @Test
    void anEntryThatCannotBeReadIsDamageAndNoCrash() throws Exception {
        journal.takenOut(web("shop", 2), leave(Way.DRAIN, "", Optional.empty()), "");
        edit("DROP TRIGGER unchanged; UPDATE entry SET until = 'soon', what = 'FLIGHT'");
        assertThatThrownBy(() -> journal.absences("shop", ADDRESSES))
                .isInstanceOf(FaultException.class);
        edit("UPDATE entry SET at = 'yesterday'");
        assertThat(journal.damage()).contains("entry 1 cannot be read");
    }

    @Test
    void aJournalThatIsBusyIsAFaultAndGoesOnAfterwards() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> journal.putBack(web("shop", 1), ""))
                    .isInstanceOf(FaultException.class);
            statement.execute("ROLLBACK");
        }
        journal.putBack(web("shop", 2), "");
        journal.putBack(web("shop", 3), "");
        assertThat(journal.last("shop", 9)).extracting(Entry::node).containsExactly("web2", "web3");
        assertThat(journal.damage()).isEmpty();
    }

    @Test
    void ordersToBalancersAreKeptAsTheyCame() throws Exception {
        journal.said(
                "shop",
                new Exchange(NOON, "lb1", Exchange.Kind.ORDER, "set server", "No such server."),
                "");
        assertThat(journal.last("shop", 10))
                .singleElement()
                .extracting(Entry::number, Entry::kind, Entry::node, Entry::what, Entry::text)
                .containsExactly(1L, Entry.Kind.ORDER, "lb1", "set server", "No such server.");
    }

    @Test
    void theLastEntriesComeOldestFirst() throws Exception {
        for (int i = 0; i < 5; i++) {
            journal.putBack(web("shop", i), "");
        }
        assertThat(journal.last("shop", 2)).extracting(Entry::node).containsExactly("web3", "web4");
    }

    @Test
    void nothingCanBeChangedOrTakenAway() throws Exception {
        journal.putBack(web("shop", 1), "");
        for (String sql : List.of("UPDATE entry SET who = 'x'", "DELETE FROM entry")) {
            assertThatThrownBy(() -> edit(sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("append-only");
        }
        assertThat(journal.damage()).isEmpty();
    }

    /// By somebody who can write to the file and knows that it is a database.
    @Test
    void whatIsChangedTakenAwayOrCutAllTheSameIsNoticed() throws Exception {
        for (int i = 0; i < 3; i++) {
            journal.putBack(web("shop", i), "");
        }
        assertThat(journal.damage()).isEmpty();
        edit("DROP TRIGGER unchanged; UPDATE entry SET who = 'bob' WHERE number = 2");
        assertThat(journal.damage()).contains("entry 2 was changed");
        edit("UPDATE entry SET who = 'ann@desk' WHERE number = 2");
        assertThat(journal.damage()).isEmpty();
        edit("DROP TRIGGER kept; DELETE FROM entry WHERE number = 1");
        assertThat(journal.damage()).contains("entry 1 is missing");
    }

    @Test
    void severalProgramsWriteAtOnceWithoutAGap() throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(
                    () -> {
                        try (Journal own = Journal.open(file(), ANN, InstantSource.system())) {
                            for (int n = 0; n < 25; n++) {
                                own.putBack(web("shop", 1), "");
                            }
                        }
                        return true;
                    });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> one : threads.invokeAll(writers)) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(journal.damage()).isEmpty();
        assertThat(journal.last("shop", 1000))
                .extracting(Entry::number)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void aPlaceThatCannotBeWrittenAndAFileThatIsNoneAreFaults() throws Exception {
        Path plain = Files.writeString(directory.resolve("file"), "no database at all, only text");
        for (Path wrong : List.of(plain, plain.resolve("journal.db"))) {
            FaultException e =
                    catchThrowableOfType(
                            FaultException.class,
                            () -> Journal.open(wrong, ANN, InstantSource.system()));
            assertThat(e.fault()).isInstanceOf(Fault.GuardTripped.class);
            assertThat(e.fault().message()).contains(wrong.toString(), "LOCKSTEP_JOURNAL");
        }
    }

    @Test
    void itsPlaceIsTheSystemsUnlessItIsNamed() {
        assertThat(Journal.place(Map.of("LOCKSTEP_JOURNAL", "/srv/j.db")))
                .isEqualTo(Path.of("/srv/j.db"));
        assertThat(Journal.place(Map.of("XDG_DATA_HOME", "/data")))
                .isEqualTo(Path.of("/data/lockstep/journal.db"));
        assertThat(Journal.place(Map.of("XDG_DATA_HOME", "relative")).toString())
                .endsWith(".local/share/lockstep/journal.db");
    }

    @Test
    void thePersonBehindSudoIsNamed() {
        assertThat(Author.of(Map.of("SUDO_USER", "ann")).who()).startsWith("ann@");
        assertThat(Author.of(Map.of()).who()).startsWith(System.getProperty("user.name") + "@");
    }

    private Absence absence(String node) throws FaultException {
        return Objects.requireNonNull(journal.absences("shop", ADDRESSES).get(node));
    }

    private void edit(String sql) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
