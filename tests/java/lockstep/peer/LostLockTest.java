package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.fault.FaultException;
import lockstep.fleet.Hook;
import lockstep.fleet.Machine;
import lockstep.journal.Author;
import lockstep.journal.Entry;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.journal.RunRecord;
import lockstep.lock.NodeLock;
import lockstep.lock.Proof;
import lockstep.pool.State;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.RunOptions;
import lockstep.state.NodeState;
import lockstep.state.RunState;
import lockstep.state.Step;
import lockstep.state.Turn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A run whose locks somebody else has broken or taken over, as after a night in which its machine
/// slept: it orders nothing more, and writes nothing into a story that is another's.
@Tag("long")
@Timeout(90)
class LostLockTest extends ConsoleSuite {
    private static final int BIG = 4_000_000;

    private OpenCluster console;

    @BeforeEach
    void ready() throws Exception {
        console = consoles.ready("ann@desk", Instant.now());
    }

    /// Breaks the lock of web2 when it comes to a step.
    private class Breaking extends KilledRun.Steps {
        private final Step step;

        Breaking(Step step) {
            this.step = step;
        }

        @Override
        public void begun(String node, Step begun) {
            if (Objects.equals(node, "web2") && begun == step) {
                happens();
            }
        }

        void happens() {
            breakLock();
        }
    }

    private void breakLock() {
        NodeLock lock = new NodeLock(endpoint("web2"));
        try {
            lock.breakOpen(lock.inspect().orElseThrow(), new Proof(Proof.Word.UNPROVEN, ""));
        } catch (FaultException e) {
            throw new AssertionError(e);
        }
    }

    private RunReport run(RunOptions options, KilledRun.Steps steps) throws Exception {
        return console.sync(KilledRun.plan(console), options, steps, control());
    }

    private List<Entry> written(Entry.Kind kind) throws Exception {
        return console.journalled(1_000).stream().filter(e -> e.kind() == kind).toList();
    }

    private List<State> states(String node) {
        return Objects.requireNonNull(console.pools().members().get(node)).stream()
                .map(m -> m.state())
                .toList();
    }

    /// Changed or not: the one who has the lock now may be working on it.
    @ParameterizedTest
    @EnumSource(names = {"SYNC", "VERIFY", "READY"})
    void nothingMoreIsOrderedForItsNode(Step step) throws Exception {
        RunReport report = run(KilledRun.options(), new Breaking(step));
        NodeReport web2 = report.nodes().getFirst();
        assertThat(web2.fault().orElseThrow().what())
                .isEqualTo("The lock was broken or taken over.");
        assertThat(web2.remarks()).anyMatch(r -> r.contains("nothing was ordered since"));
        assertThat(states("web2")).containsOnly(State.DRAIN);
        assertThat(written(Entry.Kind.BACK)).isEmpty();
        assertThat(report.nodes().get(1).state()).isEqualTo(new NodeState.Waiting());
        RunRecord run = console.runs(1).getFirst();
        assertThat(run.story().state()).isInstanceOf(RunState.Halted.class);
        assertThat(run.story().node("web2").state()).isInstanceOf(NodeState.Stuck.class);
    }

    /// Whoever has the lock now would have it run in the middle of his work.
    @Test
    void noHookRunsOnNodesAfterThat() throws Exception {
        Path ran = directory.resolve("ran");
        console =
                consoles.open(
                        "ann@desk",
                        Instant.now(),
                        new Hook(
                                Hook.AFTER_RUN,
                                Machine.NODE,
                                List.of("touch", ran.toString()),
                                false,
                                Duration.ofSeconds(20),
                                List.of()));
        run(KilledRun.options(), new Breaking(Step.SYNC));
        assertThat(ran).doesNotExist();
    }

    /// The transfer would take most of a minute.
    @Test
    void aLockThatIsLostInTheMiddleOfATransferEndsIt() throws Exception {
        Files.write(consoles.root("web1").resolve("big"), new byte[BIG]);
        AtomicBoolean broken = new AtomicBoolean();
        KilledRun.Steps steps =
                new KilledRun.Steps() {
                    @Override
                    public RelayEvents relay(String node) {
                        return new RelayEvents() {
                            @Override
                            public void literal(long offset, long length) {
                                if (broken.compareAndSet(false, true)) {
                                    breakLock();
                                }
                            }
                        };
                    }
                };
        Instant began = Instant.now();
        RunReport report = run(KilledRun.options().limited(BIG / 50), steps);
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(40));
        assertThat(report.nodes().getFirst().fault().orElseThrow().what())
                .isEqualTo("The lock was broken or taken over.");
        assertThat(states("web2")).containsOnly(State.DRAIN);
    }

    /// Another console has the same journal and takes the run up.
    @Test
    void theStoryOfARunThatIsTakenUpIsNotWrittenOn() throws Exception {
        List<Long> then = new CopyOnWriteArrayList<>();
        Author other = new Author("eve@desk", new Program("desk", 1, Instant.EPOCH));
        try (Journal journal = Journal.open(consoles.journal(), other, InstantSource.system())) {
            Breaking taking =
                    new Breaking(Step.SYNC) {
                        @Override
                        void happens() {
                            try {
                                RunRecord run = journal.runs().open("shop").getFirst();
                                journal.runs().turned(run.head(), new Turn(Turn.Kind.RESUME, ""));
                                then.add(journal.last("shop", 1).getFirst().number());
                            } catch (FaultException e) {
                                throw new AssertionError(e);
                            }
                            breakLock();
                        }
                    };
            run(KilledRun.options(), taking);
        }
        assertThat(console.journalled(1_000).getLast().number()).isEqualTo(then.getFirst());
        RunRecord run = console.runs(1).getFirst();
        assertThat(run.story().node("web2").state())
                .isEqualTo(new NodeState.Stuck(Step.SYNC, "its program ended"));
        assertThat(states("web2")).containsOnly(State.DRAIN);
    }
}
