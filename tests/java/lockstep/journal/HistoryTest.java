package lockstep.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lockstep.drift.Sign;
import lockstep.journal.History.Event;
import lockstep.journal.History.Page;
import lockstep.journal.History.Question;
import lockstep.journal.History.Topic;
import lockstep.pool.Leave;
import lockstep.pool.Way;
import lockstep.state.Course;
import org.junit.jupiter.api.Test;

/// What happened to a cluster, as its journal tells it, also where a later version wrote in it.
class HistoryTest extends RunSuite {
    private static final ScanResult SCAN =
            new ScanResult(
                    true,
                    Duration.ofMillis(2_140),
                    1_204,
                    "web1",
                    List.of(
                            new ScanResult.Node("web1", 0, 0, Map.of(), ""),
                            new ScanResult.Node(
                                    "web2",
                                    14,
                                    1,
                                    Map.of(Sign.CONTENT, 3, Sign.MISSING, 11, Sign.UNREADABLE, 1),
                                    ""),
                            ScanResult.Node.failed("web3", "web3: cannot be reached, now")));
    private static final Leave LEAVE =
            new Leave(Way.DRAIN, Leave.Floor.KEPT, "", "disk", Optional.empty());

    private Path file() {
        return directory.resolve("journal.db");
    }

    private Journal at(Instant now) throws Exception {
        return Journal.open(file(), ANN, InstantSource.fixed(now));
    }

    private List<Event> events(Topic... topics) throws Exception {
        return page(Long.MAX_VALUE, 100, topics).events();
    }

    private Page page(long before, int most, Topic... topics) throws Exception {
        return journal.history()
                .page("shop", new Question(Set.of(topics), Instant.EPOCH, before, most));
    }

