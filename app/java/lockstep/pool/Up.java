package lockstep.pool;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import lockstep.fault.Fault;

/// The wish that a node takes requests again, everywhere.
record Up(String node) implements Watch.Wish {
    @Override
    public String missing(List<Member> members, Duration waited) {
        return members.stream()
                .filter(m -> m.state() != State.UP)
                .map(m -> m.place() + " is " + m.state() + " (" + m.reason() + ")")
                .collect(Collectors.joining(", "));
    }

    @Override
    public Fault late(String missing, Duration limit) {
        return new Fault.GuardTripped(
                node,
                "It is not up after " + limit.toSeconds() + " s: " + missing + ".",
                "Mend what its health check finds; the balancer takes it back by itself then.");
    }

    /// What a wait for it found, in words.
    String note(Watch.Seen seen) {
        return seen.members().isEmpty()
                ? "in no pool"
                : seen.members().stream()
                        .map(m -> m.place() + ": " + m.reason())
                        .collect(Collectors.joining(", "));
    }
}
