package lockstep.rsync;

import java.io.IOException;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;

/// A conversation with one sender, which nothing is relayed to: started, watched and hung up on,
/// and its failure explained.
final class Alone {
    private Alone() {}

    /// What is said, and what came of it.
    @FunctionalInterface
    interface Talk<T> {
        T with(Peer peer) throws IOException, FaultException;
    }

    /// @param waitingFor what has not come where it falls silent, in words
    /// @throws FaultException `Cancelled`, `TimedOut`, what explains an `IOException` of the talk,
    ///     or what the host raises
    static <T> T hold(End end, Script.Limits limits, Cancel cancel, String waitingFor, Talk<T> talk)
            throws FaultException {
        cancel.check(end.name());
        try (Peer peer = Peers.sender(end, limits.memory(), cancel);
                Watch watch = Watch.over(List.of(peer), limits.silence(), cancel)) {
            try {
                return talk.with(peer);
            } catch (IOException e) {
                cancel.check(end.name());
                throw new FaultException(
                        watch.silent()
                                ? new Fault.TimedOut(end.name(), waitingFor, watch.limit())
                                : peer.explain(e),
                        e);
            }
        }
    }
}
