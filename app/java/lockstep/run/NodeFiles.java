package lockstep.run;

import java.util.List;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.journal.Runs;
import lockstep.journal.State;
import lockstep.rsync.Outcome;
import lockstep.state.Step;

/// What a course does to the files of one node: makes them as approved, or as they were before.
interface NodeFiles {
    /// Why a step has nothing to do; empty when it has.
    Optional<String> needless(Step step);

    /// Takes one of the steps that are about files.
    ///
    /// @return what was found, in words
    String take(Step step) throws FaultException;

    /// Whether the files may be others than before.
    boolean hasTouched();

    /// Whether all of them are proven to be like the reference.
    boolean isIdentical();

    /// The state that all of them are proven to be in, by content; empty for none.
    Optional<State> proven();

    /// What crossed the wire.
    Outcome.Traffic traffic();

    /// What was done to which file.
    List<Runs.FileOutcome> files();
}
