package lockstep.pool;

/// What `set server … state` can be told.
enum HaproxyOrder {
    DRAIN("drain"),
    MAINT("maint"),
    READY("ready");

    private final String word;

    HaproxyOrder(String word) {
        this.word = word;
    }

    /// @param backend and `server` are safe tokens
    String command(String backend, String server) {
        return "set server " + backend + "/" + server + " state " + word;
    }
}
