package lockstep.run;

import java.time.Instant;
import lockstep.fault.FaultException;
import lockstep.journal.History;

/// What happened to an opened cluster, as its journal knows it: what the window and the command
/// line both show.
///
/// Every method blocks and is called on a virtual thread; all may be called at once. Without a
/// journal nothing has happened.
public interface HistoryOperations {
    /// Runs, scans and what people did besides, the newest first.
    ///
    /// @throws FaultException `GuardTripped` when the journal cannot be read
    History.Page page(History.Question asked) throws FaultException;

    /// How far the nodes were apart, and what runs sent, in a span of time.
    ///
    /// @param from `EPOCH` for all that is known
    /// @throws FaultException as [#page]
    Trend trend(Instant from, Instant to) throws FaultException;

    /// What grows whenever a page or a trend would tell something new.
    ///
    /// @throws FaultException as [#page]
    long latest() throws FaultException;
}
