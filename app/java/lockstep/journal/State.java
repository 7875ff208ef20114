package lockstep.journal;

/// What stands for all that a tree holds.
///
/// @param digest rsync's name for how files were digested; states by others cannot be compared
/// @param hex of the state, in hexadecimal
public record State(String digest, String hex) {}
