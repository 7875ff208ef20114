package lockstep.present;

/// Something that an operator should know who is not looking at the window.
///
/// @param title one line; names are visible text
/// @param text what it rests on, or what to do; may be empty
public record Notice(String title, String text) {}
