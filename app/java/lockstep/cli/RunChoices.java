package lockstep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lockstep.fleet.Keeping;
import lockstep.run.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How a sync is to be carried out, as it is said on a command line.
final class RunChoices {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--files-only", description = "Leaves the nodes in their pools.")
    private boolean filesOnly;

    @Option(
            names = "--at-once",
            description = "Leaves the nodes in their pools and works on all of them at once.")
    private boolean atOnce;

    @Option(
            names = "--staged",
            description =
                    "Makes the new tree beside the old one on every node, and proves it there,"
                            + " before the first is switched; then exchanges the two in one move."
                            + " With --at-once all are switched within seconds.")
    private boolean staged;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "N",
            description =
                    "Works on so many nodes at once: 1,2 is one node, then two at a time for all"
                            + " that are left. Usually 1.")
    private List<Integer> batches = new ArrayList<>();

    @Option(
            names = "--canary",
            description =
                    "Works on one node alone first, then on the others by --batch; without that, on"
                            + " half of them at once.")
    private boolean canary;

    @Option(
            names = "--no-snapshot",
            description =
                    "Keeps nothing of what a node holds now: what is changed cannot be undone.")
    private boolean unkept;

    @Option(
            names = "--snapshot",
            description =
                    "Keeps what a node holds now, also where before-runs = false in the cluster"
                            + " file.")
    private boolean kept;

    @Option(names = "--no-verify", description = "Leaves out the scan by content afterwards.")
    private boolean unverified;

    @Option(
            names = "--limit-rate",
            paramLabel = "RATE",
            converter = Rate.class,
            description = "Sends at most so many bytes a second: 500k, 10M, 1G.")
    private long rate;

    @Option(
            names = "--wait-sessions",
            paramLabel = "TIME",
            converter = Span.class,
            description = "How long sessions may take to end: 90s, 5m, 1h. Usually 5m.")
    private Duration sessions = Duration.ofMinutes(5);

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            description = "Why, for the journal and the report.")
    private String why = "";

    /// @param targets how many nodes there are
    /// @param keeping says whether snapshots are usual
    /// @throws CommandLine.ParameterException for choices that exclude each other
    RunOptions options(int targets, Keeping keeping) {
        if (atOnce && (canary || !batches.isEmpty())) {
            throw misused("--at-once has no batches: leave out --batch and --canary.");
        }
        if (kept && unkept) {
            throw misused("Choose one: --snapshot or --no-snapshot.");
        }
        if (batches.stream().anyMatch(size -> size < 1)) {
            throw misused("A batch holds at least one node.");
        }
        RunOptions way = filesOnly || atOnce ? RunOptions.inPlace() : RunOptions.rolling(sessions);
        way = way.inBatches(atOnce ? List.of(Math.max(1, targets)) : sizes(targets));
        way = staged ? way.staged() : way;
        way = unkept || (!kept && !keeping.beforeRuns()) ? way.unkept() : way;
        way = unverified ? way.unverified() : way;
        return way.limited(rate).because(why);
    }

    private List<Integer> sizes(int targets) {
        List<Integer> sizes = new ArrayList<>();
        if (canary) {
            sizes.add(1);
        }
        int half = canary ? Math.max(1, targets / 2) : 1;
        sizes.addAll(batches.isEmpty() ? List.of(half) : batches);
        return sizes;
    }

    private CommandLine.ParameterException misused(String text) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), text);
    }
}
