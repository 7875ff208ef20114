package lockstep.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.pool.Leave;
import lockstep.pool.Way;
import lockstep.state.Move;
import lockstep.state.NodeState;
import lockstep.state.RunState;
import lockstep.state.Step;
import lockstep.state.Turn;
import org.junit.jupiter.api.Test;

/// What is known of a run, also when the program that worked on it was killed.
class RunsTest extends RunSuite {
    @Test
    void aRunIsKnownByWhatWasWrittenOfIt() throws Exception {
        journal.runs().begun(HEAD);
        journal.runs().moved(HEAD, WEB2, move(Move.Kind.BEGIN, Step.DRAIN));
        journal.runs().moved(HEAD, WEB2, move(Move.Kind.END, Step.DRAIN));
        RunRecord run = found();
        assertThat(run.head()).isEqualTo(HEAD);
        assertThat(run.hand()).isEqualTo(RunRecord.Hand.OURS);
        assertThat(run.story().node("web2").state()).isEqualTo(new NodeState.Between(Step.DRAIN));
        assertThat(run.story().node("web3").state()).isEqualTo(new NodeState.Waiting());
        assertThat(journal.runs().open("shop")).containsExactly(run);
        assertThat(journal.runs().open("other")).isEmpty();
        assertThat(journal.runs().find("zzzzzz")).isEmpty();
        assertThat(journal.damage()).isEmpty();
    }

    @Test
    void whatAKilledProgramWasInTheMiddleOfIsStuck() throws Exception {
        try (Journal before = open(KILLED)) {
            before.runs().begun(HEAD);
            before.runs().moved(HEAD, WEB2, move(Move.Kind.BEGIN, Step.SYNC));
        }
        RunRecord run = found();
        assertThat(run.waits()).isTrue();
        assertThat(run.lastWho()).isEqualTo("bob@desk");
        assertThat(run.story().node("web2").state())
                .isEqualTo(new NodeState.Stuck(Step.SYNC, "its program ended"));
        assertThat(run.story().node("web2").changed()).isTrue();
    }

    @Test
    void theResultsOfANodeAddUpAndTheLastOutcomeCounts() throws Exception {
        NodeResult first = result(false, "web2: it\ndiffers", List.of("differs: a\nb"));
        journal.runs().begun(HEAD);
        journal.runs().result(HEAD, WEB2, first);
        assertThat(found().results().get("web2"))
                .isEqualTo(result(false, "web2: it␊differs", List.of("differs: a␊b")));
        journal.runs().result(HEAD, WEB2, result(true, "", List.of()));
        assertThat(found().results())
                .containsOnlyKeys("web2")
                .containsEntry(
                        "web2",
                        new NodeResult(
                                true, 2, 4, 6, 8, Duration.ofSeconds(10), 12, 14, "", List.of()));
        journal.runs().result(HEAD, WEB2, result(false, "", Collections.nCopies(200, "x")));
        NodeResult bounded = Objects.requireNonNull(found().results().get("web2"));
        assertThat(bounded.remarks()).hasSize(101).endsWith("and 100 more");
        assertThat(journal.damage()).isEmpty();
    }

    private static NodeResult result(boolean identical, String fault, List<String> remarks) {
        return new NodeResult(identical, 1, 2, 3, 4, Duration.ofSeconds(5), 6, 7, fault, remarks);
    }

    @Test
    void whoeverResumesARunWorksOnIt() throws Exception {
        try (Journal before = open(KILLED)) {
            before.runs().begun(HEAD);
            before.runs().moved(HEAD, WEB2, move(Move.Kind.BEGIN, Step.SYNC));
        }
        assertThat(journal.runs().takeUp(HEAD)).isTrue();
        assertThat(found().hand()).isEqualTo(RunRecord.Hand.OURS);
        assertThat(found().story().node("web2").state()).isInstanceOf(NodeState.Stuck.class);
        journal.runs().moved(HEAD, WEB2, move(Move.Kind.BEGIN, Step.PREFLIGHT));
        assertThat(found().story().node("web2").state())
                .isEqualTo(new NodeState.Working(Step.PREFLIGHT));
        journal.runs().turned(HEAD, new Turn(Turn.Kind.HALT, "stopped"));
        assertThat(found().story().state()).isEqualTo(new RunState.Halted("stopped"));
        assertThat(found().waits()).isTrue();
    }

