package lockstep.present;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lockstep.pool.Member;
import lockstep.pool.State;

/// All of a node's places in the pools at one look.
///
/// @param members in the order of the cluster file; empty for a node that is in no pool, as far as
///     anybody tells
/// @param silent the balancers of the node that do not answer
public record PoolState(List<Member> members, List<String> silent) {
    static final PoolState NONE = new PoolState(List.of(), List.of());

    public PoolState {
        members = List.copyOf(members);
        silent = List.copyOf(silent);
    }

    static PoolState of(List<Member> members) {
        return new PoolState(members, List.of());
    }

    /// Whether nobody who knows its places answers: it may be in or out.
    public boolean isUnanswered() {
        return members.isEmpty() && !silent.isEmpty();
    }

    /// Whether the node is in any pool at all.
    public boolean isPooled() {
        return !members.isEmpty();
    }

    /// The state that all places share; empty when they disagree or there is none.
    public Optional<State> shared() {
        List<State> states = members.stream().map(Member::state).distinct().toList();
        return states.size() == 1 ? Optional.of(states.getFirst()) : Optional.empty();
    }

    /// Whether the operator has it in: no place is drained or in maintenance.
    public boolean isIn() {
        return isPooled()
                && members.stream()
                        .noneMatch(m -> m.state() == State.DRAIN || m.state() == State.MAINT);
    }

    /// Live sessions over all places; empty when any balancer cannot say, because a part of the
    /// sum would pass for the whole.
    public OptionalLong sessions() {
        if (!isPooled() || members.stream().anyMatch(m -> m.sessions().isEmpty())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(members.stream().mapToLong(m -> m.sessions().getAsInt()).sum());
    }
}
