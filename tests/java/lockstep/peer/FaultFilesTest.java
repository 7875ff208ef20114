package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.link.Cancel;
import lockstep.peer.BrokenRelay.Ending;
import lockstep.peer.BrokenRelay.Manner;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files of the source that do not stay what they were when they were listed.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FaultFilesTest {
    private static final int LARGE = 4_000_000;

    @TempDir Path directory;
    private TroubledTrees trees;
    private BrokenRelay relay;

    @BeforeEach
    void trees() throws Exception {
        Peer.program("rsync");
        trees = new TroubledTrees(directory, Sweep.SEED, LARGE);
        relay = new BrokenRelay(directory, trees);
    }

    /// What becomes of a file.
    enum Change {
        VANISHES,
        GROWS,
        SHRINKS,
        IS_REPLACED,
        IS_REWRITTEN,
        BECOMES_A_DIRECTORY,
        BECOMES_A_LINK,
        BECOMES_UNREADABLE;

        void happenTo(Path file) {
            try {
                switch (this) {
                    case VANISHES -> Files.delete(file);
                    case GROWS ->
                            Files.write(file, new byte[70_000], StandardOpenOption.APPEND);
                    case SHRINKS -> {
                        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
                            f.setLength(f.length() / 2);
                        }
                    }
                    case IS_REPLACED -> {
                        Path other = file.resolveSibling("../../replacement");
                        Files.write(other, new byte[LARGE]);
                        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
                    }
                    case IS_REWRITTEN -> {
                        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
                            f.write(new byte[LARGE]);
                        }
                    }
                    case BECOMES_A_DIRECTORY -> {
                        Files.delete(file);
                        Files.createDirectory(file);
                        Files.writeString(file.resolve("inside"), "x");
                    }
                    case BECOMES_A_LINK -> {
                        Files.delete(file);
                        Files.createSymbolicLink(file, Path.of("/etc/passwd"));
                    }
                    case BECOMES_UNREADABLE -> {
                        // For root only a missing directory is: the one that it lies in.
                        Files.move(file.getParent(), file.resolveSibling("../moved"));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Lets a file of the source change when another one, or itself, has been sent so far.
    private Ending changing(Change change, Manner manner, String file, String at) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        RelayEvents changer =
                new RelayEvents() {
                    private boolean there;

                    @Override
                    public void fileBegun(TreePath path, long size, int blockLength) {
                        there = path.visible().equals(at);
                    }

                    @Override
                    public void literal(long offset, long length) {
                        if (there && offset > LARGE / 8 && done.compareAndSet(false, true)) {
                            change.happenTo(trees.source.resolve(file));
                        }
                    }
                };
        Ending ending =
                relay.relay(
                        relay.from,
                        relay.to,
                        relay.request(manner, Duration.ofSeconds(20)),
                        new Cancel(),
                        changer);
        assertThat(done).as("the change was made").isTrue();
        relay.nothingRuns();
        return ending;
    }

    @ParameterizedTest
    @EnumSource
    void beforeItsTurnCame(Change change) throws Exception {
        Ending ending = changing(change, Manner.WHOLE, "z-last", "a/new");

        Outcome outcome = ending.outcome().orElseThrow();
        System.err.println("BEFORE " + change + " " + outcome + trees.differences());
        relay.assertTrue(outcome, Manner.WHOLE);
        relay.finish(Manner.WHOLE);
    }

    @ParameterizedTest
    @EnumSource
    void whileItIsSent(Change change) throws Exception {
        Ending ending = changing(change, Manner.WHOLE, "a/new", "a/new");

        Outcome outcome = ending.outcome().orElseThrow();
        System.err.println("WHILE " + change + " " + outcome + trees.differences());
        relay.finish(Manner.WHOLE);
    }
}
