package lockstep.link;

import java.util.ArrayList;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;

/// The operator's wish to stop one piece of work. Set once, seen by every thread.
///
/// Work that blocks registers what ends the blocking, which is usually closing its links.
public final class Cancel {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean set;

    /// Asks for the stop and runs what was registered, on the calling thread. Idempotent.
    public void set() {
        List<Runnable> run;
        synchronized (actions) {
            if (set) {
                return;
            }
            set = true;
            run = List.copyOf(actions);
            actions.clear();
        }
        run.forEach(Runnable::run);
    }

    public boolean isSet() {
        synchronized (actions) {
            return set;
        }
    }

    /// Runs `action` when the stop is asked for, or at once if it already was. The action must be
    /// quick and must not throw. Closing what is returned forgets it.
    public Registration onSet(Runnable action) {
        synchronized (actions) {
            if (!set) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        action.run();
        return () -> {};
    }

    private void forget(Runnable action) {
        synchronized (actions) {
            actions.remove(action);
        }
    }

    /// @throws FaultException `Cancelled`, naming `where`, when the stop was asked for
    public void check(String where) throws FaultException {
        if (isSet()) {
            throw new FaultException(new Fault.Cancelled(where));
        }
    }

    /// A registered action; closing forgets it.
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
