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
import java.util.Optional;
import lockstep.cli.Clusters;
import lockstep.cli.JsonText;
import lockstep.cli.Typed;
import lockstep.lock.Claim;
import lockstep.lock.Locks;
import lockstep.state.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `lockstep resume`, `history` and `report` after a console was killed in the middle of a run:
/// real rsync and HAProxy.
@Timeout(120)
class ResumeCommandTest extends ConsoleSuite {
    private Clusters clusters() {
        return _ -> next();
    }

    private Typed run(int code, String... arguments) {
        Typed typed = Typed.piped(clusters());
        assertThat(typed.run(arguments)).as(typed.out() + typed.err()).isEqualTo(code);
        return typed;
    }

    @Test
    void whatAKilledConsoleLeftIsToldThenFinishedAndReported() throws Exception {
        assertThat(run(0, "resume", "x.toml").out()).contains("No run waits.");
        KilledRun.leave(consoles, "web2", Step.SYNC);

        Typed left = run(2, "resume", "x.toml");
        assertThat(left.out())
                .contains("waits. rolling: web1 to web2 and web3")
                .contains("Begun by bob@desk", "Why: new <release>.")
                .containsPattern(
                        "web2 +stopped in sync, may be half done +OUT of its pools +kept, can")
                .containsPattern("web3 +not begun +in")
                .contains("Locked for this run: web1, web2 and web3.");
        assertThat(left.err()).contains("--finish, --undo or --leave");
        assertThat(page("web2")).isEqualTo("of web2");
        assertThat(run(0, "report", "x.toml").out())
                .contains("NOT over, and waits for a person: 0 of 2 nodes are done")
                .containsPattern("web2 +stopped in sync, NOT identical +unknown +unknown")
                .contains("What a console did that was killed is not counted.");
        assertThat(run(3, "sync", "x.toml", "--yes").err()).contains("lockstep resume x.toml ");

        Typed finished = run(0, "resume", "x.toml", "--finish");
        assertThat(finished.out())
                .contains("web2       sync          1 files sent")
                .contains("All 2 nodes are identical to web1, verified by content.");
        assertThat(page("web2")).isEqualTo("of web1");
        assertThat(page("web3")).isEqualTo("of web1");
        assertThat(run(0, "resume", "x.toml").out()).contains("No run waits.");
        isToldAndReported();
    }

    private void isToldAndReported() throws Exception {
        Typed list = run(0, "history", "x.toml");
        assertThat(list.lines()).hasSize(3);
        assertThat(list.lines().get(1)).contains("scan", "web2 differs in 1 entry");
        assertThat(list.lines().getLast())
                .contains("bob@desk", "every node is done", "new <release>");
        String id = list.lines().getLast().split(" ")[0];
        assertThat(run(0, "history", "x.toml", id).out())
                .contains("the run began", "chose: finish", "told: set server shop/web2")
                .contains("web2: sync: begin")
                .doesNotContain("sent: ");
        assertThat(run(0, "history", "x.toml", id, "--files").out()).contains("| page");
        assertThat(run(4, "history", "x.toml", "nosuch").err()).contains("no run of that name");

        Path html = directory.resolve("report.html");
        run(0, "report", "x.toml", id, "--html=" + html);
        assertThat(Files.readString(html))
                .contains("identical, verified by content", "new &lt;release&gt;")
                .doesNotContain("<release>", "<script");
        Map<String, Object> json =
                JsonText.object(JsonText.read(run(0, "report", "x.toml", "--json").out()));
        assertThat(json).containsEntry("run", id).containsEntry("settled", true);
        assertThat(JsonText.array(json.get("nodes")))
                .hasSize(2)
                .allSatisfy(
                        node ->
                                assertThat(JsonText.object(node))
                                        .containsEntry("identicalByContent", true)
                                        .containsEntry("filesSent", 1L));
    }

