package lockstep.pool;

/// What `set server` can be told. The weight is told in percent of what is configured, the only
/// form that static algorithms (`source`, `static-rr`) take.
enum HaproxyOrder {
    DRAIN("state drain"),
    MAINT("state maint"),
    WEIGHTLESS("weight 0%"),
    READY("state ready");

    private final String words;

    HaproxyOrder(String words) {
        this.words = words;
    }

    /// The order that takes a server out in a given way.
    static HaproxyOrder of(Way way) {
        return switch (way) {
            case DRAIN -> DRAIN;
            case MAINTENANCE -> MAINT;
            case WEIGHT_ZERO -> WEIGHTLESS;
        };
    }

    /// @param backend and `server` are safe tokens
    String command(String backend, String server) {
        return "set server " + backend + "/" + server + " " + words;
    }
}
