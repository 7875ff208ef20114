package lockstep.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;

/// What a look at the nodes of a health file means.
///
/// @param balancer its name
record HealthFileMembers(String balancer, Dialect.HealthFile dialect, NodeSessions sessions) {
    boolean isOut(HealthFileSight sight) {
        return sight.present() == (dialect.out() == Dialect.HealthFile.Presence.PRESENT);
    }

    List<Member> of(Map<String, HealthFileNodes.Seen> seen, List<Balancer.Server> servers) {
        List<Member> members = new ArrayList<>();
        for (Balancer.Server server : servers) {
            HealthFileNodes.Seen one = seen.get(server.node());
            if (one != null) {
                members.add(
                        one.sight()
                                .map(sight -> member(server, sight, one.status()))
                                .orElseGet(() -> silent(server, one.failure())));
            }
        }
        return members;
    }

    private Member silent(Balancer.Server server, Optional<FaultException> failure) {
        String why = failure.map(e -> e.fault().what()).orElse("");
        return new Member(
                place(server),
                State.UNKNOWN,
                Member.Health.UNKNOWN,
                Visible.text("it cannot be asked: " + why.replaceAll("\\.$", ""), 400),
                Load.UNKNOWN,
                OptionalInt.empty(),
                Optional.empty(),
                why);
    }

    private Member.Place place(Balancer.Server server) {
        return new Member.Place(balancer, server.backend(), server.name(), server.node(), "");
    }

    private Member member(Balancer.Server server, HealthFileSight sight, OptionalInt status) {
        State state = state(sight, status);
        return new Member(
                place(server),
                state,
                health(state, status),
                reason(sight, state, status),
                Load.of(load(server, sight, state)),
                OptionalInt.empty(),
                Optional.empty(),
                dialect.file()
                        + (sight.present() ? " is there" : " is not there")
                        + (sight.text().isBlank() ? "" : ": " + sight.told()));
    }

    private State state(HealthFileSight sight, OptionalInt status) {
        return switch (sight.kind()) {
            case NOWHERE -> State.ABSENT;
            case HIDDEN -> State.UNKNOWN;
            case FILE, LINK, OTHER, NONE -> {
                if (isOut(sight)) {
                    // Another file than the endpoint looks for: the node is in the load.
                    yield serves(status) && isNoticed(sight) ? State.UNKNOWN : State.DRAIN;
                }
                yield dialect.check().isEmpty() || serves(status) ? State.UP : State.DOWN;
            }
        };
    }

    static boolean serves(OptionalInt status) {
        return status.orElse(0) / 100 == 2;
    }

    private Member.Health health(State state, OptionalInt status) {
        if (state == State.ABSENT || state == State.UNKNOWN) {
            return Member.Health.UNKNOWN;
        }
        if (dialect.check().isEmpty()) {
            return Member.Health.UNCHECKED;
        }
        return serves(status) ? Member.Health.PASSED : Member.Health.FAILED;
    }

    private String reason(HealthFileSight sight, State state, OptionalInt status) {
        if (state == State.ABSENT) {
            return "the directory of " + dialect.file() + " is not there, or cannot be seen";
        }
        if (sight.kind() == HealthFileSight.Kind.HIDDEN) {
            return "the directory of " + dialect.file() + " may not be looked into";
        }
        List<String> words = new ArrayList<>();
        words.add(sight.present() ? "the file is there" : "the file is not there");
        if (sight.present() && sight.kind() != HealthFileSight.Kind.FILE) {
            words.add("it is no plain file");
        }
        if (state == State.DRAIN && !sight.told().isEmpty()) {
            words.add((sight.ours() ? "" : "by somebody else: ") + sight.told());
        }
        if (isOut(sight) && serves(status)) {
            words.add(
                    "yet its health endpoint still answers "
                            + status.getAsInt()
                            + ": the balancer will go on sending");
        } else if (dialect.check().isPresent()) {
            words.add(
                    status.isPresent()
                            ? "its health endpoint answers " + status.getAsInt()
                            : "its health endpoint says nothing");
        }
        return String.join("; ", words);
    }

    /// Nobody knows before the balancer had its time to see the file; then connections tell.
    private OptionalInt load(Balancer.Server server, HealthFileSight sight, State state) {
        return state == State.DRAIN && isNoticed(sight) && dialect.port().isPresent()
                ? sessions.on(server.node(), dialect.port().get())
                : OptionalInt.empty();
    }

    private boolean isNoticed(HealthFileSight sight) {
        return sight.age().isPresent() && sight.age().getAsLong() >= dialect.notice().toSeconds();
    }

    /// What should be told beside the members, in sentences.
    List<String> remarks(List<Member> members, Map<String, HealthFileNodes.Seen> seen) {
        List<String> remarks = new ArrayList<>();
        for (Member member : members) {
            HealthFileNodes.Seen one = seen.get(member.node());
            boolean ignored = one != null && member.state() == State.DRAIN && serves(one.status());
            if (member.state() == State.UNKNOWN || ignored) {
                remarks.add(balancer + ", " + member.node() + ": " + member.reason() + ".");
            }
        }
        return remarks;
    }
}
