package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import lockstep.link.ScriptedHost;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n\r\n";
    private static final String BUSY = "HTTP/1.1 503 Service Unavailable\r\n\r\n";

    @Test
    void aBalancerThatCountsProvesWhoAnswered() {
        ScriptedHost host = ScriptedHost.replying(_ -> OK);
        Up up = up(host);
        List<Member> before = List.of(member(State.UP, OptionalLong.of(7)));
        assertThat(up.missing(before, Duration.ZERO))
                .isEqualTo("no request through lb1 has reached it yet");
        assertThat(host.asked.stream().filter(line -> line.startsWith("GET /p "))).hasSize(9);
        List<Member> after = List.of(member(State.UP, OptionalLong.of(8)));
        assertThat(up.missing(after, Duration.ZERO)).isEmpty();
        List<Member> reloaded = List.of(member(State.UP, OptionalLong.of(0)));
        assertThat(up.missing(reloaded, Duration.ZERO)).contains("has reached it yet");
        List<Member> served = List.of(member(State.UP, OptionalLong.of(1)));
        assertThat(up.missing(served, Duration.ZERO)).isEmpty();
        assertThat(up.note(new Watch.Seen(after, Duration.ZERO)))
                .contains("a request through lb1 was answered");
    }

    @Test
    void withoutCountsEnoughGoodAnswersInARowDo() {
        List<Member> members = List.of(member(State.UP, OptionalLong.empty()));
        assertThat(up(ScriptedHost.replying(_ -> OK)).missing(members, Duration.ZERO)).isEmpty();
        assertThat(up(ScriptedHost.replying(_ -> BUSY)).missing(members, Duration.ZERO))
                .isEqualTo("a request to http://lb/p through lb1 was answered with 503");
        assertThat(up(ScriptedHost.replying(_ -> "")).missing(members, Duration.ZERO))
                .contains("through lb1 failed (The connection was lost");
    }

    @Test
    void nothingIsSentBeforeTheChecksPass() {
        ScriptedHost host = ScriptedHost.replying(_ -> OK);
        assertThat(up(host).missing(List.of(member(State.STARTING, OptionalLong.of(1))), TEN))
                .contains("lb1/shop/web1 is STARTING");
        assertThat(host.asked).isEmpty();
    }

    @Test
    void whoIsNeitherCheckedNorProbedIsSaidToBeSo() {
        Up up = new Up("web1", List.of());
        List<Member> members = List.of(member(State.UP, OptionalLong.empty()));
        assertThat(up.missing(members, TEN)).isEmpty();
        assertThat(up.note(new Watch.Seen(members, TEN)))
                .contains("nothing proves that it answers");
    }

    private static final Duration TEN = Duration.ofSeconds(10);

    private static Up up(ScriptedHost host) {
        return new Up(
                "web1",
                List.of(new Up.Probing(new Probe("lb1", URI.create("http://lb/p"), host), 3)));
    }

    private static Member member(State state, OptionalLong answered) {
        return new Member(
                new Member.Place("lb1", "shop", "web1", "web1", ""),
                state,
                Member.Health.UNCHECKED,
                "no check",
                new Load(OptionalInt.of(0), OptionalInt.of(0), OptionalInt.empty(), answered),
                OptionalInt.of(1),
                Optional.empty(),
                "");
    }
}
