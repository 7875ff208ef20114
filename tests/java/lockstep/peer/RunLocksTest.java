package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import lockstep.fault.FaultException;
import lockstep.journal.Author;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.lock.Claim;
import lockstep.lock.Locks;
import lockstep.lock.Mark;
import lockstep.lock.NodeLock;
import lockstep.plan.Plan;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.Operations.RunReport;
import lockstep.run.Resumption;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;
import lockstep.state.Course;
import lockstep.state.Move;
import lockstep.state.RunState;
import lockstep.state.Step;
import lockstep.state.Turn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The locks of runs: whose they are when a run is over, and what becomes of those that cannot be
/// given back.
@Tag("long")
@Timeout(90)
class RunLocksTest extends ConsoleSuite {
    private OpenCluster console() throws Exception {
        return consoles.ready("ann@desk", Instant.now());
    }

    private static RunReport sync(OpenCluster console) throws FaultException {
        Plan plan = KilledRun.plan(console);
        return console.sync(plan, KilledRun.options(), new KilledRun.Steps(), control());
    }

    /// Its console was killed after it had closed the run, and before it gave the locks back.
    @Test
    void theLockThatARunHasLeftThatIsOverDoesNotHinderTheNext() throws Exception {
        OpenCluster console = console();
        String run = sync(console).run();
        lock("web2", run);
        Files.writeString(consoles.root("web1").resolve("page"), "newer");
        assertThat(sync(console).nodes()).hasSize(2).allMatch(Operations.NodeReport::identical);
        assertThat(holder("web2")).isEmpty();
    }

    /// The lock on a node that was left without a look there is all that tells others of it.
    @Test
    void aSyncThatDoesNotBeginFreesNoUnprovenNodeUnmarked() throws Exception {
        KilledRun.leave(consoles, "web2", Step.VERIFY);
        OpenCluster console = next();
        String run = console.runs(1).getFirst().head().id();
        Resumption leave = new Resumption.Leave("", List.of("web2"));
        console.resume(run, leave, new KilledRun.Steps(), control());
        assertThat(holder("web2")).isPresent();
        lock("web3", "zzzzzz");
        assertThatThrownBy(() -> sync(console)).hasMessageContaining("locked by eve@lap");
        assertThat(holder("web2")).isEmpty();
        assertThat(marks("web2")).containsExactly(run);
        assertThat(marks("web1")).isEmpty();
    }

    /// A run without a verification is done, and proves nothing; nor does one of a part.
    @Test
    void aMarkGoesWithAProofOnlyAndThenAtTheReferenceToo() throws Exception {
        OpenCluster console = console();
        for (String node : List.of("web1", "web2")) {
            lock(node, "zzzzzz");
        }
        assertThat(console.breakLocks("eve@lap")).containsExactly("web1", "web2");
        RunOptions unverified = KilledRun.options().unverified();
        console.sync(KilledRun.plan(console), unverified, new KilledRun.Steps(), control());
        assertThat(console.runs(1).getFirst().story().state()).isInstanceOf(RunState.Over.class);
        assertThat(marks("web2")).containsExactly("zzzzzz");
        assertThat(marks("web1")).containsExactly("zzzzzz");
        Files.writeString(consoles.root("web1").resolve("page"), "newer");
        assertThat(sync(console).nodes()).hasSize(2).allMatch(Operations.NodeReport::identical);
        assertThat(marks("web2")).isEmpty();
        assertThat(marks("web1")).isEmpty();
    }

    private List<String> marks(String node) throws FaultException {
        return new NodeLock(endpoint(node)).look().marks().stream().map(Mark::run).toList();
    }

    @Test
    void theLockOfARunThatThisJournalDoesNotKnowHinders() throws Exception {
        OpenCluster console = console();
        lock("web2", "zzzzzz");
        assertThatThrownBy(() -> sync(console)).hasMessageContaining("locked by eve@lap");
        assertThat(holder("web2")).isPresent();
        assertThat(holder("web1")).isEmpty();
    }

    private void lock(String node, String run) throws FaultException {
        Claim claim = new Claim("eve@lap", Instant.now(), run, "a test");
        Locks.take(List.of(endpoint(node)), claim, (_, _) -> Optional.empty());
    }

