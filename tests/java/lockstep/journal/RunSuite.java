package lockstep.journal;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import lockstep.fault.FaultException;
import lockstep.state.Course;
import lockstep.state.Move;
import lockstep.state.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A journal that ann at her desk has open, and a run in it that anybody may have begun.
abstract class RunSuite {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Author ANN = new Author("ann@desk", Program.here("desk"));
    static final Author KILLED = new Author("bob@desk", new Program("desk", 1, NOON));
    static final Author AWAY = new Author("eve@lap", new Program("lap", 1, NOON));
    static final Journal.Subject WEB2 = new Journal.Subject("shop", "web2", "ann@web2");
    static final RunHead HEAD =
            new RunHead(
                    "k3f9qa",
                    NOON,
                    "ann@desk",
                    "shop",
                    Course.ROLLING,
                    "web1",
                    List.of("web2", "web3"),
                    "sha256:00",
                    "verify=true batches=1,2",
                    "new release");

    @TempDir Path directory;

    Journal journal;

    @BeforeEach
    void open() throws Exception {
        journal = open(ANN);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /// The same journal, opened once more.
    Journal open(Author author) throws FaultException {
        return Journal.open(directory.resolve("journal.db"), author, InstantSource.fixed(NOON));
    }

    static Move move(Move.Kind kind, Step step) {
        return new Move(kind, Course.ROLLING, step, kind == Move.Kind.END ? "so it ended" : "");
    }

    RunRecord found() throws FaultException {
        return journal.runs().find("k3f9qa").orElseThrow();
    }
}
