package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lockstep.fault.FaultException;
import lockstep.journal.Author;
import lockstep.journal.Entry;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.journal.RunHead;
import lockstep.journal.Runs;
import lockstep.state.Course;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a run writes while others read and write, too.
@Timeout(60)
class RunLogTest {
    private static final int MANY = 20_000;
    private static final RunHead HEAD =
            new RunHead(
                    "k3f9qa",
                    Instant.EPOCH,
                    "ann@desk",
                    "shop",
                    Course.ROLLING,
                    "web1",
                    List.of("web2"),
                    "",
                    RunOptions.inPlace().text(),
                    "");

    @TempDir Path directory;

    private Journal open(String who) throws Exception {
        Author author = new Author(who, Program.here("desk"));
        return Journal.open(directory.resolve("journal.db"), author, InstantSource.system());
    }

    private static Journal.Subject subject(String node) {
        return new Journal.Subject("shop", node, node);
    }

    @Test
    void manyFilesAreWrittenInParts() throws Exception {
        try (Journal ours = open("ann@desk");
                Journal others = open("eve@desk")) {
            RunLog log = RunLog.begun(Optional.of(ours.runs()), HEAD, RunLogTest::subject);
            Runs.FileOutcome sent = new Runs.FileOutcome("sent", "a/b");
            CompletableFuture<Void> files =
                    CompletableFuture.runAsync(() -> write(log, Collections.nCopies(MANY, sent)));
            Set<Long> seen = new TreeSet<>();
            while (!files.isDone()) {
                Entry last = others.last("shop", 1).getFirst();
                if (last.kind() == Entry.Kind.FILE) {
                    seen.add(last.number());
                }
            }
            files.get(30, TimeUnit.SECONDS);
            long end = ours.last("shop", 1).getFirst().number();
            assertThat(end).isEqualTo(MANY + 1);
            assertThat(seen).anyMatch(number -> number < end);
        }
    }

    private static void write(RunLog log, List<Runs.FileOutcome> files) {
        try {
            log.files("web2", files);
        } catch (FaultException e) {
            throw new AssertionError(e);
        }
    }
}
