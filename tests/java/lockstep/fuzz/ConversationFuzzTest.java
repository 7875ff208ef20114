package lockstep.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.LocalHost;
import lockstep.peer.Peer;
import lockstep.rsync.Approved;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Damaged conversations end in a fault or in a result, never in anything else, soon, with every
/// link closed and little memory taken. `-Dlockstep.fuzz=N` sets how many the long run plays, and
/// `-Dlockstep.fuzz.seed=N` where it begins; a failure names the seed that brings it back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationFuzzTest {
    private static final int SHORT_RUN = 60;
    private static final Duration PATIENCE = Duration.ofMillis(5);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long LITTLE_MEMORY = 48 << 20;

    private final Map<Conversation, Tapes> recorded = new EnumMap<>(Conversation.class);

    /// What both ends said, and what it was bound to.
    private record Tapes(
            Map<Tape.Part, Tape> source, Map<Tape.Part, Tape> target, Optional<Approved> plan) {}

    @BeforeAll
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void record(@TempDir Path directory) throws Exception {
        Peer.program("rsync");
        for (Conversation conversation : Conversation.values()) {
            Path here = Files.createDirectory(directory.resolve(conversation.name()));
            Path source = tree(here, "source", "mkdir -p a/deep b cache && echo 1 > a/one");
            Path target =
                    tree(
                            here,
                            "target",
                            "mkdir -p a/deep a/extra b gone/x && echo 22 > a/one && : > a/old");
            Optional<Approved> plan =
                    conversation.plan(
                            Conversation.at(new LocalHost("web1"), source.toString()),
                            Conversation.at(new LocalHost("web2"), target.toString()));
            TapedHost from = new TapedHost("web1");
            TapedHost to = new TapedHost("web2");
            boolean complete =
                    conversation.hold(
                            Conversation.at(from, source.toString()),
                            Conversation.at(to, target.toString()),
                            plan);
            assertThat(complete).as(conversation.name()).isTrue();
            recorded.put(
                    conversation,
                    new Tapes(from.tapes(), conversation.isRelay() ? to.tapes() : Map.of(), plan));
        }
    }

    /// What a file system or a machine without the tools does not have is left out.
    private static final String TRAITS =
            " && ln large b/large && ln a/deep/two a/two && ln -P link b/link"
                    + " && for n in 1 2 3; do setfattr -n user.n$n -v \"$(seq 1 4$n)\" zero; done"
                    + " 2>&1; setfattr -n user.s -v x a/deep; setfacl -m u:1000:r,g:9:rw zero;"
                    + " setfacl -d -m u:1000:rwx b; true";

    private static Path tree(Path directory, String name, String shell) throws IOException {
        Path tree = Files.createDirectory(directory.resolve(name));
        String end = name.equals("source") ? "echo tail >> large" : "touch -d 2001-01-01 large";
        Peer.run(
                tree,
                "sh",
                "-c",
                shell
                        + " && echo two > a/deep/two && ln -s a/one link && mkfifo pipe"
                        + " && echo x > b/\"$(printf 'o\\nd\\377d')\" && : > zero"
                        + " && seq 1 4000 > large && "
                        + end
                        + (name.equals("source") ? TRAITS : ""));
        return tree;
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void whatIsNotDamagedComesToItsEnd(Conversation conversation) throws Exception {
        Tapes tapes = Objects.requireNonNull(recorded.get(conversation));
        PlayedHost from = new PlayedHost("web1", tapes.source(), Duration.ofSeconds(5));
        PlayedHost to = new PlayedHost("web2", tapes.target(), Duration.ofSeconds(5));

        boolean all =
                conversation.hold(
                        Conversation.at(from, "/srv"), Conversation.at(to, "/srv"), tapes.plan());

        assertThat(all).isTrue();
        assertThat(open(from, to)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void damageEndsInAFaultOrAResult(Conversation conversation) {
        int faults = 0;
        for (long seed = 0; seed < SHORT_RUN; seed++) {
            faults += play(conversation, seed) ? 1 : 0;
        }

        assertThat(faults).isGreaterThan(SHORT_RUN / 3);
    }

    @Test
    @Tag("long")
    void longRun() {
        int count = Integer.getInteger("lockstep.fuzz", 20_000);
        long first = Long.getLong("lockstep.fuzz.seed", 1_000_000);
        int faults = 0;
        for (long seed = first; seed < first + count; seed++) {
            Conversation[] all = Conversation.values();
            faults += play(all[(int) (seed % all.length)], seed) ? 1 : 0;
        }

        assertThat(faults).isGreaterThan(count / 3);
    }

    /// Whether it ended in a fault.
    private boolean play(Conversation conversation, long seed) {
        Tapes tapes = Objects.requireNonNull(recorded.get(conversation));
        Mutation mutation = new Mutation(seed);
        boolean atSource = !conversation.isRelay() || mutation.isAtSource();
        PlayedHost from =
                new PlayedHost(
                        "web1", atSource ? mutation.of(tapes.source()) : tapes.source(), PATIENCE);
        PlayedHost to =
                new PlayedHost(
                        "web2", atSource ? tapes.target() : mutation.of(tapes.target()), PATIENCE);
        String which = conversation + " damaged by seed " + seed;
        long allocated = allocated();
        boolean fault = false;
        try {
            soon(
                    which,
                    () ->
                            conversation.hold(
                                    Conversation.at(from, "/srv"),
                                    Conversation.at(to, "/srv"),
                                    tapes.plan()));
        } catch (FaultException e) {
            isSafe(which, e.fault());
            fault = true;
        } catch (RuntimeException | Error e) {
            fail(which + " ended in " + e, e);
        }
        assertThat(open(from, to)).as("links left open by " + which).isZero();
        assertThat(allocated() - allocated)
                .as("bytes allocated by " + which)
                .isLessThan(LITTLE_MEMORY);
        return fault;
    }

    private static int open(PlayedHost from, PlayedHost to) {
        try {
            return from.open(SOON) + to.open(SOON);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Held {
        void hold() throws FaultException;
    }

    /// Holds it, and fails where it does not end; what it was doing then is told.
    private static void soon(String which, Held held) throws FaultException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    try {
                                        held.hold();
                                    } catch (Throwable e) {
                                        thrown.set(e);
                                    }
                                });
        try {
            if (!thread.join(SOON)) {
                String where = Arrays.toString(thread.getStackTrace()).replace(", ", "\n  ");
                fail(which + " hangs in\n  " + where);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        switch (thrown.get()) {
            case FaultException fault -> throw fault;
            case RuntimeException wrong -> throw wrong;
            case Error wrong -> throw wrong;
            case null, default -> {}
        }
    }

    /// A tape may also end early, with another status, or with a text that says why: those are not
    /// breaches. Nobody waits for a limit of time, and no list here is large; content may be, and
    /// an offer that names nothing known concerns both ends.
    private static void isSafe(String which, Fault fault) {
        assertThat(fault)
                .as(which)
                .isInstanceOfAny(
                        Fault.ProtocolBroken.class,
                        Fault.LimitReached.class,
                        Fault.NothingInCommon.class,
                        Fault.PlanOutdated.class,
                        Fault.LinkLost.class,
                        Fault.ProgramFailed.class,
                        Fault.ProgramMissing.class,
                        Fault.RsyncTooOld.class,
                        Fault.RootMissing.class,
                        Fault.Unreadable.class,
                        Fault.DiskFull.class);
        assertThat(fault.where()).as(which).isIn("web1", "web2", "web1 and web2");
        assertThat(fault.message().codePoints()).as(which).noneMatch(Character::isISOControl);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }
}
