package lockstep.pool;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Host;
import lockstep.link.Http;
import org.jspecify.annotations.Nullable;

/// The API of NGINX Plus (`ngx_http_api_module`), in the newest version that both ends know.
final class PlusApi {
    /// The versions whose documents this was written by; all have what is used here.
    private static final int OLDEST = 3;

    private static final int NEWEST = 9;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_TOLD = 64 << 10;
    private static final int NOT_FOUND = 404;

    private final String balancer;
    private final String base;
    private final Http http;
    private final Exchange.Listener listener;

    /// @param base as [lockstep.fleet.Dialect.NginxPlus#api]
    PlusApi(String balancer, String base, Host host, Exchange.Listener listener) {
        this.balancer = balancer;
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.http = new Http(host, LIMIT);
        this.listener = listener;
    }

    /// The path of the version to use, such as `/9`.
    ///
    /// @throws FaultException `BalancerUnreachable` when none is known here; as [#get]
    String version() throws FaultException {
        OptionalLong newest =
                required("/").elements().stream()
                        .flatMap(version -> version.number().stream().boxed())
                        .mapToLong(Long::longValue)
                        .filter(version -> version >= OLDEST && version <= NEWEST)
                        .max();
        if (newest.isEmpty()) {
            throw unreachable("it has no API version from " + OLDEST + " to " + NEWEST, null);
        }
        return "/" + newest.getAsLong();
    }

    /// What names a process and its configuration. The `pid` is that of the worker that happened to
    /// answer, so it is not part of it.
    String epoch(String version) throws FaultException {
        JsonTree nginx = required(version + "/nginx");
        String build = nginx.get("build").text().orElse("");
        String loaded = nginx.get("load_timestamp").text().orElse("");
        OptionalLong generation = nginx.get("generation").number();
        OptionalLong master = nginx.get("ppid").number();
        if (loaded.isEmpty() || generation.isEmpty()) {
            throw unreachable("its process does not tell its generation", null);
        }
        return Visible.text(
                "%s, master %s, generation %d, loaded %s"
                        .formatted(
                                build,
                                master.isPresent() ? master.getAsLong() : "?",
                                generation.getAsLong(),
                                loaded),
                200);
    }

    /// The peers of an upstream; empty where there is no such upstream.
    Optional<List<PlusPeer>> peers(String version, String upstream) throws FaultException {
        Optional<JsonTree> found = get(version + upstream(upstream));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!(found.get().get("peers").value() instanceof List<?>)) {
            throw unreachable("upstream " + upstream + " has no peers", null);
        }
        return Optional.of(found.get().get("peers").elements().stream().map(PlusPeer::of).toList());
    }

    /// Changes one server.
    ///
    /// @param peer as it was last seen; a reload since then may have given its id to another
    /// @throws FaultException `BalancerRefused` with the API's own words, or when it was another
    ///     that was changed
    void patch(String version, String upstream, PlusPeer peer, String json) throws FaultException {
        String path = version + upstream(upstream) + "/servers/" + peer.id();
        Http.Reply reply = exchange(Exchange.Kind.ORDER, "PATCH", path, json);
        if (reply.status() / 100 != 2) {
            throw refused(path, json, told(reply));
        }
        String changed = parsed(path, reply).get("server").text().orElse("");
        if (!peer.isAt(changed)) {
            String other = Visible.text(changed, 200);
            throw refused(
                    path,
                    json,
                    "a reload gave this number to "
                            + other
                            + ", which was told instead: look at it");
        }
    }

    private FaultException refused(String path, String json, String reply) {
        return new FaultException(
                new Fault.BalancerRefused(balancer, "PATCH " + path + " " + json, reply));
    }

    /// The fault of an API that cannot be used, for the given reason (no full stop).
    FaultException unreachable(String reason, @Nullable Exception cause) {
        return new FaultException(new Fault.BalancerUnreachable(balancer, base, reason), cause);
    }

    private static String upstream(String name) {
        String escaped = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "/http/upstreams/" + escaped;
    }

    private JsonTree required(String path) throws FaultException {
        return get(path).orElseThrow(() -> unreachable("there is no " + base + path, null));
    }

    private Optional<JsonTree> get(String path) throws FaultException {
        Http.Reply reply = exchange(Exchange.Kind.LOOK, "GET", path, "");
        if (reply.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (reply.status() != 200) {
            throw unreachable("GET " + path + " answered " + told(reply), null);
        }
        return Optional.of(parsed(path, reply));
    }

    private JsonTree parsed(String path, Http.Reply reply) throws FaultException {
        try {
            return JsonTree.parse(reply.body());
        } catch (IOException e) {
            String reason = Visible.text(String.valueOf(e.getMessage()), 200);
            throw unreachable(path + " gave no JSON (" + reason + ")", e);
        }
    }

    private Http.Reply exchange(Exchange.Kind kind, String method, String path, String json)
            throws FaultException {
        String said = (method + " " + base + path + " " + json).strip();
        try {
            Http.Reply reply = http.send(method, URI.create(base + path), json);
            tell(kind, said, reply.status() + " " + reply.body());
            return reply;
        } catch (FaultException e) {
            tell(kind, said, e.fault().what());
            throw e.fault() instanceof Fault.LinkLost lost ? unreachable(lost.detail(), e) : e;
        }
    }

    private void tell(Exchange.Kind kind, String said, String reply) {
        listener.said(
                new Exchange(
                        Instant.now(),
                        balancer,
                        kind,
                        Visible.text(said),
                        Visible.text(reply, MAX_TOLD)));
    }

    /// An error as it came, and what to do about the two that configuration causes.
    private static String told(Http.Reply reply) {
        String body = Visible.text(reply.body().strip(), 400);
        String advice =
                body.contains("MethodDisabled")
                        ? " (its location needs \"api write=on;\")"
                        : body.contains("UpstreamStatic") ? " (the upstream needs a \"zone\")" : "";
        return reply.status() + " " + body + advice;
    }
}
