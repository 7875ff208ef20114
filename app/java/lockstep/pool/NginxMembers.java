package lockstep.pool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import lockstep.fault.Visible;
import lockstep.fleet.Balancer;

/// What one look at an nginx means for the members of its cluster file.
///
/// @param file the content of `look`
/// @param runs what the workers were started with; empty when that is not known
record NginxMembers(
        String balancer, NginxLook look, NginxFile file, Optional<NginxFile> runs, Count count) {
    private static final String NO_CHECK =
            "nobody checks it: open source NGINX only notices requests that fail";

    /// Connections that a node has at an address of its own; empty where that cannot be said.
    @FunctionalInterface
    interface Count {
        OptionalInt of(String node, String address);
    }

    List<Member> of(List<Balancer.Server> servers) {
        return servers.stream().map(this::member).toList();
    }

    List<NginxServer> lines(Balancer.Server server) {
        return file.lines(server.backend(), server.name());
    }

    /// How many addresses of an upstream serve in normal times, those of `leaving` not counted.
    int usable(String upstream, List<Balancer.Server> leaving) {
        Set<String> left = new HashSet<>();
        for (NginxServer line : file.servers()) {
            boolean counts =
                    line.upstream().equals(upstream)
                            && serves(line)
                            && leaving.stream().noneMatch(s -> is(line, s));
            if (counts) {
                left.add(line.address());
            }
        }
        return left.size();
    }

    /// Upstreams that would have less capacity without these servers.
    List<String> losing(List<Balancer.Server> leaving) {
        return leaving.stream()
                .filter(s -> lines(s).stream().anyMatch(NginxMembers::serves))
                .map(Balancer.Server::backend)
                .distinct()
                .toList();
    }

    private static boolean serves(NginxServer line) {
        return line.mode() == NginxServer.Mode.IN && !line.isBackup();
    }

    private static boolean is(NginxServer line, Balancer.Server server) {
        return line.upstream().equals(server.backend()) && line.isAt(server.name());
    }

    private Member member(Balancer.Server server) {
        List<NginxServer> lines = lines(server);
        Member.Place at =
                new Member.Place(
                        balancer, server.backend(), server.name(), server.node(), server.name());
        if (lines.isEmpty()) {
            return new Member(
                    at,
                    State.ABSENT,
                    Member.Health.UNKNOWN,
                    "the file has no such server in an upstream of that name",
                    Load.UNKNOWN,
                    OptionalInt.empty(),
                    Optional.empty(),
                    "");
        }
        List<NginxServer> running =
                runs.map(f -> f.lines(server.backend(), server.name())).orElse(List.of());
        State state = state(lines, running);
        String raw = lines.stream().map(file::text).collect(Collectors.joining(" "));
        return new Member(
                at,
                state,
                Member.Health.UNCHECKED,
                reason(lines, running),
                Load.of(sessions(server, state)),
                OptionalInt.empty(),
                Optional.empty(),
                Visible.text(raw));
    }

    /// It is out only when all its lines are.
    private static NginxServer.Mode mode(List<NginxServer> lines) {
        return lines.stream().map(NginxServer::mode).min(Enum::compareTo).orElseThrow();
    }

    /// What was written after the workers started says nothing of what they do.
    private static State state(List<NginxServer> lines, List<NginxServer> running) {
        if (running.isEmpty()) {
            return mode(lines) == NginxServer.Mode.IN ? State.STARTING : State.UP;
        }
        return switch (mode(running)) {
            case IN -> State.UP;
            case DRAIN -> State.DRAIN;
            case DOWN -> State.MAINT;
        };
    }

    private String reason(List<NginxServer> lines, List<NginxServer> running) {
        List<String> words = new ArrayList<>();
        if (!running.isEmpty()) {
            words.add(told(running));
        }
        if (!look.isLive()) {
            words.add(
                    "the file was changed at %s and is not live: nginx was not reloaded since; there it is %s"
                            .formatted(NginxLook.second(look.modified()), told(lines)));
        }
        return Visible.text(String.join("; ", words), 600);
    }

    private static String told(List<NginxServer> lines) {
        NginxServer.Mode mode = mode(lines);
        String backup = lines.stream().allMatch(NginxServer::isBackup) ? "; backup server" : "";
        if (mode == NginxServer.Mode.IN) {
            return "in the load; " + NO_CHECK + backup;
        }
        String notes =
                lines.stream()
                        .flatMap(l -> l.note().stream())
                        .map(NginxNote::text)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return mode.word()
                + (notes.isEmpty() ? " in the configuration, not by Lockstep" : ", " + notes)
                + backup;
    }

    /// Workers that know only `down` send it nothing. What earlier workers carry, and clients that
    /// `sticky` still sends, only the node can count.
    private OptionalInt sessions(Balancer.Server server, State state) {
        if (!state.isOut()) {
            return OptionalInt.empty();
        }
        return state == State.MAINT && look.leaving().isEmpty()
                ? OptionalInt.of(0)
                : count.of(server.node(), server.name());
    }
}
