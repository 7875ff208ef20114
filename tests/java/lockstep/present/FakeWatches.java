package lockstep.present;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.run.WatchOperations;
import lockstep.tree.TreePath;
import lockstep.watch.ChangeReports;

/// Nodes that report what a test tells them to.
public final class FakeWatches implements WatchOperations {
    private static final long LIMIT_S = 60;

    private final Map<String, ChangeReports.Listener> listeners = new ConcurrentHashMap<>();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();

    /// From now on that node does not report, for that reason.
    public FakeWatches failing(String node, Fault fault) {
        faults.put(node, fault);
        return this;
    }

    /// From now on it does again.
    public FakeWatches healed(String node) {
        faults.remove(node);
        return this;
    }

    /// Whether somebody listens to that node.
    public boolean isFollowed(String node) {
        return listeners.containsKey(node);
    }

    /// A node that is listened to tells that a path changed.
    public void changed(String node, String path) {
        listener(node).changed(Optional.of(TreePath.of(path)));
    }

    private ChangeReports.Listener listener(String node) {
        ChangeReports.Listener listener = listeners.get(node);
        if (listener == null) {
            throw new IllegalStateException("nobody listens to " + node);
        }
        return listener;
    }

    @Override
    public void follow(String node, ChangeReports.Listener listener, Cancel cancel)
            throws FaultException {
        Fault fault = faults.get(node);
        if (fault != null) {
            throw new FaultException(fault);
        }
        CountDownLatch cancelled = new CountDownLatch(1);
        listeners.put(node, listener);
        try (Cancel.Registration _ = cancel.onSet(cancelled::countDown)) {
            listener.established();
            if (!cancelled.await(LIMIT_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody stopped listening to " + node);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(node, listener);
        }
        throw new FaultException(new Fault.Cancelled(node));
    }
}
