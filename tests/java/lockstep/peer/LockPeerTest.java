package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.lock.Claim;
import lockstep.lock.Holder;
import lockstep.lock.Locks;
import lockstep.lock.Mark;
import lockstep.lock.NodeLock;
import lockstep.lock.Proof;
import lockstep.rsync.Endpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Locks on real nodes: who gets one, who keeps it, and who takes it away.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LockPeerTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static Sshd sshd;

    @TempDir Path directory;
    private List<Endpoint> nodes;

    @BeforeAll
    static void start() throws Exception {
        sshd = Sshd.start(List.of("ed25519"), "MaxSessions 100");
    }

    @AfterAll
    static void stop() {
        sshd.close();
    }

    @BeforeEach
    void nodes() throws Exception {
        nodes = new ArrayList<>();
        for (String name : List.of("web1", "web2", "web3")) {
            Path root = Files.createDirectory(directory.resolve(name));
            nodes.add(new Endpoint(sshd.host(name), root.toString(), false));
        }
    }

    private static Optional<Proof> isNever(String node, String run) {
        assertThat(List.of(node, run)).doesNotContain("");
        return Optional.empty();
    }

    private static Proof unknown(String node) {
        return new Proof(Proof.Word.UNKNOWN, node);
    }

    private static Proof unproven(String run) {
        return new Proof(Proof.Word.UNPROVEN, run);
    }

    private static Claim claim(String who, String run) {
        return new Claim(who, NOON, run, "rolling sync");
    }

    /// Takes locks; no other run is known to be settled.
    private static Locks taken(List<Endpoint> nodes, String who, String run) throws FaultException {
        return Locks.take(nodes, claim(who, run), LockPeerTest::isNever);
    }

    /// The answer to an order of that number is lost on its way.
    private Endpoint losing(int order) {
        Endpoint first = nodes.getFirst();
        return new Endpoint(new LostAnswer(first.host(), order), first.root(), false);
    }

    private Path lock(String node) {
        return directory.resolve(".lockstep").resolve(node).resolve("lock");
    }

    private Optional<Holder> holder(int node) throws FaultException {
        return new NodeLock(nodes.get(node)).inspect();
    }

    @Test
    void aLockSaysWhoHoldsItAndIsGivenBack() throws Exception {
        assertThat(holder(0)).isEmpty();
        Locks locks = taken(nodes, "anna@desk", "run-1");

        for (int i = 0; i < 3; i++) {
            Holder holder = holder(i).orElseThrow();
            assertThat(holder.claim()).contains(claim("anna@desk", "run-1"));
            assertThat(holder.silence().orElseThrow()).isLessThan(Duration.ofMinutes(1));
        }
        locks.refresh(_ -> true);
        locks.release(LockPeerTest::unknown);
        locks.release(LockPeerTest::unknown);
        assertThat(holder(0)).isEmpty();
        assertThat(Shop.fault(() -> locks.refresh(_ -> true)))
                .isInstanceOf(Fault.GuardTripped.class);
        assertThat(Shell.run(lock("web1"), "ls")).isEqualTo("free\n");
    }

    @Test
    void anotherRunIsToldWhoHoldsItAndNothingOfItsStays() throws Exception {
        Locks held = taken(nodes.subList(1, 2), "anna@desk", "run-1");
        Shell.run(lock("web2"), "touch -d '-40 minutes' claim.*");

        Fault fault = Shop.fault(() -> taken(nodes, "berta@lap", "run-2"));

        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.where()).isEqualTo("web2");
        assertThat(fault.what())
                .isEqualTo(
                        "It is locked by anna@desk since 2026-11-22 12:00:00 UTC for run run-1"
                                + " (rolling sync); the last sign of life was 40 min ago.");
        assertThat(fault.remedy()).contains("lockstep resume FILE run-1", "break the lock");
        assertThat(holder(0)).isEmpty();
        assertThat(Shell.run(lock("web2"), "ls").lines()).hasSize(2);
        held.refresh(_ -> true);
        assertThat(holder(1).orElseThrow().silence().orElseThrow())
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void theSameRunTakesItsLockOverAndTheOldHolderNotices() throws Exception {
        Locks first = taken(nodes, "anna@desk", "run-1");

        Locks second = taken(nodes, "berta@lap", "run-1");

        assertThat(holder(2).orElseThrow().claim()).contains(claim("berta@lap", "run-1"));
        assertThat(Shop.fault(() -> first.refresh(_ -> true)))
                .isInstanceOf(Fault.GuardTripped.class);
        first.release(LockPeerTest::unknown);
        second.refresh(_ -> true);
        second.release(LockPeerTest::unknown);
        assertThat(holder(2)).isEmpty();
    }

    private static Optional<Proof> left(String run) {
        return run.equals("run-1")
                ? Optional.of(new Proof(Proof.Word.UNPROVEN, run))
                : Optional.empty();
    }

    /// Whoever has ended it was killed before it gave its lock back.
    @Test
    void theLockOfARunThatIsSettledIsNobodys() throws Exception {
        Locks first = taken(nodes, "anna@desk", "run-1");

        Locks second = Locks.take(nodes, claim("anna@desk", "run-2"), (_, run) -> left(run));

        assertThat(holder(1).orElseThrow().claim()).contains(claim("anna@desk", "run-2"));
        assertThat(Shop.fault(() -> first.refresh(_ -> true)))
                .isInstanceOf(Fault.GuardTripped.class);
        second.release(LockPeerTest::unknown);
        assertThat(holder(1)).isEmpty();
    }

    /// A run that cannot go on on all nodes has not ended.
    @Test
    void whatWasTakenOverStaysWithTheRunWhenItCannotHaveAll() throws Exception {
        Locks first = taken(nodes.subList(0, 1), "anna@desk", "run-1");
        Locks other = taken(nodes.subList(2, 3), "carl@lap", "run-9");

        Shop.fault(() -> taken(nodes, "berta@lap", "run-1"));

        assertThat(holder(0).orElseThrow().claim()).contains(claim("berta@lap", "run-1"));
        assertThat(holder(1)).isEmpty();
        assertThat(Shop.fault(() -> first.refresh(_ -> true)))
                .isInstanceOf(Fault.GuardTripped.class);
        other.refresh(_ -> true);
    }

    @Test
    void onlyTheLockThatWasSeenIsBroken() throws Exception {
        Locks first = taken(nodes, "anna@desk", "run-1");
        Holder seen = holder(0).orElseThrow();
        first.release(LockPeerTest::unknown);
        Locks newer = taken(nodes, "berta@lap", "run-2");
        NodeLock lock = new NodeLock(nodes.getFirst());

        assertThat(Shop.fault(() -> lock.breakOpen(seen, unproven("run-1"))))
                .isInstanceOf(Fault.GuardTripped.class);
        newer.refresh(_ -> true);
        lock.breakOpen(holder(0).orElseThrow(), unproven("run-4"));

        assertThat(holder(0)).isEmpty();
        Fault lost = Shop.fault(() -> newer.refresh(_ -> true));
        assertThat(lost.where()).isEqualTo("web1");
        assertThat(lost.what()).contains("broken or taken over");
    }

    /// It may be all that tells of the node: its run was left without a look there.
    @Test
    void aTakingThatFailsLeavesAMarkWhereASettledRunHadItsLock() throws Exception {
        taken(nodes.subList(0, 1), "anna@desk", "run-1");
        taken(nodes.subList(2, 3), "eve@lap", "run-9");

        Shop.fault(() -> Locks.take(nodes, claim("berta@lap", "run-2"), (_, run) -> left(run)));

        assertThat(holder(0)).isEmpty();
        assertThat(new NodeLock(nodes.get(0)).look().marks())
                .extracting(Mark::run)
                .containsExactly("run-1");
        assertThat(holder(1)).isEmpty();
        assertThat(new NodeLock(nodes.get(1)).look().marks()).isEmpty();
    }

    /// With the second order its lock is taken over, and nobody hears of that.
    @Test
    void aLineThatBreaksFreesNoLockOfTheSameRun() throws Exception {
        taken(nodes.subList(0, 1), "anna@desk", "run-1");
        Endpoint breaking = losing(3);

        Fault fault = Shop.fault(() -> taken(List.of(breaking), "berta@lap", "run-1"));

        assertThat(fault).isInstanceOf(Fault.LinkLost.class);
        assertThat(holder(0).orElseThrow().claim()).contains(claim("berta@lap", "run-1"));
    }

    /// What was taken from nobody goes back, though nobody heard of it.
    @Test
    void aLineThatBreaksKeepsNoLockThatWasFree() throws Exception {
        Endpoint breaking = losing(1);
        Shop.fault(() -> taken(List.of(breaking), "berta@lap", "run-1"));
        assertThat(holder(0)).isEmpty();
        assertThat(Files.exists(lock("web1").resolve("free"))).isTrue();
    }

    @Test
    void whatARunHasLeftUnprovenIsSeenUntilARunProvesIt() throws Exception {
        NodeLock lock = new NodeLock(nodes.getFirst());
        left("run-1", Proof.Word.UNPROVEN);
        left("../../x", Proof.Word.UNPROVEN);
        assertThat(lock.look().marks())
                .containsExactlyInAnyOrder(
                        new Mark("run-1", "anna@desk"), new Mark("unknown", "anna@desk"));
        left("run-2", Proof.Word.UNKNOWN);
        left("run-2", Proof.Word.AS_BEFORE);
        left("run-1", Proof.Word.AS_BEFORE);
        assertThat(lock.look().marks()).containsExactly(new Mark("unknown", "anna@desk"));
        left("run-3", Proof.Word.PROVEN);
        assertThat(lock.look().marks()).isEmpty();
        taken(nodes, "anna@desk", "run-4");
        lock.breakOpen(holder(0).orElseThrow(), unproven("run-4"));
        assertThat(lock.look().marks()).containsExactly(new Mark("run-4", "anna@desk"));
        lock.unmark(new Mark("run-3", "anna@desk"));
        assertThat(lock.look().marks()).hasSize(1);
        lock.unmark(new Mark("run-4", "anna@desk"));
        assertThat(lock.look().marks()).isEmpty();
        assertThat(lock.look().holder()).isEmpty();
    }

    private void left(String run, Proof.Word word) throws FaultException {
        taken(nodes, "anna@desk", run).release(_ -> new Proof(word, run));
    }

    /// Each round from nothing, so that the first making of the lock is raced for too.
    @Test
    void ofManyTakersExactlyOneWins() throws Exception {
        int takers = 8;
        List<Endpoint> one = nodes.subList(0, 1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 3; round++) {
                List<Callable<Optional<Locks>>> tries = new ArrayList<>();
                for (int i = 0; i < takers; i++) {
                    Claim claim = claim("taker@" + i, "run-" + i);
                    tries.add(() -> attempt(one, claim));
                }
                List<Locks> winners = new ArrayList<>();
                for (Future<Optional<Locks>> ended :
                        threads.invokeAll(tries, 60, TimeUnit.SECONDS)) {
                    ended.resultNow().ifPresent(winners::add);
                }
                assertThat(winners).as("round %d", round).hasSize(1);
                winners.getFirst().refresh(_ -> true);
                if (round < 2) {
                    Shell.run(directory, "rm -r .lockstep");
                } else {
                    winners.getFirst().release(LockPeerTest::unknown);
                }
            }
        }
    }

    private static Optional<Locks> attempt(List<Endpoint> nodes, Claim claim) {
        try {
            return Optional.of(Locks.take(nodes, claim, LockPeerTest::isNever));
        } catch (FaultException e) {
            assertThat(e.fault()).as(e.getMessage()).isInstanceOf(Fault.GuardTripped.class);
            return Optional.empty();
        }
    }

    /// Of those who break a lock and those who take it over, one wins; then all but one lose.
    @Test
    void breakersAndTakersOfOneHoldingDoNotBothWin() throws Exception {
        List<Endpoint> one = nodes.subList(0, 1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 2; round++) {
                taken(one, "anna@desk", "run-1");
                Holder seen = holder(0).orElseThrow();
                List<Callable<Boolean>> deeds = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    deeds.add(() -> broken(seen));
                }
                int winners = 0;
                for (Future<Boolean> ended : threads.invokeAll(deeds, 60, TimeUnit.SECONDS)) {
                    winners += ended.resultNow() ? 1 : 0;
                }
                assertThat(winners).as("round %d", round).isOne();
                assertThat(holder(0)).isEmpty();
            }
        }
    }

    private boolean broken(Holder seen) {
        try {
            new NodeLock(nodes.getFirst()).breakOpen(seen, unproven("run-1"));
            return true;
        } catch (FaultException _) {
            return false;
        }
    }

    @Test
    void aClaimThatCannotBeReadIsSomebodys() throws Exception {
        taken(nodes, "anna@desk", "run-1");
        Shell.run(lock("web1"), "head -c 100000 /dev/urandom > \"$(ls claim.*)\"");

        Fault fault = Shop.fault(() -> taken(nodes, "berta@lap", "run-1"));

        assertThat(fault.what())
                .contains(
                        "somebody whose claim cannot be read, as " + holder(0).orElseThrow().name())
                .containsPattern("lock-[0-9a-f]{8}");
        new NodeLock(nodes.getFirst()).breakOpen(holder(0).orElseThrow(), unproven("run-4"));
        assertThat(holder(0)).isEmpty();
    }

    @Test
    void aLockWithoutItsFileIsToldAndNotTaken() throws Exception {
        taken(nodes, "anna@desk", "run-1");
        Shell.run(lock("web1"), "rm held.*");

        Fault fault = Shop.fault(() -> taken(nodes, "berta@lap", "run-2"));

        assertThat(fault.what()).contains("cannot be read");
        assertThat(fault.remedy()).contains("remove the directory lock");
    }
}
