package lockstep.state;

/// Where a run stands; the package draws how one becomes another.
public sealed interface RunState {
    /// A program works on it.
    record Running() implements RunState {}

    /// Nobody works on it, and it is not over: it failed, was stopped, or its program is gone. What
    /// becomes of it a person says.
    record Halted(String why) implements RunState {}

    /// Nothing is left to be done or undone.
    record Over(String how) implements RunState {}
}
