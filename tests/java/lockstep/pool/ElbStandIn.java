package lockstep.pool;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Elastic Load Balancing as far as its API reference describes the five actions that are used:
/// the Query protocol over HTTP, answers and errors in XML. Nothing but the loopback is listened
/// on. Time passes when [#pass] says so, and a target takes some looks to become healthy.
final class ElbStandIn implements AutoCloseable {
    static final String ARN =
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/%s/73e2d6bc24d8a067";
    private static final String NAMESPACE =
            "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";

    /// What was asked, one action with its parameters a line, in order.
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Refusal> refusals = new LinkedHashMap<>();
    private Duration now = Duration.ZERO;
    private int looksUntilSeen;
    private int looksUntilHealthy = 1;
    private int throttled;
    private @Nullable String garbage;

    ElbStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private record Refusal(int status, String code, String message) {}

    private static final class Group {
        final String arn;
        final int port;
        final String type;
        final Map<String, String> attributes = new LinkedHashMap<>();
        final Map<String, Target> targets = new TreeMap<>();

        Group(String arn, int port, String type) {
            this.arn = arn;
            this.port = port;
            this.type = type;
        }
    }

    /// @param looks how often its health was told
    /// @param ends when it is forgotten, once it drains
    /// @param hidden looks until the last order shows
    private record Target(
            String id,
            int port,
            String zone,
            String state,
            String reason,
            int looks,
            @Nullable Duration ends,
            int hidden) {
        Target to(String state, String reason) {
            return new Target(id, port, zone, state, reason, 0, ends, hidden);
        }

        Target looked() {
            return new Target(id, port, zone, state, reason, looks + 1, ends, hidden - 1);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Adds a group of type `instance` with the documented defaults.
    synchronized ElbStandIn group(String name, int port) {
        return group(name, port, "instance");
    }

    synchronized ElbStandIn group(String name, int port, String type) {
        Group group = new Group(ARN.formatted(name), port, type);
        group.attributes.put("deregistration_delay.timeout_seconds", "300");
        group.attributes.put("stickiness.enabled", "false");
        group.attributes.put("stickiness.type", "lb_cookie");
        String health = "target_group_health.";
        group.attributes.put(health + "dns_failover.minimum_healthy_targets.count", "off");
        group.attributes.put(health + "dns_failover.minimum_healthy_targets.percentage", "off");
        group.attributes.put(health + "unhealthy_state_routing.minimum_healthy_targets.count", "1");
        group.attributes.put(
                health + "unhealthy_state_routing.minimum_healthy_targets.percentage", "off");
        groups.put(name, group);
        return this;
    }

    private Group named(String name) {
        return Objects.requireNonNull(groups.get(name), name);
    }

    synchronized ElbStandIn attribute(String group, String key, String value) {
        named(group).attributes.put(key, value);
        return this;
    }

    /// Adds or changes a registered target.
    synchronized ElbStandIn target(String group, String id, int port, String state, String reason) {
        Target target = new Target(id, port, "", state, reason, 0, null, 0);
        named(group).targets.put(id + ":" + port, target);
        return this;
    }

    synchronized ElbStandIn zone(String group, String id, int port, String zone) {
        named(group)
                .targets
                .put(id + ":" + port, new Target(id, port, zone, "healthy", "", 0, null, 0));
        return this;
    }

    synchronized ElbStandIn delete(String group) {
        groups.remove(group);
        return this;
    }

    /// Orders show only after so many looks at a target.
    synchronized void orderShowsAfter(int looks) {
        looksUntilSeen = looks;
    }

    synchronized void healthyAfter(int looks) {
        looksUntilHealthy = looks;
    }

    /// The next so many questions are answered with `Throttling`.
    synchronized void throttle(int questions) {
        throttled = questions;
    }

    synchronized void refuse(String action, int status, String code, String message) {
        refusals.put(action, new Refusal(status, code, message));
    }

    /// Every answer is this from now on, as that of a captive portal.
    synchronized void answerWith(String body) {
        garbage = body;
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
        for (Group group : groups.values()) {
            group.targets.values().removeIf(t -> t.ends() != null && t.ends().compareTo(now) <= 0);
        }
    }

    /// Nobody answers there any more.
    void kill() {
        server.stop(0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange http) throws IOException {
        try (http) {
            String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> form = form(body);
            Answer answer = answer(form);
            byte[] reply = answer.body().getBytes(StandardCharsets.UTF_8);
            http.getResponseHeaders().set("Content-Type", "text/xml");
            http.sendResponseHeaders(answer.status(), reply.length);
            http.getResponseBody().write(reply);
        }
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private record Answer(int status, String body) {}

    private synchronized Answer answer(Map<String, String> form) {
        String action = form.getOrDefault("Action", "");
        Map<String, String> told = new TreeMap<>(form);
        told.keySet().removeAll(List.of("Action", "Version"));
        asked.add(action + " " + told);
        if (garbage != null) {
            return new Answer(200, garbage);
        }
        if (throttled > 0) {
            throttled--;
            return error(400, "Throttling", "Rate exceeded");
        }
        Refusal refusal = refusals.get(action);
        if (refusal != null) {
            return error(refusal.status(), refusal.code(), refusal.message());
        }
        Group group = asked(form);
        if (group == null) {
            return error(400, "TargetGroupNotFound", "One or more target groups not found");
        }
        return switch (action) {
            case "DescribeTargetGroups" -> result(action, described(form, group));
            case "DescribeTargetGroupAttributes" -> result(action, attributes(group));
            case "DescribeTargetHealth" -> result(action, health(group));
            case "RegisterTargets" -> register(action, group, form);
            case "DeregisterTargets" -> deregister(action, group, form);
            default -> error(400, "InvalidAction", "Could not find operation " + action);
        };
    }

    private @Nullable Group asked(Map<String, String> form) {
        String name = form.get("Names.member.1");
        if (name != null) {
            return groups.get(name);
        }
        String arn = form.getOrDefault("TargetGroupArn", form.get("TargetGroupArns.member.1"));
        return groups.values().stream().filter(g -> g.arn.equals(arn)).findFirst().orElse(null);
    }

    private String described(Map<String, String> form, Group group) {
        String name =
                form.getOrDefault("Names.member.1", group.arn.replaceAll(".*targetgroup/|/.*", ""));
        return "<TargetGroups><member>%s%s%s%s%s</member></TargetGroups>"
                .formatted(
                        element("TargetGroupArn", group.arn),
                        element("TargetGroupName", name),
                        element("Protocol", "HTTP"),
                        element("Port", String.valueOf(group.port)),
                        element("TargetType", group.type));
    }

    private static String attributes(Group group) {
        StringBuilder xml = new StringBuilder("<Attributes>");
        group.attributes.forEach(
                (key, value) ->
                        xml.append("<member>")
                                .append(element("Key", key))
                                .append(element("Value", value))
                                .append("</member>"));
        return xml.append("</Attributes>").toString();
    }

    private String health(Group group) {
        StringBuilder xml = new StringBuilder("<TargetHealthDescriptions>");
        List<Target> all = new ArrayList<>(group.targets.values());
        for (Target target : all) {
            group.targets.put(target.id() + ":" + target.port(), moved(target));
            xml.append(told(target));
        }
        return xml.append("</TargetHealthDescriptions>").toString();
    }

    private Target moved(Target target) {
        boolean ripe = target.state().equals("initial") && target.looks() + 1 >= looksUntilHealthy;
        return ripe ? target.to("healthy", "") : target.looked();
    }

    private static String told(Target target) {
        boolean hidden = target.hidden() > 0;
        boolean draining = target.ends() != null;
        if (hidden && !draining) {
            return "";
        }
        String state = hidden ? "healthy" : target.state();
        String reason = hidden ? "" : target.reason();
        return "<member><Target>%s%s%s</Target>%s<TargetHealth>%s%s</TargetHealth></member>"
                .formatted(
                        element("Id", target.id()),
                        element("Port", String.valueOf(target.port())),
                        target.zone().isEmpty() ? "" : element("AvailabilityZone", target.zone()),
                        element("HealthCheckPort", String.valueOf(target.port())),
                        element("State", state),
                        reason.isEmpty()
                                ? ""
                                : element("Reason", reason) + element("Description", "as told"));
    }

    private Answer register(String action, Group group, Map<String, String> form) {
        for (int i = 1; form.containsKey("Targets.member." + i + ".Id"); i++) {
            String id = form.getOrDefault("Targets.member." + i + ".Id", "");
            int port = port(form, i, group);
            if (group.type.equals("instance") && !id.startsWith("i-")) {
                return error(400, "InvalidTarget", "The following targets are not valid: " + id);
            }
            Target present = group.targets.get(id + ":" + port);
            if (present == null || present.ends() != null) {
                group.targets.put(
                        id + ":" + port,
                        new Target(
                                id,
                                port,
                                form.getOrDefault("Targets.member." + i + ".AvailabilityZone", ""),
                                "initial",
                                "Elb.RegistrationInProgress",
                                0,
                                null,
                                looksUntilSeen));
            }
        }
        return result(action, "");
    }

    /// Succeeds also for targets that are not there, as the real one does.
    private Answer deregister(String action, Group group, Map<String, String> form) {
        Duration delay =
                Duration.ofSeconds(
                        Long.parseLong(
                                group.attributes.get("deregistration_delay.timeout_seconds")));
        for (int i = 1; form.containsKey("Targets.member." + i + ".Id"); i++) {
            String key = form.get("Targets.member." + i + ".Id") + ":" + port(form, i, group);
            group.targets.computeIfPresent(
                    key,
                    (_, t) ->
                            new Target(
                                    t.id(),
                                    t.port(),
                                    t.zone(),
                                    "draining",
                                    "Target.DeregistrationInProgress",
                                    0,
                                    now.plus(delay),
                                    looksUntilSeen));
        }
        return result(action, "");
    }

    private static int port(Map<String, String> form, int number, Group group) {
        return Integer.parseInt(
                form.getOrDefault(
                        "Targets.member." + number + ".Port", String.valueOf(group.port)));
    }

    private static Answer result(String action, String content) {
        return new Answer(
                200,
                "<%1$sResponse xmlns=\"%2$s\"><%1$sResult>%3$s</%1$sResult>%4$s</%1$sResponse>"
                        .formatted(
                                action,
                                NAMESPACE,
                                content,
                                "<ResponseMetadata><RequestId>8f2d1d5c-0000-4000-8000-000000000001"
                                        + "</RequestId></ResponseMetadata>"));
    }

    private static Answer error(int status, String code, String message) {
        return new Answer(
                status,
                "<ErrorResponse xmlns=\"%s\"><Error><Type>Sender</Type>%s%s</Error>%s</ErrorResponse>"
                        .formatted(
                                NAMESPACE,
                                element("Code", code),
                                element("Message", message),
                                element("RequestId", "8f2d1d5c-0000-4000-8000-000000000002")));
    }

    private static String element(String name, String text) {
        return "<%1$s>%2$s</%1$s>".formatted(name, text.replace("&", "&amp;").replace("<", "&lt;"));
    }
}
