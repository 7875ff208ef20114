package lockstep.fleet;

import java.util.Arrays;
import java.util.List;

/// The words that the cluster file has for the [Dialect]s.
enum BalancerType {
    HAPROXY("haproxy"),
    NGINX("nginx"),
    NGINX_PLUS("nginx-plus"),
    ELB("elb"),
    HEALTH_FILE("health-file"),
    COMMAND("command");

    private final String word;

    BalancerType(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(BalancerType::word).toList();
    }

    static BalancerType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no type " + word));
    }

    static BalancerType of(Dialect dialect) {
        return switch (dialect) {
            case Dialect.Haproxy _ -> HAPROXY;
            case Dialect.Nginx _ -> NGINX;
            case Dialect.NginxPlus _ -> NGINX_PLUS;
            case Dialect.Elb _ -> ELB;
            case Dialect.HealthFile _ -> HEALTH_FILE;
            case Dialect.Commands _ -> COMMAND;
        };
    }
}
