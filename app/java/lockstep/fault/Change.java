package lockstep.fault;

/// One path that is not as it was when a plan was approved, in words that have been made visible.
///
/// @param node where
/// @param approved what the plan was made from, as far as it differs
/// @param now what is there instead
public record Change(String node, String path, String approved, String now) {
    /// In one line, for logs and messages.
    public String text() {
        return node + ": " + path + " (approved: " + approved + "; now: " + now + ")";
    }
}
