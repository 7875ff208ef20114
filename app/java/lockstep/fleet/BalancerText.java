package lockstep.fleet;

import java.util.List;
import java.util.Optional;

/// A [Balancer] as a `[[balancer]]` table.
final class BalancerText {
    private final TomlText out;

    BalancerText(TomlText out) {
        this.out = out;
    }

    void write(Balancer balancer) {
        out.line("");
        out.line("[[balancer]]");
        out.text("name", balancer.name());
        out.text("type", BalancerType.of(balancer.dialect()).word());
        switch (balancer.dialect()) {
            case Dialect.Haproxy haproxy -> {
                out.text("address", haproxy.address());
                out.text("socket", haproxy.socket());
            }
            case Dialect.Nginx nginx -> nginx(nginx);
            case Dialect.NginxPlus plus -> {
                out.text("address", plus.address());
                out.text("api", plus.api());
            }
            case Dialect.Elb elb -> {
                textIfAny("region", elb.region());
                textIfAny("profile", elb.profile());
                textIfAny("endpoint", elb.endpoint());
            }
            case Dialect.HealthFile file -> healthFile(file);
            case Dialect.Commands commands -> commands(commands);
        }
        textIfAny("probe", balancer.probe());
        out.line(
                "floor = "
                        + balancer.floor()
                        + "  # usable servers that a drain must leave in each backend");
        out.list("servers", balancer.servers().stream().map(BalancerText::server).toList());
    }

    private void nginx(Dialect.Nginx nginx) {
        out.text("address", nginx.address());
        out.text("file", nginx.file());
        textIfAny("configuration", nginx.configuration());
        out.text("program", nginx.program());
        sudo(nginx.sudo());
    }

    private void healthFile(Dialect.HealthFile health) {
        out.text("file", health.file());
        boolean present = health.out() == Dialect.HealthFile.Presence.PRESENT;
        out.text("out", present ? "present" : "absent");
        textIfAny("check", health.check());
        health.port().ifPresent(port -> out.line("port = " + port));
        out.line("notice = " + health.notice().toSeconds() + "  # seconds");
        sudo(health.sudo());
    }

    private void commands(Dialect.Commands commands) {
        out.text("address", commands.address());
        out.words("list", commands.list());
        out.words("drain", commands.drain());
        wordsIfAny("maint", commands.maint());
        wordsIfAny("inflight", commands.inflight());
        out.words("ready", commands.ready());
    }

    private void sudo(boolean sudo) {
        if (sudo) {
            out.line("sudo = true");
        }
    }

    private void textIfAny(String key, Optional<String> value) {
        value.ifPresent(text -> out.text(key, text));
    }

    private void wordsIfAny(String key, List<String> words) {
        if (!words.isEmpty()) {
            out.words(key, words);
        }
    }

    private static String server(Balancer.Server server) {
        return "{ backend = "
                + TomlText.quoted(server.backend())
                + ", name = "
                + TomlText.quoted(server.name())
                + ", node = "
                + TomlText.quoted(server.node())
                + " }";
    }
}
