package lockstep.journal;

import static org.assertj.core.api.Assertions.assertThat;

import lockstep.state.Move;
import lockstep.state.NodeState;
import lockstep.state.Step;
import lockstep.state.Turn;
import org.junit.jupiter.api.Test;

/// Who works on a run, and whether anybody does.
class RunHandTest extends RunSuite {
    /// The clock was set, its processes are hidden, or it has other process ids than this one.
    @Test
    void aRunGoesOnForAsLongAsItsProgramHoldsItsFile() throws Exception {
        try (Journal before = open(KILLED)) {
            before.runs().begun(HEAD);
            assertThat(found().hand()).isEqualTo(RunRecord.Hand.ANOTHERS);
            assertThat(journal.runs().takeUp(HEAD)).isFalse();
            before.runs().turned(HEAD, new Turn(Turn.Kind.HALT, "failed"));
            before.runs().letGo(HEAD.id());
        }
        assertThat(journal.runs().takeUp(HEAD)).isTrue();
    }

    /// A program that was killed between its locks and its first word.
    @Test
    void whatWasAnnouncedAndNeverBegunIsKnown() throws Exception {
        try (Journal before = open(KILLED)) {
            before.runs().announce("abc234");
            before.runs().announce("abc235");
            before.runs().announce(HEAD.id());
            before.runs().begun(HEAD);
            assertThat(journal.runs().wasNeverBegun("abc234")).isFalse();
            before.runs().retract("abc235");
        }
        assertThat(journal.runs().wasNeverBegun("abc234")).isTrue();
        assertThat(journal.runs().wasNeverBegun("abc235")).as("ended by itself").isFalse();
        assertThat(journal.runs().wasNeverBegun(HEAD.id())).as("begun").isFalse();
        assertThat(journal.runs().wasNeverBegun("abc236")).as("of another machine").isFalse();
    }

    @Test
    void aRunIsNobodysThoughItsProcessIdLivesOn() throws Exception {
        ProcessHandle other = ProcessHandle.current().parent().orElseThrow();
        Program alive = new Program("desk", other.pid(), other.info().startInstant().orElseThrow());
        try (Journal before = open(new Author("bob@desk", alive))) {
            before.runs().begun(HEAD);
        }
        assertThat(found().hand()).isEqualTo(RunRecord.Hand.NOBODYS);
    }

    /// As the window that a defect has stopped in a run.
    @Test
    void aRunThatThisProgramHasLetGoOfWaits() throws Exception {
        journal.runs().begun(HEAD);
        journal.runs().moved(HEAD, WEB2, move(Move.Kind.BEGIN, Step.SYNC));
        assertThat(found().hand()).isEqualTo(RunRecord.Hand.OURS);
        journal.runs().letGo(HEAD.id());
        assertThat(found().waits()).isTrue();
        assertThat(journal.runs().takeUp(HEAD)).isTrue();
        assertThat(found().hand()).isEqualTo(RunRecord.Hand.OURS);
    }

    @Test
    void aMachineThatWasRenamedIsTheSame() {
        Program old = new Program("old-name", 1, NOON, "00aa");
        Program now = new Program("new-name", 2, NOON, "00aa");
        assertThat(old.part(now)).isEqualTo(Absence.Part.OF_A_BROKEN_RUN);
        assertThat(Program.of(old.text())).contains(old);
        assertThat(new Program("new-name", 1, NOON, "00bb").part(now))
                .isEqualTo(Absence.Part.OF_A_RUN_ELSEWHERE);
        assertThat(new Program("new-name", 1, NOON).part(now))
                .isEqualTo(Absence.Part.OF_A_BROKEN_RUN);
    }

    @Test
    void aRunOnAMachineThatIsGoneIsTakenUpKnowingly() throws Exception {
        try (Journal away = open(AWAY)) {
            away.runs().begun(HEAD);
            away.runs().moved(HEAD, WEB2, move(Move.Kind.BEGIN, Step.SYNC));
        }
        assertThat(journal.runs().gone(HEAD, "bob@lap")).isFalse();
        assertThat(found().waits()).isFalse();
        assertThat(journal.runs().gone(HEAD, "eve@lap")).isTrue();
        assertThat(found().waits()).isTrue();
        assertThat(found().damage()).isEmpty();
        assertThat(found().story().node("web2").isOpen()).isTrue();
        assertThat(journal.runs().gone(HEAD, "ann@desk")).isFalse();
        assertThat(journal.runs().takeUp(HEAD)).isTrue();
        assertThat(found().story().node("web2").state()).isInstanceOf(NodeState.Stuck.class);
    }
}