    /// As a later version would, with a digest that is right.
    private void later(String kind, String run) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            Entry entry;
            byte[] digest;
            try (Statement query = other.createStatement();
                    ResultSet last =
                            query.executeQuery(
                                    "SELECT number, digest FROM entry ORDER BY number DESC")) {
                long number = last.next() ? last.getLong(1) : 0;
                byte[] before = number == 0 ? Chain.START : last.getBytes(2);
                entry =
                        new Entry(
                                number + 1,
                                NOON,
                                "bob@desk",
                                "shop",
                                kind,
                                "web2",
                                "",
                                "for good",
                                "a\nb",
                                "",
                                "",
                                run);
                digest = Chain.next(before, entry);
            }
            insert(other, entry, digest);
        }
    }

    private static void insert(Connection other, Entry entry, byte[] digest) throws SQLException {
        try (PreparedStatement insert =
                other.prepareStatement(
                        "INSERT INTO entry (number, at, who, cluster, kind, node, address, what,"
                                + " text, until, program, run, digest)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            List<String> fields =
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
            for (int i = 0; i < fields.size(); i++) {
                insert.setString(2 + i, fields.get(i));
            }
            insert.setBytes(13, digest);
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void whatALaterVersionWroteStaysReadableAndTheChainWhole() throws Exception {
        journal.runs().begun(HEAD);
        later("QUARANTINE", "k3f9qa");
        journal.takenOut(WEB2, LEAVE, "");
        assertThat(journal.damage()).isEmpty();
        assertThat(journal.last("shop", 9))
                .extracting(Entry::kind, Entry::word)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Entry.Kind.RUN, "RUN"),
                        org.assertj.core.groups.Tuple.tuple(Entry.Kind.UNKNOWN, "QUARANTINE"),
                        org.assertj.core.groups.Tuple.tuple(Entry.Kind.OUT, "OUT"));
        assertThat(journal.absences("shop", Map.of("web2", "ann@web2"))).containsKey("web2");
        assertThat(found().damage()).isEmpty();
        assertThat(journal.runs().entries("k3f9qa", 9)).hasSize(2);
        assertThat(events(Topic.OTHER))
                .singleElement()
                .satisfies(event -> assertThat(event.entry().what()).isEqualTo("for good"));
    }

    /// Its kind is a part of what the chain proves, also where nobody knows what it means.
    @Test
    void anUnknownKindThatWasChangedIsDamage() throws Exception {
        later("QUARANTINE", "");
        assertThat(journal.damage()).isEmpty();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.executeUpdate("DROP TRIGGER unchanged; UPDATE entry SET kind = 'PARDON'");
        }
        assertThat(journal.damage()).contains("entry 1 was changed");
    }

    @Test
    void aScanIsReadAsItWasWritten() throws Exception {
        journal.scanned("shop", SCAN);
        assertThat(events(Topic.SCAN))
                .singleElement()
                .satisfies(event -> assertThat(event.scan()).contains(SCAN));
        assertThat(journal.damage()).isEmpty();
    }

    @Test
    void aFaultOfANodeIsBoundedAndOnOneLine() throws Exception {
        String fault = "x".repeat(9_000) + "\nnode web9 differing=1 unreadable=0";
        ScanResult bad =
                new ScanResult(
                        false,
                        Duration.ZERO,
                        0,
                        "web1",
                        List.of(ScanResult.Node.failed("web2", fault)));
        journal.scanned("shop", bad);
        Event event = events(Topic.SCAN).getFirst();
        assertThat(event.entry().text().length()).isLessThan(1_000);
        assertThat(event.scan().orElseThrow().nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.isScanned()).isFalse());
    }

    /// Told, but without figures; a scan of a later form is no reason to hide that there was one.
    @Test
    void aScanOfALaterFormIsToldWithoutFigures() throws Exception {
        later("SCAN", "");
        assertThat(events(Topic.SCAN))
                .singleElement()
                .satisfies(event -> assertThat(event.scan()).isEmpty());
        List<History.Scan> read = new ArrayList<>();
        journal.history().scans("shop", read::add);
        assertThat(read).isEmpty();
        for (String text : List.of("", "version=2 took=PT1S entries=0 against=a", "version=1")) {
            assertThatThrownBy(() -> ScanResult.of("CONTENT", text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        String good = SCAN.text();
        assertThat(ScanResult.of("CONTENT", good)).isEqualTo(SCAN);
        for (String wrong :
                List.of(
                        good.replace("CONTENT=3", "COLOUR=3"),
                        good.replace("differing=14", "differing=99999999999"),
                        good.replace("PT2.14S", "2 s"),
                        good + "\nremark")) {
            assertThatThrownBy(() -> ScanResult.of("CONTENT", wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void runsTellWhatBecameOfThemAndTheirPartsAreLeftOut() throws Exception {
        journal.runs().begun(HEAD);
        journal.takenOut(WEB2, LEAVE, "k3f9qa");
        journal.shelf().told(WEB2, "pinned 20260101T000000Z-a", "audit");
        journal.takenOut(WEB2, LEAVE, "");
        journal.putBack(WEB2, "");
        journal.chose(WEB2, "broke a lock", "eve@lap");
        RunHead back =
                new RunHead(
                        "rrrrrr",
                        NOON,
                        "",
                        "shop",
                        Course.STAGED_ROLLBACK,
                        "",
                        List.of("web2"),
                        "",
                        "",
                        "");
        journal.runs().begun(back);
        journal.scanned("other", SCAN);
        assertThat(events(Topic.values()))
                .extracting(Event::topic)
                .containsExactly(
                        Topic.ROLLBACK,
                        Topic.CHOICE,
                        Topic.POOL,
                        Topic.POOL,
                        Topic.SNAPSHOT,
                        Topic.RUN);
        assertThat(events(Topic.RUN).getFirst().run().orElseThrow().head().why())
                .isEqualTo("new release");
        assertThat(events(Topic.ROLLBACK)).hasSize(1);
    }

    @Test
    void itIsReadPageByPageAndNotBeforeTheMomentAskedFor() throws Exception {
        for (int day = 0; day < 12; day++) {
            try (Journal then = at(NOON.plus(Duration.ofDays(day)))) {
                then.scanned("shop", SCAN);
                then.putBack(WEB2, "");
            }
        }
        Page first = page(Long.MAX_VALUE, 10, Topic.SCAN, Topic.POOL);
        assertThat(first.hasOlder()).isTrue();
        assertThat(first.events())
                .extracting(event -> event.entry().number())
                .containsExactly(24L, 23L, 22L, 21L, 20L, 19L, 18L, 17L, 16L, 15L);
        Page last = page(5, 10, Topic.SCAN, Topic.POOL);
        assertThat(last.hasOlder()).isFalse();
        assertThat(last.events()).hasSize(4);
        assertThat(page(Long.MAX_VALUE, 12, Topic.SCAN).hasOlder()).isFalse();
        Question recent = new Question(Set.of(Topic.SCAN), NOON.plus(Duration.ofDays(10)), 99, 10);
        assertThat(journal.history().page("shop", recent).events()).hasSize(2);
    }

    @Test
    void scansAreToldUntilNobodyListens() throws Exception {
        for (int i = 0; i < 1_203; i++) {
            journal.scanned("shop", SCAN);
        }
        int[] heard = {0};
        journal.history().scans("shop", _ -> ++heard[0] < 1_001);
        assertThat(heard[0]).isEqualTo(1_001);
        journal.history().scans("shop", _ -> ++heard[0] > 0);
        assertThat(heard[0]).isEqualTo(2_204);
    }

    @Test
    void onlyWhatAPageWouldTellIsNews() throws Exception {
        History history = journal.history();
        assertThat(history.latest("shop")).isZero();
        journal.runs().begun(HEAD);
        long begun = history.latest("shop");
        journal.runs().did(HEAD, WEB2, List.of(new Runs.FileOutcome("sent", "a")));
        assertThat(history.latest("shop")).isEqualTo(begun);
        journal.scanned("other", SCAN);
        assertThat(history.latest("shop")).isEqualTo(begun);
        journal.scanned("shop", SCAN);
        assertThat(history.latest("shop")).isGreaterThan(begun);
    }
}
