package lockstep.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetAdministrativeOverrideStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/// A registered target as `DescribeTargetHealth` tells it, and what that means. Texts are made
/// visible.
///
/// @param port 0 where the kind of target has none
/// @param zone the Availability Zone that it was registered with, where it was
/// @param code the reason code, such as `Target.Timeout`; may be empty
/// @param description in the service's words; may be empty
/// @param shifted whether an administrator moved traffic away from its zone
record ElbTarget(
        String id,
        int port,
        Optional<String> zone,
        TargetHealthStateEnum health,
        String word,
        String code,
        String description,
        boolean shifted) {

    static ElbTarget of(TargetHealthDescription told) {
        TargetHealth health = told.targetHealth();
        Integer port = told.target().port();
        return new ElbTarget(
                told.target().id(),
                port == null ? 0 : port,
                Optional.ofNullable(told.target().availabilityZone()),
                health == null || health.state() == null
                        ? TargetHealthStateEnum.UNKNOWN_TO_SDK_VERSION
                        : health.state(),
                health == null ? "" : words(health.stateAsString()),
                health == null ? "" : words(health.reasonAsString()),
                health == null ? "" : words(health.description()),
                told.administrativeOverride() != null
                        && told.administrativeOverride().state()
                                == TargetAdministrativeOverrideStateEnum.ZONAL_SHIFT_ACTIVE);
    }

    private static String words(@Nullable String text) {
        return text == null ? "" : Visible.text(text.strip(), 300);
    }

    /// `unavailable` with checks that are off is as good as it gets there; with an error of the
    /// service nobody knows.
    State state() {
        return switch (health) {
            case HEALTHY -> State.UP;
            case DRAINING -> State.DRAIN;
            case INITIAL -> State.STARTING;
            case UNAVAILABLE -> unchecked() ? State.UP : State.STARTING;
            case UNHEALTHY, UNHEALTHY_DRAINING, UNUSED -> State.DOWN;
            case UNKNOWN_TO_SDK_VERSION -> State.STARTING;
        };
    }

    Member.Health checks() {
        return switch (health) {
            case HEALTHY -> Member.Health.PASSED;
            case UNHEALTHY, UNHEALTHY_DRAINING -> Member.Health.FAILED;
            case UNAVAILABLE -> unchecked() ? Member.Health.UNCHECKED : Member.Health.UNKNOWN;
            case INITIAL, UNUSED, DRAINING, UNKNOWN_TO_SDK_VERSION -> Member.Health.UNKNOWN;
        };
    }

    private boolean unchecked() {
        return code.equals(TargetHealthReasonEnum.TARGET_HEALTH_CHECK_DISABLED.toString());
    }

    /// Whether requests are sent to it and it is known to answer.
    boolean usable() {
        return state() == State.UP && !shifted;
    }

    /// A look at all targets does not list others, one at a single target does.
    boolean registered() {
        return !code.equals(TargetHealthReasonEnum.TARGET_NOT_REGISTERED.toString());
    }

    boolean draining() {
        return health == TargetHealthStateEnum.DRAINING;
    }

    /// Why the state is what it is, in words.
    String reason(ElbAttributes attributes) {
        List<String> words = new ArrayList<>();
        switch (health) {
            case HEALTHY -> words.add("its checks pass");
            case DRAINING ->
                    words.add(
                            "deregistered; it is called draining until its delay of "
                                    + attributes.delay().toSeconds()
                                    + " s ends, even when nobody is left");
            case INITIAL -> words.add("just registered");
            case UNHEALTHY, UNHEALTHY_DRAINING -> words.add("its checks fail");
            case UNUSED -> words.add("registered, yet it gets no requests");
            case UNAVAILABLE ->
                    words.add(unchecked() ? "no checks are made" : "its health is not known");
            case UNKNOWN_TO_SDK_VERSION -> words.add("in a state that is not known here: " + word);
        }
        if (shifted) {
            words.add("traffic is shifted away from its zone");
        }
        String told = told();
        if (!told.isEmpty()) {
            words.add(told);
        }
        return String.join("; ", words);
    }

    private String told() {
        return description.isEmpty()
                ? code
                : code.isEmpty() ? description : code + ": " + description;
    }

    /// In the service's own words.
    String raw() {
        return (id + ":" + port + " " + word + " " + told()).strip();
    }
}