    @Test
    void aRunIsTakenUpByOneOnly() throws Exception {
        try (Journal before = open(KILLED)) {
            before.runs().begun(HEAD);
        }
        try (Journal other = open(new Author("carl@desk", Program.here("desk")))) {
            assertThat(journal.runs().takeUp(HEAD)).isTrue();
            assertThat(other.runs().takeUp(HEAD)).isFalse();
            assertThat(other.runs().close(HEAD, "another came")).isFalse();
        }
        assertThat(found().story().state()).isEqualTo(new RunState.Running());
        assertThat(journal.runs().entries("k3f9qa", 9)).hasSize(2);
    }

    /// A window that opens the same file while its run comes to an end.
    @Test
    void anotherJournalOfTheSameProgramNeitherEntersNorEndsWhatIsHeld() throws Exception {
        journal.runs().begun(HEAD);
        journal.runs().turned(HEAD, new Turn(Turn.Kind.HALT, "stopped"));
        try (Journal other = open(ANN)) {
            assertThat(other.runs().takeUp(HEAD)).isFalse();
            other.runs().letGo("k3f9qa");
            assertThat(other.runs().isHeld("k3f9qa")).isTrue();
            assertThat(other.runs().takeUp(HEAD)).isFalse();
            journal.runs().letGo("k3f9qa");
            assertThat(other.runs().takeUp(HEAD)).isTrue();
        }
    }

    @Test
    void aRunThatCouldNotBeTakenUpIsFreeForOthers() throws Exception {
        journal.runs().begun(HEAD);
        journal.runs().turned(HEAD, new Turn(Turn.Kind.HALT, "stopped"));
        journal.runs().letGo("k3f9qa");
        edit(
                "CREATE TRIGGER full BEFORE INSERT ON entry WHEN NEW.what = 'RESUME'"
                        + " BEGIN SELECT RAISE(ABORT, 'no space'); END");
        assertThatThrownBy(() -> journal.runs().takeUp(HEAD)).hasMessageContaining("no space");
        assertThat(journal.runs().isHeld("k3f9qa")).isFalse();
        edit("DROP TRIGGER full");
        try (Journal other = open(ANN)) {
            assertThat(other.runs().takeUp(HEAD)).isTrue();
        }
    }

