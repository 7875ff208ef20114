package lockstep.pool;

import java.util.OptionalInt;
import java.util.OptionalLong;
import lockstep.fault.Visible;

/// One server of an upstream as NGINX Plus tells it.
///
/// @param id changes with every reload
/// @param server its address
/// @param name as in the configuration, which may be a host name of several addresses
/// @param state the API's own word
/// @param checks how often it was checked; 0 when nobody does
/// @param raw all of it, made visible
record PlusPeer(
        long id,
        String server,
        String name,
        String state,
        Role role,
        OptionalInt weight,
        OptionalInt active,
        OptionalLong answered,
        long checks,
        Member.Health lastCheck,
        String raw) {
    /// Whether it takes part in normal times or only when all others are gone.
    enum Role {
        ACTIVE,
        BACKUP
    }

    /// What is missing or of another kind is unknown.
    static PlusPeer of(JsonTree peer) {
        JsonTree health = peer.get("health_checks");
        JsonTree passed = health.get("last_passed");
        return new PlusPeer(
                peer.get("id").number().orElse(-1),
                peer.get("server").text().orElse(""),
                peer.get("name").text().orElse(""),
                peer.get("state").text().orElse(""),
                peer.get("backup").isTrue() ? Role.BACKUP : Role.ACTIVE,
                count(peer.get("weight")),
                count(peer.get("active")),
                peer.get("responses").get("total").number(),
                health.get("checks").number().orElse(0),
                !passed.isPresent()
                        ? Member.Health.UNKNOWN
                        : passed.isTrue() ? Member.Health.PASSED : Member.Health.FAILED,
                Visible.text(String.valueOf(peer.value())));
    }

    /// Whether the cluster file means this one.
    boolean isAt(String address) {
        return server.equals(address) || name.equals(address);
    }

    /// A word that is not documented is taken for out of order, and shown.
    State effective() {
        return switch (state) {
            case "up" -> State.UP;
            case "checking" -> State.STARTING;
            case "draining" -> State.DRAIN;
            case "down" -> State.MAINT;
            default -> State.DOWN;
        };
    }

    Member.Health health() {
        return switch (state) {
            case "unavail", "unhealthy" -> Member.Health.FAILED;
            case "checking", "down" -> Member.Health.UNKNOWN;
            default -> checks > 0 ? lastCheck : Member.Health.UNCHECKED;
        };
    }

    /// Whether it counts as capacity.
    boolean isUsable() {
        return effective() == State.UP && role == Role.ACTIVE;
    }

    /// Why the state is what it is, in words, made visible.
    String reason() {
        String why =
                switch (state) {
                    case "up" -> "in the load";
                    case "checking" -> "waits for its first health check";
                    case "draining" -> "told to drain: only clients bound to it come";
                    case "down" -> "told to be down, or down in the configuration";
                    case "unavail" -> "too many requests to it failed (max_fails)";
                    case "unhealthy" -> "its health checks fail";
                    default -> "its state is \"" + state + "\", which is not documented";
                };
        String check =
                switch (health()) {
                    case PASSED -> "; its last health check passed";
                    case UNCHECKED -> "; no health check: its health is unknown to the balancer";
                    case FAILED, UNKNOWN -> "";
                };
        return Visible.text(why + check + (role == Role.BACKUP ? "; backup server" : ""), 400);
    }

    private static OptionalInt count(JsonTree number) {
        OptionalLong found = number.number();
        return found.isPresent() && found.getAsLong() >= 0
                ? OptionalInt.of((int) Math.min(found.getAsLong(), Integer.MAX_VALUE))
                : OptionalInt.empty();
    }
}
