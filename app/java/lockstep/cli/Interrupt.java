package lockstep.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;

/// Makes Ctrl+C (and a polite `kill`) ask the work to stop instead of tearing it off: the process
/// ends when this is closed, at the latest after [#LIMIT_SECONDS], so what has to be said about
/// the end is said before.
final class Interrupt implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean asking;

    /// What a person is asked.
    interface Question<T> {
        T answer() throws FaultException;
    }

    Interrupt(Cancel cancel, Terminal terminal) {
        hook = Thread.ofPlatform().name("interrupt").unstarted(() -> stop(cancel, terminal));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(Cancel cancel, Terminal terminal) {
        if (asking) {
            return;
        }
        terminal.note("Stopping; what has begun on a node is brought to a safe end ...");
        cancel.set();
        try {
            if (!over.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                terminal.note("It did not stop within " + LIMIT_SECONDS + " s; ended anyway.");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks something. Meanwhile nothing has begun that could be brought to an end, so the process
    /// ends at once.
    <T> T asking(Question<T> question) throws FaultException {
        asking = true;
        try {
            return question.answer();
        } finally {
            asking = false;
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook has just been let go.
        }
    }
}
