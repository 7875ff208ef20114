package lockstep.state;

/// Where a node stands in a run; the package draws how one becomes another.
public sealed interface NodeState {
    /// Not begun: as it was before the run.
    record Waiting() implements NodeState {}

    /// A step goes on.
    record Working(Step step) implements NodeState {}

    /// A step has ended, and the next has not begun.
    record Between(Step last) implements NodeState {}

    /// A step failed, or the program ended in it. What becomes of the node a person says.
    record Stuck(Step at, String why) implements NodeState {}

    /// Through all its steps.
    record Done() implements NodeState {}

    /// As it was before the run: not changed, or put back and proven to be.
    record AsBefore() implements NodeState {}

    /// A person has taken it over as it is.
    record Left(String why) implements NodeState {}
}