    @Test
    void aLockThatCannotBeGivenBackIsToldAndHidesNoReport() throws Exception {
        OpenCluster console = console();
        Queue<String> warned = new ConcurrentLinkedQueue<>();
        KilledRun.Steps events =
                new KilledRun.Steps() {
                    @Override
                    public void done(String node, Step step, String note) {
                        if (node.equals("web3") && step == Step.SETTLE) {
                            open(directory.resolve(".lockstep"), "rwxrwxrwx");
                        }
                    }

                    @Override
                    public void warned(String node, String text) {
                        warned.add(node + " " + text);
                    }
                };
        Plan plan = KilledRun.plan(console);
        RunReport report = console.sync(plan, KilledRun.options(), events, control());
        assertThat(report.nodes()).hasSize(2).allMatch(Operations.NodeReport::identical);
        assertThat(warned)
                .filteredOn(text -> text.contains("its lock could not be given back"))
                .hasSize(3);
        open(directory.resolve(".lockstep"), "rwx------");
        assertThat(holder("web2")).isPresent();
        Files.writeString(consoles.root("web1").resolve("page"), "newer");
        assertThat(sync(console).nodes()).allMatch(Operations.NodeReport::identical);
        assertThat(holder("web2")).isEmpty();
    }

    private static void open(Path path, String permissions) {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What has not begun closes nothing.
    @Test
    void aRunThatWaitsIsClosedByTheNextOnlyWhenThatBegins() throws Exception {
        OpenCluster console = console();
        RunControl control = control();
        KilledRun.Steps events = new KilledRun.Stopping(control);
        console.sync(KilledRun.plan(console), KilledRun.options(), events, control);
        Plan plan = KilledRun.plan(console);
        Path away = directory.resolve("away");
        Files.move(consoles.root("web3"), away);
        assertThatThrownBy(
                        () ->
                                console.sync(
                                        plan,
                                        KilledRun.options(),
                                        new KilledRun.Steps(),
                                        control()))
                .isInstanceOf(FaultException.class);
        Files.move(away, consoles.root("web3"));
        lock("web2", "zzzzzz");
        assertThatThrownBy(() -> sync(console)).hasMessageContaining("locked by eve@lap");
        assertThat(console.runs(5)).singleElement().matches(RunRecord::waits);
        assertThat(console.breakLocks("eve@lap")).containsExactly("web2");
        assertThat(sync(console).nodes()).allMatch(Operations.NodeReport::identical);
        assertThat(console.runs(5).getFirst().story().state())
                .isEqualTo(new RunState.Over("another run came after it"));
    }

    /// Somebody has said that its console is gone, though it lives, and is between two nodes.
    @Test
    void aLateEndFreesNoLockOfWhoeverHasTakenItsRunUp() throws Exception {
        OpenCluster console = console();
        RunControl stopped = control();
        KilledRun.Steps stopping = new KilledRun.Stopping(stopped);
        console.sync(KilledRun.plan(console), KilledRun.options(), stopping, stopped);
        RunRecord run = console.runs(1).getFirst();
        KilledRun.Steps takenUp =
                new KilledRun.Steps() {
                    @Override
                    public void begun(String node, Step step) {
                        if (step == Step.RESTORE) {
                            takeUpElsewhere(run.head());
                        }
                    }
                };
        Resumption undo = new Resumption.Undo(List.of("web2"));
        console.resume(run.head().id(), undo, takenUp, control());
        assertThat(console.runs(1).getFirst().hand()).isEqualTo(RunRecord.Hand.ELSEWHERE);
        for (String node : List.of("web1", "web2", "web3")) {
            assertThat(holder(node).orElseThrow().name()).as(node).isEqualTo("eve@lap");
        }
    }

    private void takeUpElsewhere(RunHead head) {
        Author eve = new Author("eve@lap", new Program("lap", 1, Instant.EPOCH));
        Move left = new Move(Move.Kind.LEAVE, Course.UNDO, Step.RESTORE, "done by hand");
        try (Journal other = Journal.open(consoles.journal(), eve, InstantSource.system())) {
            assertThat(other.runs().gone(head, "ann@desk")).isTrue();
            other.runs().turned(head, new Turn(Turn.Kind.RESUME, ""));
            other.runs().moved(head, new Journal.Subject("shop", "web2", "local"), left);
            for (String node : List.of("web1", "web2", "web3")) {
                lock(node, head.id());
            }
        } catch (FaultException e) {
            throw new AssertionError(e);
        }
    }

    /// Another user's console has another journal, and sees only what is on the node.
    @Test
    void whatARunOfSomebodyElseHasLeftIsNotPutBackUnknowingly() throws Exception {
        KilledRun.leave(consoles, "web2", Step.VERIFY);
        OpenCluster console = next();
        OpenCluster stranger =
                consoles.open(
                        Journal.open(
                                directory.resolve("other.db"),
                                new Author("eve@lap", Program.here("lap")),
                                InstantSource.system()));
        assertThatThrownBy(() -> stranger.putBack("web2"))
                .hasMessageContaining("has left it half done. It is locked by bob@desk")
                .hasMessageContaining("--unproven=web2");
        String run = console.runs(1).getFirst().head().id();
        console.resume(run, new Resumption.Leave(""), new KilledRun.Steps(), control());
        assertThat(holder("web2")).isEmpty();
        assertThatThrownBy(() -> stranger.putBack("web2"))
                .hasMessageContaining("Run " + run + " of ann@desk has changed it")
                .hasMessageContaining("this journal does not know that run");
        stranger.putBackUnproven("web2", "web2");
        stranger.putBack("web2");
        assertThat(marks("web2")).isEmpty();
        assertThat(stranger.journalled(9))
                .anyMatch(entry -> entry.what().equals("put back though not proven"));
        assertThatThrownBy(() -> console.putBack("web2")).hasMessageContaining("--unproven=web2");
    }

    /// The journal knows which nodes the run had not begun.
    @Test
    void aBrokenLockMarksOnlyWhatMayBeHalfDone() throws Exception {
        KilledRun.leave(consoles, "web2", Step.SYNC);
        OpenCluster console = next();
        String run = console.runs(1).getFirst().head().id();
        assertThat(console.breakLocks("bob@desk")).containsExactly("web1", "web2", "web3");
        assertThat(marks("web1")).isEmpty();
        assertThat(marks("web2")).containsExactly(run);
        assertThat(marks("web3")).isEmpty();
    }

    /// The journal has nothing of it by its new name.
    @Test
    void aNodeThatWasRenamedSinceItWasLeftIsNotPutBackUnknowingly() throws Exception {
        OpenCluster console = console();
        Plan plan = KilledRun.plan(console);
        Plan part = plan.with(plan.targets().subList(0, 1));
        String run =
                console.sync(part, KilledRun.options(), new KilledRun.Steps(), control()).run();
        lock("web3", run);
        console.putBack("web3");
        assertThat(console.breakLocks("eve@lap")).containsExactly("web3");
        assertThatThrownBy(() -> console.putBack("web3")).hasMessageContaining("--unproven=web3");
    }

    @Test
    void aNodeThatCannotBeLookedAtIsPutBackOnlyKnowingly() throws Exception {
        OpenCluster console = console();
        Files.move(consoles.root("web2"), directory.resolve("away"));
        assertThatThrownBy(() -> console.putBack("web2"))
                .hasMessageContaining("cannot be seen there")
                .hasMessageContaining("--unproven=web2");
        console.putBackUnproven("web2", "web2");
    }

    @Test
    void aLockWithoutAReadableClaimIsBrokenByTheNameThatTheRefusalTells() throws Exception {
        OpenCluster console = console();
        lock("web2", "zzzzzz");
        Shell.run(
                directory.resolve(".lockstep/web2/lock"),
                "head -c 300 /dev/urandom > \"$(ls claim.*)\"");
        String name = holder("web2").orElseThrow().name();
        assertThatThrownBy(() -> sync(console)).hasMessageContaining("cannot be read, as " + name);
        assertThatThrownBy(() -> console.breakLocks("eve@lap"))
                .hasMessageContaining("Name the holder exactly");
        assertThat(console.breakLocks(name)).containsExactly("web2");
        assertThat(sync(console).nodes()).allMatch(Operations.NodeReport::identical);
    }
}
