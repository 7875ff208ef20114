package lockstep.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.pool.Member;
import lockstep.run.Operations;
import lockstep.run.Operations.Pools;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Looks at the pools again and again and tells what changes.
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Lists every node with its members, then a line for everything that changes: states,"
                    + " balancers that stop answering, reloads that erase a drain, nodes that are"
                    + " overdue. Until Ctrl+C, or for the TIME of --for."
        })
final class PoolWatch implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The cluster file.")
    private Path file = Path.of("");

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = Span.class,
            description = "How often to look; usually 1s.")
    private Duration every = Duration.ofSeconds(1);

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Span.class,
            description = "Ends after that time.")
    private @Nullable Duration limit;

    @Option(names = "--json", description = "Prints a JSON object a line, whenever it changes.")
    private boolean asJson;

    private Map<String, String> before = Map.of();

    PoolWatch(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        Cancel cancel = new Cancel();
        CountDownLatch cancelled = new CountDownLatch(1);
        Duration time = limit == null ? Duration.ofDays(10_000) : limit;
        try (Operations cluster = clusters.open(file);
                Interrupt _ = new Interrupt(cancel, terminal);
                Cancel.Registration _ = cancel.onSet(cancelled::countDown)) {
            long end = System.nanoTime() + time.toNanos();
            long pause = Math.max(100, every.toMillis());
            boolean more = true;
            while (more) {
                tell(cluster.pools());
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                more = left > 0 && !cancelled.await(Math.min(left, pause), TimeUnit.MILLISECONDS);
            }
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    private void tell(Pools pools) {
        Map<String, String> now = facts(pools);
        if (now.equals(before)) {
            return;
        }
        if (asJson) {
            terminal.say(PoolTable.json(pools));
        } else if (before.isEmpty()) {
            PoolTable.print(pools, terminal);
        } else {
            changes(now);
        }
        before = now;
    }

    private void changes(Map<String, String> now) {
        String time =
                LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).toString();
        now.forEach(
                (place, state) -> {
                    if (!state.equals(before.get(place))) {
                        terminal.say(time + "  " + place + (state.isEmpty() ? "" : ": " + state));
                    }
                });
        before.forEach(
                (place, state) -> {
                    if (!now.containsKey(place)) {
                        terminal.say(time + "  no longer: " + place);
                    }
                });
    }

    /// What is worth a line when it changes; sessions alone are not.
    private static Map<String, String> facts(Pools pools) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (List<Member> members : pools.members().values()) {
            members.forEach(m -> facts.put(m.place(), m.state() + " (" + m.reason() + ")"));
        }
        pools.failures().values().forEach(fault -> facts.put(fault.message(), ""));
        pools.warnings().forEach(warning -> facts.put(warning, ""));
        pools.outs().stream()
                .filter(out -> out.isOverdue(java.time.Instant.now()))
                .forEach(out -> facts.put(out.node() + " is overdue", ""));
        return facts;
    }
}
