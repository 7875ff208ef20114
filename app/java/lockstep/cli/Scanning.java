package lockstep.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.ScanEvents;

/// A scan as the terminal sees it: what each node has listed so far, on one line.
final class Scanning implements ScanEvents {
    private final Terminal terminal;
    private final Map<String, String> nodes = new TreeMap<>();

    private Scanning(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Scans, showing how far it is, and tells the faults of nodes that could not be scanned.
    ///
    /// @throws FaultException `Cancelled`, by Ctrl+C
    static Comparison of(Operations cluster, Criterion criterion, Terminal terminal)
            throws FaultException {
        Cancel cancel = new Cancel();
        try (Interrupt _ = new Interrupt(cancel, terminal)) {
            return of(cluster, criterion, terminal, cancel);
        }
    }

    /// As above, for a caller who stops it.
    static Comparison of(Operations cluster, Criterion criterion, Terminal terminal, Cancel cancel)
            throws FaultException {
        try {
            terminal.progress("Connecting ...");
            Comparison found = cluster.compare(criterion, new Scanning(terminal), cancel);
            found.failures().values().stream().map(Fault::message).forEach(terminal::note);
            return found;
        } finally {
            terminal.quiet();
        }
    }

    @Override
    public synchronized void progress(String node, long entries, long bytes) {
        nodes.put(node, node + " " + Words.number(entries));
        show();
    }

    @Override
    public synchronized void finished(String node) {
        nodes.merge(node, node + " done", (shown, _) -> shown + " done");
        show();
    }

    @Override
    public synchronized void warned(String warning) {
        terminal.note(warning);
    }

    private void show() {
        String all = nodes.values().stream().collect(Collectors.joining(" · "));
        terminal.progress("Scanning, entries listed: " + all);
    }
}