    @Tag("long")
    @Test
    void whoElseHasLockedANodeIsToldWithWhatIsLeft() throws Exception {
        KilledRun.leave(consoles, "web2", Step.SYNC);
        Shell.run(directory, "rm -r .lockstep/web3/lock");
        Locks.take(
                List.of(endpoint("web3")),
                new Claim("eve@lap", Instant.now(), "zzzzzz", "a test"),
                (_, _) -> Optional.empty());
        Typed left = run(2, "resume", "x.toml");
        assertThat(left.out()).contains("Locked for this run: web1 and web2.");
        assertThat(left.err()).contains("web3: It is locked by eve@lap since");
    }

    @Tag("long")
    @Test
    void aPersonIsAskedAndUndoesIt() throws Exception {
        KilledRun.leave(consoles, "web3", Step.VERIFY);
        Typed nothing = Typed.byPerson(clusters(), "");
        assertThat(nothing.run("resume", "x.toml")).isEqualTo(2);
        assertThat(nothing.questions()).containsExactly("finish, undo, leave, or nothing? ");
        Typed undoing = Typed.byPerson(clusters(), "u");
        assertThat(undoing.run("resume", "x.toml")).as(undoing.out() + undoing.err()).isZero();
        assertThat(undoing.out()).contains("Nothing is changed: every node is as it was before");
        assertThat(page("web2")).isEqualTo("of web2");
        assertThat(page("web3")).isEqualTo("of web3");
    }

    @Tag("long")
    @Test
    void whatIsLeftToAPersonIsPutBackOnlyWithItsNameTyped() throws Exception {
        KilledRun.leave(consoles, "web2", Step.VERIFY);
        Typed left = run(0, "resume", "x.toml", "--leave=will look", "--json");
        Map<String, Object> json = JsonText.object(JsonText.read(left.out()));
        assertThat(json).containsEntry("result", "done");
        assertThat(run(0, "report", "x.toml").out())
                .contains("a person has taken it over: will look");
        assertThat(run(3, "pool", "ready", "x.toml", "web2").err()).contains("--unproven=web2");
        assertThat(run(4, "pool", "ready", "x.toml", "web2", "--unproven=web3").err())
                .contains("needs the name of the node: web2");
        run(0, "pool", "ready", "x.toml", "web2", "--unproven=web2", "--wait=20s");
        assertThat(run(0, "history", "x.toml", "--json").out())
                .contains("left as it is: will look");
    }

    @Tag("long")
    @Test
    void aForeignLockIsToldAndBrokenOnlyByItsHoldersName() throws Exception {
        KilledRun.leave(consoles, "web2", Step.PREFLIGHT);
        assertThat(run(0, "resume", "x.toml", "--finish").out()).contains("All 2 nodes");
        Locks.take(
                List.of(endpoint("web2")),
                new Claim("eve@lap", Instant.now(), "zzzzzz", "a test"),
                (_, _) -> Optional.empty());
        Files.writeString(consoles.root("web1").resolve("page"), "newer");
        assertThat(run(3, "sync", "x.toml", "--yes").err())
                .contains("locked by eve@lap since", "--break-lock=HOLDER");
        assertThat(run(3, "resume", "x.toml", "--break-lock=eve").err())
                .contains("Name the holder exactly");
        assertThat(run(0, "resume", "x.toml", "--break-lock=eve@lap").err())
                .contains("The lock was broken on web2.");
        assertThat(run(0, "pool", "log", "x.toml").out()).contains("broke a lock");
        assertThat(run(0, "sync", "x.toml", "--yes", "--at-once", "--why=again").out())
                .contains("All 2 nodes are identical");
        assertThat(run(0, "history", "x.toml").lines().getLast()).contains("in place", "again");
    }

    @Tag("long")
    @Test
    void aChangedJournalIsFoundOut() throws Exception {
        KilledRun.leave(consoles, "web2", Step.SYNC);
        assertThat(run(0, "history", "verify", "x.toml").out()).contains("is as it was written");
        try (Connection edit = DriverManager.getConnection("jdbc:sqlite:" + consoles.journal());
                Statement statement = edit.createStatement()) {
            statement.execute("DROP TRIGGER unchanged");
            statement.execute("UPDATE entry SET who = 'eve@desk' WHERE number = 2");
        }
        assertThat(run(5, "history", "verify", "x.toml").out()).contains("entry 2 was changed");
    }
}
