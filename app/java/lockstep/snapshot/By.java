package lockstep.snapshot;

/// What two files are compared by.
public enum By {
    /// Every byte of them is read.
    CONTENT,
    /// Size and time say whether they may differ in content.
    ATTRIBUTES
}
