package lockstep.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every invariant of what a run does besides syncing: [Health] and [Hook]s.
final class RunSoundness {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_TIMES = 100;
    private static final int MOST_TEXT = 1_000;
    private static final List<String> WHICH_NODE = List.of("node", "address");

    private final Cluster cluster;
    private final Set<String> nodes = new HashSet<>();
    private final List<Cluster.Problem> problems = new ArrayList<>();

    RunSoundness(Cluster cluster) {
        this.cluster = cluster;
        cluster.nodes().forEach(node -> nodes.add(node.name()));
    }

    List<Cluster.Problem> problems() {
        cluster.health().ifPresent(this::health);
        for (int i = 0; i < cluster.hooks().size(); i++) {
            hook("hook[" + i + "]", cluster.hooks().get(i));
        }
        return problems;
    }

    private void health(Health health) {
        switch (health.question()) {
            case Health.Http http -> http(http);
            case Health.Tcp tcp -> {
                if (!Grammar.isPort(tcp.port())) {
                    add("health.tcp", "the port is not between 1 and 65535");
                }
            }
            case Health.Command command -> command("health.command", command.words());
        }
        if (health.from() == Machine.WORKSTATION) {
            distinguishing(health.question());
        }
        boolean possible = health.times() >= 1 && health.times() <= MOST_TIMES;
        if (!possible) {
            add("health.times", "it is not between 1 and " + MOST_TIMES);
        }
        check("health.every", Grammar.time(health.every(), SECOND, HOUR));
        check("health.timeout", Grammar.time(health.timeout(), SECOND, HOUR));
        check("health.limit", Grammar.time(health.limit(), SECOND, DAY));
        Duration least = health.every().multipliedBy(health.times() - 1L);
        if (possible && least.compareTo(health.limit()) >= 0) {
            add(
                    "health.limit",
                    health.times()
                            + " answers with "
                            + Durations.text(health.every())
                            + " between them do not fit into "
                            + Durations.text(health.limit()));
        }
    }

    /// A name that is no host name makes some URLs wrong, so it is checked as each node's.
    private void http(Health.Http http) {
        cluster.nodes().stream()
                .filter(node -> Grammar.address(node.address()).isEmpty())
                .map(node -> Placeholders.fill(http.url(), inUrl(node)))
                .flatMap(url -> Grammar.url(url, "http").stream())
                .findFirst()
                .ifPresent(reason -> add("health.http", reason));
        if (http.status().filter(status -> status < 200 || status > 599).isPresent()) {
            add("health.status", "the status is not between 200 and 599");
        }
        if (http.contains()
                .filter(text -> text.isEmpty() || text.length() > MOST_TEXT)
                .isPresent()) {
            add("health.contains", "the text is empty or longer than " + MOST_TEXT);
        }
    }

    /// One answer must not be taken for every node's.
    private void distinguishing(Health.Question question) {
        String reason = "asked from the workstation it must hold {address} or {node}";
        switch (question) {
            case Health.Http http -> {
                if (!Placeholders.has(http.url(), WHICH_NODE)) {
                    add("health.http", reason);
                }
            }
            case Health.Command command -> {
                if (command.words().stream().noneMatch(w -> Placeholders.has(w, WHICH_NODE))) {
                    add("health.command", reason);
                }
            }
            case Health.Tcp _ -> {}
        }
    }

    private void hook(String at, Hook hook) {
        if (!Hook.moments().contains(hook.at())) {
            add(at + ".at", Grammar.quoted(hook.at()) + " is no moment of a run");
        }
        command(at + ".command", hook.command());
        check(at + ".limit", Grammar.time(hook.limit(), SECOND, DAY));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < hook.nodes().size(); i++) {
            String node = hook.nodes().get(i);
            if (!nodes.contains(node)) {
                add(at + ".nodes[" + i + "]", "there is no node " + Grammar.quoted(node));
            } else if (!seen.add(node)) {
                add(at + ".nodes[" + i + "]", Grammar.quoted(node) + " is there twice");
            }
        }
        if (hook.isOfTheRun()) {
            ofTheRun(at, hook);
        }
    }

    private void ofTheRun(String at, Hook hook) {
        if (!hook.nodes().isEmpty()) {
            add(at + ".nodes", "on the workstation it runs once, for no single node");
        }
        for (int i = 0; i < hook.command().size(); i++) {
            if (Placeholders.has(hook.command().get(i), Hook.OF_A_NODE)) {
                add(
                        at + ".command[" + i + "]",
                        "on the workstation it runs once, for no single node: only {run},"
                                + " {step} and {cluster} are replaced");
            }
        }
    }

    private void command(String at, List<String> words) {
        problems.addAll(CommandSoundness.problems(at, words));
        if (words.isEmpty()) {
            add(at, "the command has no program");
        }
    }

    private static Map<String, String> inUrl(Node node) {
        return Map.of("node", node.name(), "address", node.hostInUrl());
    }

    private void check(String at, Optional<String> reason) {
        reason.ifPresent(r -> add(at, r));
    }

    private void add(String at, String reason) {
        problems.add(new Cluster.Problem(at, reason));
    }
}
