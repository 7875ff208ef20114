package lockstep.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a cluster has started, ended in the opposite order, each whatever became of the others;
/// also when the JVM ends first. Closing twice is harmless and waits for the first.
final class Belongings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Belongings.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Thread atExit = Thread.ofPlatform().name("demo-at-exit").unstarted(this::end);

    Belongings() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Takes a thing over.
    synchronized <T extends AutoCloseable> T add(T thing) {
        started.push(thing);
        return thing;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // The JVM is ending and runs the hook, which finds nothing left to do.
        }
    }

    private synchronized void end() {
        while (!started.isEmpty()) {
            AutoCloseable thing = started.pop();
            try {
                thing.close();
            } catch (Exception e) {
                LOG.warn("{} did not end well", thing.getClass().getSimpleName(), e);
            }
        }
    }
}
