package lockstep.present;

/// A whole run at one moment.
///
/// @param elapsed nanoseconds since it began
/// @param traffic of all nodes together
public record RunNow(long elapsed, LaneNow.Traffic traffic, Remaining remaining) {
    static final RunNow BEFORE = new RunNow(0, LaneNow.Traffic.NONE, new Remaining.Estimating());

    /// The share of content that did not have to be sent, 0 to 1; 0 when there was none.
    public double savedShare() {
        long all = traffic.sent() + traffic.saved();
        return all == 0 ? 0 : (double) traffic.saved() / all;
    }
}
