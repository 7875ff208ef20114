package lockstep.peer;

import lockstep.run.Operations;

/// Hears how a comparison goes on, and does nothing about it.
final class Unheard implements Operations.ScanEvents {
    @Override
    public void progress(String node, long entries, long bytes) {}

    @Override
    public void finished(String node) {}
}
