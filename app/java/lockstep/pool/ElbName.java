package lockstep.pool;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/// A target as the cluster file names it: `id`, `id:port`, or `[address]:port`.
///
/// @param port empty when the target was registered with its group's own port
record ElbName(String id, OptionalInt port) {
    private static final Pattern BRACKETED = Pattern.compile("\\[([^]]+)](?::([0-9]{1,5}))?");

    /// An address of version 6 holds more than one colon, and an ARN does.
    private static final Pattern WITH_PORT = Pattern.compile("([^:]+):([0-9]{1,5})");

    private static final Pattern INSTANCE = Pattern.compile("i-(?:[0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+");

    static ElbName of(String name) {
        for (Pattern form : new Pattern[] {BRACKETED, WITH_PORT}) {
            Matcher matcher = form.matcher(name);
            if (matcher.matches()) {
                String port = matcher.group(2);
                return new ElbName(
                        matcher.group(1),
                        port == null
                                ? OptionalInt.empty()
                                : OptionalInt.of(Integer.parseInt(port)));
            }
        }
        return new ElbName(name, OptionalInt.empty());
    }

    /// Whether a group of that type could hold it at all.
    boolean fits(TargetTypeEnum type) {
        return switch (type) {
            case INSTANCE -> INSTANCE.matcher(id).matches();
            case IP -> ADDRESS.matcher(id).matches();
            case LAMBDA, ALB -> id.startsWith("arn:");
            case UNKNOWN_TO_SDK_VERSION -> true;
        };
    }

    /// Its port in a group.
    int portIn(ElbGroup group) {
        return port.orElse(group.port());
    }

    boolean is(ElbTarget target, ElbGroup group) {
        return target.id().equals(id) && target.port() == portIn(group);
    }
}
