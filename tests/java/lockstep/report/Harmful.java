package lockstep.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lockstep.journal.NodeResult;
import lockstep.journal.RunHead;
import lockstep.run.Report;
import lockstep.state.Course;

/// A report of a cluster whose nodes and operators are called what could do harm.
public final class Harmful {
    /// A name with all of it.
    public static final String EVIL =
            "<script>alert(1)</script>\"'&\u202eexe.\n\u001b[31m<img src=x onerror=y>";

    /// The report.
    public static Report report() {
        NodeResult figures =
                new NodeResult(
                        false,
                        1_200,
                        98_000,
                        1_500,
                        1,
                        Duration.ofSeconds(42),
                        12,
                        3,
                        EVIL,
                        List.of("differs: " + EVIL));
        RunHead head =
                new RunHead(
                        "k3f9qa",
                        Instant.parse("2026-11-22T12:00:00Z"),
                        EVIL,
                        EVIL,
                        Course.ROLLING,
                        EVIL,
                        List.of(EVIL, "web3"),
                        EVIL,
                        "",
                        EVIL);
        return new Report(
                head,
                "stopped: " + EVIL,
                false,
                Duration.ofSeconds(90),
                List.of(
                        new Report.Node(
                                EVIL,
                                Report.Grade.IN_DOUBT,
                                "NOT identical",
                                Optional.of(figures),
                                true,
                                List.of("differs: " + EVIL)),
                        new Report.Node(
                                "web3",
                                Report.Grade.IN_DOUBT,
                                "stopped in sync",
                                Optional.empty(),
                                true,
                                List.of())));
    }

    private Harmful() {}
}
