package lockstep.run;

import java.util.List;
import lockstep.fault.FaultException;
import lockstep.preflight.Findings;

/// What differs between the kinds of runs.
///
/// @param doing what the locks say
record Beginning(String doing, Look look, Start start, Division division) {
    /// Whether it could be carried out.
    interface Look {
        Findings look() throws FaultException;
    }

    /// Writes down that it begins.
    interface Start {
        RunLog begin(String run) throws FaultException;
    }

    /// What is done to which node.
    interface Division {
        List<Conductor.Task> tasks(Conductor.Job job);
    }
}
