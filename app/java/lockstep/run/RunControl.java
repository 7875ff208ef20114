package lockstep.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;

/// What an operator tells a run that goes on. Safe for use by many threads.
public final class RunControl {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final Cancel cancel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean paused;
    private boolean stopping;

    /// @param cancel aborts the run: each node comes to a safe place at once
    public RunControl(Cancel cancel) {
        this.cancel = cancel;
    }

    /// What aborts the run.
    public Cancel cancel() {
        return cancel;
    }

    /// Lets steps that go on come to their end, and begins no other until [#goOn].
    public void pause() {
        set(true, stopping);
    }

    /// Ends a pause.
    public void goOn() {
        set(false, stopping);
    }

    /// Begins no other node; those that are worked on come to their end.
    public void stopAfterNode() {
        set(paused, true);
    }

    /// Takes [#stopAfterNode] back. Comes too late once the last of them has come to its end.
    public void takeStopBack() {
        set(paused, false);
    }

    public boolean isPaused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    public boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    private void set(boolean pausing, boolean stops) {
        lock.lock();
        try {
            paused = pausing;
            stopping = stops;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits while the run is paused; lasts as long as the operator wants.
    ///
    /// @throws FaultException `Cancelled`, naming `where`
    void pass(String where) throws FaultException {
        cancel.check(where);
        lock.lock();
        try {
            while (paused) {
                changed.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                cancel.check(where);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            cancel.set();
            cancel.check(where);
        } finally {
            lock.unlock();
        }
    }
}