    private void edit(String... orders) throws SQLException {
        try (Connection edit =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + directory.resolve("journal.db"));
                Statement statement = edit.createStatement()) {
            for (String order : orders) {
                statement.execute(order);
            }
        }
    }

    /// Its end could not be written.
    @Test
    void whatAProgramHasLeftNoJournalOfItTakesForGoingOn() throws Exception {
        journal.runs().begun(HEAD);
        try (Journal other = open(ANN)) {
            assertThat(other.runs().find("k3f9qa").orElseThrow().hand())
                    .isEqualTo(RunRecord.Hand.OURS);
            journal.runs().letGo("k3f9qa");
            assertThat(other.runs().find("k3f9qa").orElseThrow().waits()).isTrue();
            assertThat(other.runs().takeUp(HEAD)).isTrue();
        }
    }

    @Test
    void aRunOnAnotherMachineIsNotTakenForBroken() throws Exception {
        try (Journal away = open(AWAY)) {
            away.runs().begun(HEAD);
        }
        assertThat(found().hand()).isEqualTo(RunRecord.Hand.ELSEWHERE);
        assertThat(found().story().state()).isEqualTo(new RunState.Running());
        assertThat(found().waits()).isFalse();
    }

    @Test
    void aRunThatIsOverIsAmongTheLastButNotAmongTheOpen() throws Exception {
        journal.runs().begun(HEAD);
        journal.runs().turned(HEAD, new Turn(Turn.Kind.CLOSE, "nothing was changed"));
        assertThat(journal.runs().open("shop")).isEmpty();
        assertThat(journal.runs().last("shop", 5))
                .singleElement()
                .extracting(run -> run.story().state())
                .isEqualTo(new RunState.Over("nothing was changed"));
    }

    /// A later run that did nothing to a node has not proven it either.
    @Test
    void aNodeStaysUnprovenUntilARunIsThroughWithIt() throws Exception {
        journal.runs().begun(HEAD);
        journal.runs().moved(HEAD, WEB2, move(Move.Kind.BEGIN, Step.SYNC));
        journal.runs().moved(HEAD, WEB2, move(Move.Kind.FAIL, Step.SYNC));
        journal.runs().moved(HEAD, WEB2, move(Move.Kind.LEAVE, Step.SYNC));
        RunHead later = head("later2");
        journal.runs().begun(later);
        journal.runs().moved(later, WEB2, move(Move.Kind.BEGIN, Step.PREFLIGHT));
        journal.runs().moved(later, WEB2, move(Move.Kind.FAIL, Step.PREFLIGHT));
        journal.runs().moved(later, WEB2, move(Move.Kind.SPARE, Step.PREFLIGHT));
        assertThat(journal.runs().unproven("shop", "web2"))
                .hasValueSatisfying(run -> assertThat(run.head().id()).isEqualTo("k3f9qa"));
        RunHead last = head("last22");
        journal.runs().begun(last);
        journal.runs().moved(last, WEB2, move(Move.Kind.BEGIN, Step.SETTLE));
        journal.runs().moved(last, WEB2, move(Move.Kind.END, Step.SETTLE));
        journal.runs().moved(last, WEB2, move(Move.Kind.FINISH, Step.SETTLE));
        journal.runs().result(last, WEB2, result(false, "", List.of()));
        assertThat(journal.runs().unproven("shop", "web2")).isPresent();
        journal.runs().result(last, WEB2, result(true, "", List.of()));
        assertThat(journal.runs().unproven("shop", "web2")).isEmpty();
    }

    @Test
    void aNodeStaysUnprovenHoweverManyRunsComeAfter() throws Exception {
        journal.runs().begun(HEAD);
        journal.runs().moved(HEAD, WEB2, move(Move.Kind.BEGIN, Step.SYNC));
        for (int i = 0; i < 101; i++) {
            journal.runs().begun(head("later" + i));
        }
        assertThat(journal.runs().unproven("shop", "web2"))
                .hasValueSatisfying(run -> assertThat(run.head().id()).isEqualTo("k3f9qa"));
        assertThat(journal.runs().unproven("other", "web2")).isEmpty();
        assertThat(journal.runs().unproven("shop", "web3")).isEmpty();
    }

    private static RunHead head(String id) {
        return new RunHead(
                id,
                NOON,
                HEAD.who(),
                HEAD.cluster(),
                HEAD.course(),
                HEAD.reference(),
                HEAD.nodes(),
                HEAD.plan(),
                HEAD.options(),
                "");
    }

    @Test
    void anAbsenceIsARunsUntilItIsOver() throws Exception {
        journal.runs().begun(HEAD);
        Leave leave = new Leave(Way.DRAIN, Leave.Floor.KEPT, "", "", Optional.empty());
        journal.takenOut(WEB2, leave, "k3f9qa");
        assertThat(absence().part()).isEqualTo(Absence.Part.OF_A_RUNNING_RUN);
        assertThat(absence().run()).isEqualTo("k3f9qa");
        journal.runs().turned(HEAD, new Turn(Turn.Kind.HALT, "failed"));
        assertThat(absence().part()).isEqualTo(Absence.Part.OF_A_BROKEN_RUN);
        journal.runs().turned(HEAD, new Turn(Turn.Kind.CLOSE, "left so"));
        assertThat(absence().part()).isEqualTo(Absence.Part.OF_NOTHING);
    }

    private Absence absence() throws FaultException {
        return java.util.Objects.requireNonNull(
                journal.absences("shop", Map.of("web2", "ann@web2")).get("web2"));
    }

    @Test
    void filesAreWrittenTogetherAndInOrder() throws Exception {
        journal.runs().begun(HEAD);
        journal.runs()
                .did(
                        HEAD,
                        WEB2,
                        List.of(
                                new Runs.FileOutcome("sent", "a"),
                                new Runs.FileOutcome("deleted", "b\nc")));
        assertThat(journal.runs().entries("k3f9qa", 10))
                .extracting(Entry::kind, Entry::what, Entry::text)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(Entry.Kind.FILE, "sent", "a"),
                        org.assertj.core.groups.Tuple.tuple(Entry.Kind.FILE, "deleted", "b␊c"));
        assertThat(journal.damage()).isEmpty();
    }

    @Test
    void whatWasDoneToAFileIsFoundByItsPath() throws Exception {
        String odd = Visible.bytes(new byte[] {'b', '\\', (byte) 0xe9});
        journal.runs().begun(HEAD);
        journal.runs().did(HEAD, WEB2, List.of(new Runs.FileOutcome("sent", odd)));
        RunHead later = head("later2");
        journal.runs().begun(later);
        journal.runs()
                .did(
                        later,
                        WEB2,
                        List.of(
                                new Runs.FileOutcome("deleted", odd),
                                new Runs.FileOutcome("sent", "b")));
        assertThat(journal.runs().ofFile("shop", odd, 9))
                .extracting(Entry::run, Entry::what, Entry::node)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("later2", "deleted", "web2"),
                        org.assertj.core.groups.Tuple.tuple("k3f9qa", "sent", "web2"));
        assertThat(journal.runs().ofFile("shop", odd, 1)).hasSize(1);
        assertThat(journal.runs().ofFile("other", odd, 9)).isEmpty();
    }

    @Test
    void aStoryThatMakesNoSenseIsTheTroubleOfItsRunOnly() throws Exception {
        try (Journal before = open(KILLED)) {
            before.runs().begun(HEAD);
            before.runs().turned(HEAD, new Turn(Turn.Kind.HALT, "failed"));
            before.runs().turned(HEAD, new Turn(Turn.Kind.RESUME, ""));
            before.runs().turned(HEAD, new Turn(Turn.Kind.HALT, "failed"));
            before.runs().turned(HEAD, new Turn(Turn.Kind.HALT, "failed again"));
            before.runs().moved(HEAD, WEB2, move(Move.Kind.BEGIN, Step.SYNC));
        }
        journal.runs().begun(head("whole2"));
        assertThat(journal.runs().last("shop", 5)).hasSize(2);
        assertThat(journal.runs().open("shop"))
                .extracting(run -> run.damage().isPresent())
                .containsExactly(true, false);
        RunRecord run = found();
        assertThat(run.damage().orElseThrow()).contains("from entry 5 on", "no HALT from Halted");
        assertThat(run.waits()).isTrue();
        assertThat(run.story().node("web2").isOpen()).isTrue();
        assertThat(run.story().node("web3").state()).isEqualTo(new NodeState.Waiting());
        assertThat(journal.runs().unproven("shop", "web2")).contains(run);
        journal.takenOut(
                WEB2, new Leave(Way.DRAIN, Leave.Floor.KEPT, "", "", Optional.empty()), HEAD.id());
        assertThat(absence().part()).isEqualTo(Absence.Part.OF_A_BROKEN_RUN);
    }

    @Test
    void aStoryThatMakesNoSenseIsClosedKnowingly() throws Exception {
        try (Journal before = open(KILLED)) {
            before.runs().begun(HEAD);
            before.runs().moved(HEAD, WEB2, move(Move.Kind.END, Step.SYNC));
        }
        assertThat(journal.runs().takeUp(HEAD)).isTrue();
        assertThat(found().hand()).isEqualTo(RunRecord.Hand.OURS);
        journal.runs().turned(HEAD, new Turn(Turn.Kind.CLOSE, "left so"));
        assertThat(found().story().state()).isEqualTo(new RunState.Over("left so"));
        assertThat(found().story().node("web2").state()).isEqualTo(new NodeState.Left("left so"));
        assertThat(journal.runs().open("shop")).isEmpty();
    }

    @Test
    void aBeginningThatCannotBeReadIsItsRunsTrouble() throws Exception {
        journal.runs().begun(HEAD);
        edit("DROP TRIGGER unchanged", "UPDATE entry SET what = 'SPIRAL', program = 'x y z'");
        assertThat(journal.runs().last("shop", 5)).hasSize(1);
        assertThat(found().damage().orElseThrow()).contains("from entry 1 on");
        assertThat(found().waits()).isTrue();
    }

    /// A journal of a program from before there were runs.
    @Test
    void aJournalOfTheFirstFormIsTakenOver() throws Exception {
        Path old = directory.resolve("old.db");
        try (Journal first = Journal.open(old, ANN, InstantSource.fixed(NOON))) {
            first.putBack(WEB2, "");
            first.takenOut(
                    WEB2, new Leave(Way.DRAIN, Leave.Floor.KEPT, "", "", Optional.empty()), "");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DROP INDEX of_run");
            statement.executeUpdate("ALTER TABLE entry DROP COLUMN run");
            statement.executeUpdate("ALTER TABLE entry RENAME COLUMN program TO run");
        }
        try (Journal taken = Journal.open(old, ANN, InstantSource.fixed(NOON))) {
            assertThat(taken.last("shop", 9)).hasSize(2);
            assertThat(taken.damage()).isEmpty();
            taken.runs().begun(HEAD);
            assertThat(taken.runs().open("shop")).hasSize(1);
            assertThat(taken.damage()).isEmpty();
        }
    }
}
