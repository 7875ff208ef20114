package lockstep.fleet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Every invariant of a [Balancer] but that of its name.
final class BalancerSoundness {
    private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,63}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.@-]{1,100}");

    private final String at;
    private final Balancer balancer;
    private final Set<String> nodes;
    private final List<Cluster.Problem> problems = new ArrayList<>();

    /// @param at the path of the balancer in the file
    /// @param nodes the names that there are
    BalancerSoundness(String at, Balancer balancer, Set<String> nodes) {
        this.at = at;
        this.balancer = balancer;
        this.nodes = nodes;
    }

    List<Cluster.Problem> problems() {
        check("address", Grammar.address(balancer.dialect().address()));
        switch (balancer.dialect()) {
            case Dialect.Haproxy haproxy -> check("socket", Grammar.socket(haproxy.socket()));
            case Dialect.Nginx nginx -> nginx(nginx);
            case Dialect.NginxPlus plus -> check("api", Grammar.url(plus.api(), "http"));
            case Dialect.Elb elb -> elb(elb);
            case Dialect.HealthFile file -> healthFile(file);
            case Dialect.Commands commands -> commands(commands);
        }
        balancer.probe().ifPresent(url -> check("probe", Grammar.url(url, "http")));
        if (balancer.floor() < 0) {
            add("floor", "the floor is below 0");
        }
        servers();
        return problems;
    }

    private void nginx(Dialect.Nginx nginx) {
        check("file", Grammar.path(nginx.file(), Grammar.MAX_PATH));
        nginx.configuration()
                .ifPresent(path -> check("configuration", Grammar.path(path, Grammar.MAX_PATH)));
        if (!PROGRAM.matcher(nginx.program()).matches()) {
            check("program", Grammar.path(nginx.program(), Grammar.MAX_PATH));
        }
    }

    private void elb(Dialect.Elb elb) {
        elb.region().ifPresent(word -> word("region", word));
        elb.profile().ifPresent(word -> word("profile", word));
        elb.endpoint().ifPresent(url -> check("endpoint", Grammar.url(url, "http|https")));
    }

    private void word(String key, String word) {
        if (!WORD.matcher(word).matches()) {
            add(key, Grammar.quoted(word) + " is not 1 to 100 of A-Z a-z 0-9 _ . @ -");
        }
    }

    private void healthFile(Dialect.HealthFile health) {
        check("file", Grammar.path(health.file(), Grammar.MAX_PATH));
        health.check().ifPresent(url -> check("check", Grammar.url(url, "http")));
        if (health.port().isPresent() && !Grammar.isPort(health.port().get())) {
            add("port", "the port is not between 1 and 65535");
        }
        if (health.notice().isNegative()) {
            add("notice", "the time is below 0");
        }
    }

    private void commands(Dialect.Commands commands) {
        if (commands.list().isEmpty() || commands.drain().isEmpty() || commands.ready().isEmpty()) {
            add("type", "\"list\", \"drain\" and \"ready\" must each be a command");
        }
        command("list", commands.list());
        command("drain", commands.drain());
        command("maint", commands.maint());
        command("inflight", commands.inflight());
        command("ready", commands.ready());
    }

    private void command(String key, List<String> words) {
        problems.addAll(CommandSoundness.problems(at + "." + key, words));
    }

    private void servers() {
        if (balancer.servers().isEmpty()) {
            add("servers", "the balancer has no server");
        }
        boolean narrow = balancer.dialect() instanceof Dialect.Haproxy;
        Function<String, Optional<String>> token = narrow ? Grammar::token : Grammar::longToken;
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < balancer.servers().size(); i++) {
            Balancer.Server server = balancer.servers().get(i);
            String place = "servers[" + i + "]";
            check(place + ".backend", token.apply(server.backend()));
            check(place + ".name", token.apply(server.name()));
            if (!nodes.contains(server.node())) {
                add(place + ".node", "there is no node " + Grammar.quoted(server.node()));
            }
            if (!seen.add(server.place())) {
                add(
                        place + ".name",
                        Grammar.quoted(server.name()) + " is there twice for its backend");
            }
        }
    }

    private void check(String key, Optional<String> reason) {
        reason.ifPresent(r -> add(key, r));
    }

    private void add(String key, String reason) {
        problems.add(new Cluster.Problem(at + "." + key, reason));
    }
}
