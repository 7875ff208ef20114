package lockstep.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a target group's attributes mean for a drain.
///
/// @param delay how long a deregistered target is called draining
/// @param cuts whether connections that are left are cut when the delay ends
/// @param stickiness its type, such as `lb_cookie`, when it is on
/// @param failOpenCount with fewer healthy targets it fails open: requests go to unhealthy ones
///     too, or zones leave the name service; 0 is never
/// @param failOpenPercentage the same as a share of the registered targets; 0 is never
record ElbAttributes(
        Duration delay,
        boolean cuts,
        Optional<String> stickiness,
        int failOpenCount,
        int failOpenPercentage) {
    private static final String HEALTH = "target_group_health.";
    private static final String COUNT = ".minimum_healthy_targets.count";
    private static final String PERCENTAGE = ".minimum_healthy_targets.percentage";
    private static final String ROUTING = HEALTH + "unhealthy_state_routing";

    /// Below it a zone leaves the name service; when none is left, all come back, healthy or not.
    private static final String NAMES = HEALTH + "dns_failover";

    private static final int USUAL_DELAY = 300;
    private static final int LONGEST_DELAY = 3_600;
    private static final int MOST_TARGETS = 10_000;

    static ElbAttributes of(Map<String, String> told) {
        int delay =
                number(told, "deregistration_delay.timeout_seconds", USUAL_DELAY, LONGEST_DELAY);
        boolean sticky = "true".equals(told.get("stickiness.enabled"));
        return new ElbAttributes(
                Duration.ofSeconds(delay),
                "true".equals(told.get("deregistration_delay.connection_termination.enabled")),
                sticky ? Optional.ofNullable(told.get("stickiness.type")) : Optional.empty(),
                Math.max(
                        number(told, ROUTING + COUNT, 1, MOST_TARGETS),
                        number(told, NAMES + COUNT, 0, MOST_TARGETS)),
                Math.max(
                        number(told, ROUTING + PERCENTAGE, 0, 100),
                        number(told, NAMES + PERCENTAGE, 0, 100)));
    }

    /// `off` is 0.
    private static int number(Map<String, String> told, String key, int absent, int most) {
        String value = told.getOrDefault(key, "");
        if (value.equals("off")) {
            return 0;
        }
        return value.matches("[0-9]{1,6}") ? Math.min(Integer.parseInt(value), most) : absent;
    }

    /// How many of `registered` targets must be healthy, so that no request goes to one that is
    /// not.
    int leastHealthy(int registered) {
        int share = (registered * failOpenPercentage + 99) / 100;
        return registered == 0 ? 0 : Math.max(failOpenCount, share);
    }

    /// What the operator should know of a group before a drain, in sentences.
    List<String> remarks(String group) {
        List<String> remarks = new ArrayList<>();
        remarks.add(
                group
                        + " calls a target draining for "
                        + delay.toSeconds()
                        + " s after the order, even when nobody is left.");
        if (cuts) {
            remarks.add(group + " cuts the connections that are left when that time ends.");
        }
        stickiness.ifPresent(
                type -> remarks.add(group + " binds clients (" + type + "); they are bound anew."));
        if (failOpenCount > 1 || failOpenPercentage > 0) {
            remarks.add(
                    group
                            + " fails open, so that unhealthy targets get requests too, with fewer"
                            + " healthy ones than "
                            + (failOpenPercentage > 0
                                    ? failOpenPercentage + " % or " + failOpenCount
                                    : String.valueOf(failOpenCount))
                            + ".");
        }
        return remarks;
    }
}
