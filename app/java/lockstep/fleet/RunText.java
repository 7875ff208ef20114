package lockstep.fleet;

/// What a run does besides syncing, as tables: [Health] and [Hook]s.
final class RunText {
    private final TomlText out;

    RunText(TomlText out) {
        this.out = out;
    }

    void write(Health health) {
        out.line("");
        out.line("# What proves that a node serves before its users come back.");
        out.line("[health]");
        switch (health.question()) {
            case Health.Http http -> {
                out.text("http", http.url());
                http.status().ifPresent(status -> out.line("status = " + status));
                http.contains().ifPresent(text -> out.text("contains", text));
            }
            case Health.Tcp tcp -> out.line("tcp = " + tcp.port());
            case Health.Command command -> out.words("command", command.words());
        }
        out.text("from", health.from().word());
        out.line("times = " + health.times() + "  # good answers in a row");
        out.time("every", health.every());
        out.time("timeout", health.timeout());
        out.time("limit", health.limit());
    }

    void write(Hook hook) {
        out.line("");
        out.line("[[hook]]");
        out.text("at", hook.at());
        out.text("on", hook.on().word());
        out.words("command", hook.command());
        if (hook.sudo()) {
            out.line("sudo = true  # it runs through sudo -n");
        }
        out.time("limit", hook.limit());
        if (!hook.nodes().isEmpty()) {
            out.words("nodes", hook.nodes());
        }
    }
}
