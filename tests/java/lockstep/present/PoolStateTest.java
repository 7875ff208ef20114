package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lockstep.pool.Load;
import lockstep.pool.Member;
import lockstep.pool.State;
import org.junit.jupiter.api.Test;

class PoolStateTest {
    private static Member member(String balancer, State state, OptionalInt sessions) {
        return new Member(
                new Member.Place(balancer, "shop", "web1", "web1", "10.0.0.1:80"),
                state,
                Member.Health.UNKNOWN,
                "",
                Load.of(sessions),
                OptionalInt.of(100),
                Optional.empty(),
                "");
    }

    @Test
    void placesThatDisagreeShareNoState() {
        PoolState state =
                PoolState.of(
                        List.of(
                                member("lb1", State.UP, OptionalInt.of(4)),
                                member("lb2", State.DRAIN, OptionalInt.of(2))));
        assertThat(state.shared()).isEmpty();
        assertThat(state.isIn()).isFalse();
        assertThat(state.sessions()).hasValue(6);
    }

    @Test
    void aSumOfWhichAPartIsUnknownIsUnknown() {
        PoolState state =
                PoolState.of(
                        List.of(
                                member("lb1", State.UP, OptionalInt.of(4)),
                                member("lb2", State.UP, OptionalInt.empty())));
        assertThat(state.sessions()).isEmpty();
        assertThat(state.shared()).contains(State.UP);
    }

    /// As long as its only balancer is silent, nobody knows whether it is in.
    @Test
    void aNodeWhoseBalancersAreSilentIsUnknownAndNotInNoPool() {
        PoolState silent = new PoolState(List.of(), List.of("lb1"));
        assertThat(silent.isUnanswered()).isTrue();
        assertThat(silent.isIn()).isFalse();
        assertThat(PoolState.of(List.of()).isUnanswered()).isFalse();
        List<Member> one = List.of(member("lb2", State.UP, OptionalInt.of(4)));
        assertThat(new PoolState(one, List.of("lb1")).isUnanswered()).isFalse();
    }

    @Test
    void aNodeInNoPoolIsNeitherInNorOut() {
        assertThat(PoolState.of(List.of()).isPooled()).isFalse();
        assertThat(PoolState.of(List.of()).isIn()).isFalse();
    }
}
