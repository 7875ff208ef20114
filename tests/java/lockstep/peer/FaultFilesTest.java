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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.link.Cancel;
import lockstep.peer.BrokenRelay.Ending;
import lockstep.peer.BrokenRelay.Manner;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
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

    private static final String SECRET = "a file outside of the source, that nobody asked for";

    @TempDir Path directory;
    private TroubledTrees trees;
    private BrokenRelay relay;

    @BeforeEach
    void trees() throws Exception {
        Peer.program("rsync");
        trees = new TroubledTrees(directory, Sweep.SEED, LARGE);
        relay = new BrokenRelay(directory, trees);
        Files.writeString(directory.resolve("secret"), SECRET);
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
        ITS_DIRECTORY_VANISHES,
        ITS_DIRECTORY_BECOMES_A_FILE,
        ITS_DIRECTORY_BECOMES_A_LINK;

        void happenTo(Path file) {
            try {
                switch (this) {
                    case VANISHES -> Files.delete(file);
                    case GROWS -> Files.write(file, new byte[70_000], StandardOpenOption.APPEND);
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
                        Files.createSymbolicLink(file, Path.of("../../secret"));
                    }
                    case ITS_DIRECTORY_VANISHES ->
                            Files.move(
                                    file.getParent(),
                                    file.getParent().getParent().resolveSibling("moved"));
                    case ITS_DIRECTORY_BECOMES_A_FILE -> {
                        Files.move(
                                file.getParent(),
                                file.getParent().getParent().resolveSibling("moved"));
                        Files.writeString(file.getParent(), "x");
                    }
                    case ITS_DIRECTORY_BECOMES_A_LINK -> {
                        Files.move(
                                file.getParent(),
                                file.getParent().getParent().resolveSibling("moved"));
                        Files.createSymbolicLink(file.getParent(), Path.of("../moved"));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Lets a file of the source change when another one, or itself, has been sent so far.
    private Ending changing(Change change, Manner manner, String file, String at) throws Exception {
        Shell.run(directory, "cp -a source listed");
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

    /// Complete means: everything is on the target as it was listed, whatever the source is now.
    /// What is otherwise there is told, path by path.
    private void assertTruthful(Outcome outcome, String file) throws Exception {
        if (outcome.complete()) {
            String differences = "LC_ALL=C rsync -anic --delete --omit-dir-times listed/ target/";
            assertThat(Shell.run(directory, differences)).as(outcome.toString()).isEmpty();
            return;
        }
        Path there = trees.target.resolve(file);
        boolean asListed = Files.mismatch(there, directory.resolve("listed").resolve(file)) < 0;
        assertThat(
                        outcome.changedMeanwhile().contains(TreePath.of(file))
                                || outcome.problems().stream()
                                        .anyMatch(
                                                p ->
                                                        p.path()
                                                                .equals(
                                                                        Optional.of(
                                                                                TreePath.of(file))))
                                || asListed)
                .as("%s is told of in %s", file, outcome)
                .isTrue();
        assertThat(Files.size(there))
                .as("nothing is sent through a link")
                .isNotEqualTo(SECRET.length());
    }

    @ParameterizedTest
    @EnumSource
    void beforeItsTurnCame(Change change) throws Exception {
        Ending ending = changing(change, Manner.WHOLE, "b/same-size", "a/new");

        Outcome outcome = ending.outcome().orElseThrow();
        if (change != Change.ITS_DIRECTORY_BECOMES_A_LINK) { // through which old ones read on
            assertThat(outcome.complete()).as(outcome.toString()).isFalse();
        }
        assertTruthful(outcome, "b/same-size");
        relay.finish(Manner.WHOLE);
    }

    @ParameterizedTest
    @EnumSource
    void whileItIsSent(Change change) throws Exception {
        Ending ending = changing(change, Manner.WHOLE, "a/new", "a/new");

        assertTruthful(ending.outcome().orElseThrow(), "a/new");
        relay.finish(Manner.WHOLE);
    }

    /// Without digests in the list it is the size that tells.
    @ParameterizedTest
    @EnumSource(names = {"GROWS", "SHRINKS"})
    void bySizeAlone(Change change) throws Exception {
        Files.delete(trees.target.resolve("b/same-size"));
        AtomicBoolean done = new AtomicBoolean();
        RelayEvents changer =
                new RelayEvents() {
                    @Override
                    public void literal(long offset, long length) {
                        if (done.compareAndSet(false, true)) {
                            change.happenTo(trees.source.resolve("b/same-size"));
                        }
                    }
                };

        Outcome outcome =
                relay.relay(relay.from, relay.to, Request.of(List.of()), new Cancel(), changer)
                        .outcome()
                        .orElseThrow();

        assertThat(outcome.changedMeanwhile()).containsExactly(TreePath.of("b/same-size"));
        assertThat(outcome.complete()).isFalse();
    }
}
