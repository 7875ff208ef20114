package lockstep.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.rsync.RelayEvents;
import lockstep.run.RunEvents;
import lockstep.state.Step;

/// A run on a terminal: a line for each step that ended, and below them one that is alive.
final class RunLines implements RunEvents, AutoCloseable {
    private static final long EVERY_MILLIS = 200;
    private static final int NODE = 10;
    private static final int STEP = 13;

    private final Terminal terminal;
    private final Pace pace;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<String> begun = new LinkedHashSet<>();
    private final List<String> finished = new ArrayList<>();
    private volatile String now = "";
    private volatile String counted = "";
    private final Set<String> touched = new LinkedHashSet<>();

    /// @param sends bytes that will be sent; negative when nobody knows
    RunLines(Terminal terminal, long sends) {
        this.terminal = terminal;
        this.pace = new Pace(sends, System::nanoTime);
        if (terminal.isLive()) {
            Thread.ofVirtual().name("progress").start(this::tick);
        }
    }

    /// Whether any node may have been changed.
    synchronized boolean touched() {
        return !touched.isEmpty();
    }

    /// Whether any step of the node was begun.
    synchronized boolean begun(String node) {
        return begun.contains(node);
    }

    /// The nodes that got through every step.
    synchronized List<String> finished() {
        return List.copyOf(finished);
    }

    @Override
    public synchronized void begun(String node, Step step) {
        begun.add(node);
        if (step.changesFiles()) {
            touched.add(node);
        }
        now = node + " " + step.words();
        counted = "";
    }

    @Override
    public void done(String node, Step step, String note) {
        line(node, step, note);
        end(node, step);
    }

    @Override
    public void skipped(String node, Step step, String why) {
        line(node, step, "left out: " + why);
        end(node, step);
    }

    @Override
    public synchronized void failed(String node, Step step, Fault fault) {
        if (fault instanceof Fault.PlanOutdated outdated
                && outdated.reach() == Fault.PlanOutdated.Reach.NOTHING_WRITTEN) {
            touched.remove(node);
        }
        line(node, step, "FAILED: " + fault.what());
    }

    @Override
    public void sessions(String node, int count) {
        now = node + " sessions left: " + count;
    }

    @Override
    public void read(String node, long entries) {
        counted = ", " + Words.entries(entries);
    }

    @Override
    public void restored(String node, long entries) {
        read(node, entries);
    }

    @Override
    public void warned(String node, String text) {
        terminal.note(node + ": " + text);
    }

    @Override
    public RelayEvents relay(String node) {
        return pace;
    }

    @Override
    public void close() {
        over.countDown();
        terminal.quiet();
    }

    private synchronized void end(String node, Step step) {
        if (step == Step.SETTLE) {
            finished.add(node);
        }
    }

    private void line(String node, Step step, String text) {
        String line = Width.left(node, NODE) + " " + Width.left(step.words(), STEP) + " " + text;
        terminal.say(line);
    }

    private void tick() {
        try {
            while (!over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                terminal.progress(now + counted + "  " + pace.text());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
