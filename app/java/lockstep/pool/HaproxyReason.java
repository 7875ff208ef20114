package lockstep.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import lockstep.fault.Visible;

/// Why a server is in the state that it is in, in words for the operator.
record HaproxyReason(HaproxyServer server) {
    private static final Pattern RISING = Pattern.compile("DOWN \\d+/\\d+");
    private static final int MAX = 500;

    /// Made visible.
    String words() {
        List<String> words = new ArrayList<>();
        switch (server.state()) {
            case MAINT -> maintenance(words);
            case DRAIN -> draining(words);
            case STARTING -> words.add(probation());
            case STOPPING -> words.add("its check answers 404: it asked to end");
            case DOWN, UP, ABSENT, UNKNOWN -> words.add(health());
        }
        if (server.role() == HaproxyServer.Role.BACKUP) {
            words.add("backup server");
        }
        if (server.agent() == HaproxyServer.Agent.ACTIVE) {
            words.add("its agent check can change this by itself");
        }
        if (server.has(HaproxyServer.NAME_CHANGED)) {
            words.add("its name was changed at run time");
        }
        if (server.has(~HaproxyServer.KNOWN)) {
            words.add("unknown admin flags " + (server.flags() & ~HaproxyServer.KNOWN));
        }
        return Visible.text(String.join("; ", words), MAX);
    }

    private void maintenance(List<String> words) {
        if (server.has(HaproxyServer.FORCED_MAINT)) {
            words.add(
                    server.has(HaproxyServer.CONFIGURED_MAINT)
                            ? "disabled in the balancer's configuration"
                            : "told to be in maintenance");
        }
        if (server.has(HaproxyServer.INHERITED_MAINT)) {
            words.add("in maintenance with " + tracked());
        }
        if (server.has(HaproxyServer.RESOLUTION_MAINT)) {
            words.add("its name does not resolve");
        }
        open(words, server.connections().used(), " to it in use");
        open(words, server.connections().idle(), " to it kept open though idle");
    }

    private static void open(List<String> words, OptionalInt count, String how) {
        if (count.orElse(0) > 0) {
            words.add(count.getAsInt() + " connection" + (count.getAsInt() == 1 ? "" : "s") + how);
        }
    }

    private void draining(List<String> words) {
        if (server.has(HaproxyServer.FORCED_DRAIN)) {
            words.add("told to drain");
        }
        if (server.has(HaproxyServer.INHERITED_DRAIN)) {
            words.add("drained with " + tracked());
        }
        if (server.weight().now() == 0) {
            words.add(
                    server.weight().configured() == 0
                            ? "its weight is 0 in the balancer's configuration"
                            : "its weight is 0");
        }
        if (!server.cookie().isEmpty()) {
            words.add(
                    "clients hold cookies for it and may come back while it drains; maintenance"
                            + " sends them elsewhere (with option redispatch)");
        }
        words.add(health());
    }

    private String probation() {
        if (server.starting()) {
            String throttle = server.throttle();
            return "slow start"
                    + (throttle.isEmpty() ? "" : " at " + throttle + " %")
                    + "; "
                    + health();
        }
        return server.status() + ": its checks have not all passed; " + health();
    }

    private String health() {
        if (!server.tracks().isEmpty()) {
            return "follows the checks of " + server.tracks() + ": " + ownHealth();
        }
        return ownHealth();
    }

    private String ownHealth() {
        if (server.unchecked()) {
            return "no check: its health is unknown to the balancer";
        }
        String told = server.check().isEmpty() ? "no check result yet" : server.check();
        if (!server.stopped()) {
            return told;
        }
        return RISING.matcher(server.status()).matches()
                ? server.status() + ": its checks pass again, not yet often enough"
                : "its checks fail (" + told + ")";
    }

    private String tracked() {
        return server.tracks().isEmpty() ? "the server it tracks" : server.tracks();
    }
}
