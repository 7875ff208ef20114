package lockstep.pool;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/// A target group.
///
/// @param port of targets that were registered without one; 0 where there is none
record ElbGroup(String arn, TargetTypeEnum type, int port, ElbAttributes attributes) {
    static ElbGroup of(TargetGroup told, ElbAttributes attributes) {
        Integer port = told.port();
        return new ElbGroup(
                told.targetGroupArn(),
                told.targetType() == null
                        ? TargetTypeEnum.UNKNOWN_TO_SDK_VERSION
                        : told.targetType(),
                port == null ? 0 : port,
                attributes);
    }

    /// A group and who is registered there just now, those that drain included.
    record Seen(ElbGroup group, List<ElbTarget> targets) {
        Seen {
            targets = List.copyOf(targets);
        }

        Optional<ElbTarget> find(ElbName name) {
            return targets.stream().filter(target -> name.is(target, group)).findFirst();
        }

        /// Healthy targets beside those.
        int usable(List<ElbName> leaving) {
            return Math.toIntExact(
                    targets.stream().filter(t -> t.usable() && stays(t, leaving)).count());
        }

        /// Registered targets beside those, healthy or not.
        int registered(List<ElbName> leaving) {
            return Math.toIntExact(
                    targets.stream().filter(t -> !t.draining() && stays(t, leaving)).count());
        }

        private boolean stays(ElbTarget target, List<ElbName> leaving) {
            return leaving.stream().noneMatch(name -> name.is(target, group));
        }
    }
}
