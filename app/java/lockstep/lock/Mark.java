package lockstep.lock;

/// What a run has left on a node that it changed and did not prove to be like the others.
///
/// @param run its name, safe to show
/// @param holder who ran it, as `user@host`, made safe to show; may be empty
public record Mark(String run, String holder) {}
