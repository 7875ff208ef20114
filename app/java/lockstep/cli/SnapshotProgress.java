package lockstep.cli;

import java.util.Map;
import java.util.TreeMap;
import lockstep.run.SnapshotOperations.Doing;
import lockstep.run.SnapshotOperations.SnapshotEvents;

/// Work on snapshots as a terminal sees it: what each node is at, on one line.
final class SnapshotProgress implements SnapshotEvents {
    private final Terminal terminal;
    private final Map<String, String> doing = new TreeMap<>();
    private final Map<String, String> nodes = new TreeMap<>();

    SnapshotProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void doing(String node, Doing what) {
        doing.put(node, word(what));
        show(node, node + " " + word(what));
    }

    @Override
    public synchronized void progress(String node, long entries, long bytes) {
        String what = doing.getOrDefault(node, word(Doing.READING));
        show(node, node + " " + what + ", " + Words.entries(entries));
    }

    @Override
    public synchronized void finished(String node) {
        show(node, node + " done");
    }

    private void show(String node, String said) {
        nodes.put(node, said);
        terminal.progress(String.join(" · ", nodes.values()));
    }

    private static String word(Doing what) {
        return switch (what) {
            case COPYING -> "copies";
            case PROVING -> "proves its snapshot";
            case READING -> "reads its files";
            case REMOVING -> "removes";
        };
    }
}
