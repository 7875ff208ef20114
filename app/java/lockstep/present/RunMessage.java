package lockstep.present;

/// A text from rsync during a run, made visible where it came in.
///
/// @param error whether rsync called it one
public record RunMessage(String node, String text, boolean error) {}
