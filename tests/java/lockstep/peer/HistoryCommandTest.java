package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lockstep.cli.Clusters;
import lockstep.cli.JsonText;
import lockstep.cli.Typed;
import lockstep.journal.History.Question;
import lockstep.run.OpenCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Scans become entries of the journal, whoever asks for them: real nodes and rsync.
@Timeout(120)
class HistoryCommandTest extends ConsoleSuite {
    private Clusters clusters() {
        return _ -> next();
    }

    private Typed run(int code, String... arguments) {
        Typed typed = Typed.piped(clusters());
        assertThat(typed.run(arguments)).as(typed.out() + typed.err()).isEqualTo(code);
        return typed;
    }

    @Test
    void aScanIsListedWithWhatItFound() throws Exception {
        assertThat(run(1, "drift", "x.toml", "--content").err()).doesNotContain("history");
        run(0, "drift", "x.toml");
        Typed list = run(0, "history", "x.toml");
        assertThat(list.lines()).hasSize(3);
        assertThat(list.lines().get(1)).contains("ann@desk", "scan", "web2 differs in 1 entry");
        assertThat(list.lines().getLast()).contains("by size");
        Map<String, Object> json =
                JsonText.object(JsonText.read(run(0, "history", "x.toml", "--json").out()));
        assertThat(JsonText.array(json.get("runs"))).isEmpty();
        List<Object> scans = JsonText.array(json.get("scans"));
        assertThat(scans).hasSize(2);
        Map<String, Object> scan = JsonText.object(scans.getFirst());
        assertThat(scan).containsEntry("byContent", true).containsEntry("against", "web1");
        assertThat(JsonText.object(JsonText.array(scan.get("nodes")).get(1)))
                .containsEntry("name", "web2")
                .containsEntry("differing", 1L)
                .containsEntry("signs", Map.of("content", 1L));
        assertThat(run(0, "history", "verify", "x.toml").out()).contains("is as it was written");
        assertThat(run(0, "pool", "log", "x.toml").lines()).hasSize(1);
    }

    @Test
    void aSpreadsheetGetsRunsScansAndWhatPeopleDid() {
        run(1, "drift", "x.toml", "--content");
        run(0, "pool", "drain", "x.toml", "web2", "--why==cmd()");
        run(0, "pool", "ready", "x.toml", "web2");
        run(0, "sync", "x.toml", "--yes", "--at-once");
        List<String> lines = run(0, "history", "x.toml", "--csv").lines();
        assertThat(lines.getFirst()).startsWith("when,kind,who,nodes,result,outcome,why,seconds");
        assertThat(lines)
                .anyMatch(line -> line.contains(",run,ann@desk,") && line.contains("good"));
        assertThat(lines).anyMatch(line -> line.contains("taken out") && line.contains("'=cmd()"));
        assertThat(lines).anyMatch(line -> line.contains(",put back,"));
        assertThat(lines).anyMatch(line -> line.contains(",scan,") && line.contains("differs"));
        assertThat(run(4, "history", "x.toml", "--csv", "--json").err()).contains("--csv");
        assertThat(run(4, "history", "x.toml", "abcdef", "--csv").err()).contains("--csv");
    }

    /// The scan is as good as any: its answer and its exit code are as ever.
    @Test
    void aJournalThatCannotBeWrittenIsAWarningAndNoFailure() throws Exception {
        try (OpenCluster open = next()) {
            assertThat(open.history().latest()).isZero();
        }
        try (Connection edit = DriverManager.getConnection("jdbc:sqlite:" + consoles.journal());
                Statement statement = edit.createStatement()) {
            statement.execute(
                    "CREATE TRIGGER full BEFORE INSERT ON entry"
                            + " BEGIN SELECT raise(ABORT, 'disk is full'); END");
        }
        Typed drift = run(1, "drift", "x.toml", "--content");
        assertThat(drift.out()).contains("web2 differs in 1 entry");
        assertThat(drift.err()).contains("The scan is not in the history", "disk is full");
        assertThat(run(0, "history", "x.toml").lines()).hasSize(1);
    }

    @Test
    void aNodeThatCannotBeScannedIsWrittenWithWhy() throws Exception {
        Path root = consoles.root("web3");
        Files.move(root, root.resolveSibling("gone"));
        run(1, "drift", "x.toml", "--content");
        try (OpenCluster open = next()) {
            var events = open.history().page(Question.newest(9)).events();
            assertThat(events).hasSize(1);
            var nodes = events.getFirst().scan().orElseThrow().nodes();
            assertThat(nodes.getLast().fault()).contains("web3");
            assertThat(nodes.get(1).isScanned()).isTrue();
            assertThat(open.history().trend(Instant.EPOCH, Instant.now()).lines())
                    .satisfiesExactly(
                            web2 -> assertThat(web2.last()).isEqualTo(1),
                            web3 -> assertThat(web3.last()).isNaN());
        }
    }
}
