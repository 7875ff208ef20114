package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HaproxyEpochTest {
    private static final Instant START = Instant.ofEpochSecond(1_000_000);
    private final HaproxyEpoch epoch = new HaproxyEpoch();

    @Test
    void theStartThatIsToldTellsProcessesWithTheSameIdApart() {
        HaproxyProcess one = process(7, OptionalLong.of(100), OptionalLong.of(5));
        HaproxyProcess other = process(7, OptionalLong.of(101), OptionalLong.of(4));
        Instant now = Instant.EPOCH;
        assertThat(epoch.of(one, now, now)).isEqualTo("HAProxy 2.0.33, pid 7, start 100");
        assertThat(epoch.of(other, now, now)).isNotEqualTo(epoch.of(one, now, now));
    }

    /// At whatever fraction of a second it is asked, and however slowly it answers.
    @Test
    void aStartThatIsOnlyKnownByTheUptimeDoesNotFlap() {
        Set<String> names = new HashSet<>();
        for (int millis = 0; millis < 60_000; millis += 37) {
            Instant told = START.plusMillis(300 + millis);
            Duration slow = Duration.ofMillis(millis % 4_000);
            names.add(uptime(7, told, told.minus(slow.dividedBy(2)), told.plus(slow)));
        }
        assertThat(names).hasSize(1);
        assertThat(names).allMatch(name -> name.matches(".*, pid 7, start about 10000\\d\\d"));
    }

    @Test
    void aNewProcessIsNoticedByItsIdOrByItsUptime() {
        Instant told = START.plusSeconds(50);
        String first = uptime(7, told, told, told);
        assertThat(uptime(8, told, told, told)).isNotEqualTo(first);

        HaproxyEpoch again = new HaproxyEpoch();
        String old = again.of(aged(7, 50), told, told);
        Instant later = told.plusSeconds(3);
        assertThat(again.of(aged(7, 53), later, later)).isEqualTo(old);
        Instant next = later.plusSeconds(3);
        assertThat(again.of(aged(7, 2), next, next)).isNotEqualTo(old);
    }

    @Test
    void withoutStartAndUptimeOnlyTheIdTells() {
        HaproxyProcess bare = process(7, OptionalLong.empty(), OptionalLong.empty());
        assertThat(epoch.of(bare, START, START)).endsWith("pid 7, start unknown");
    }

    private String uptime(long pid, Instant told, Instant asked, Instant answered) {
        return epoch.of(aged(pid, Duration.between(START, told).toSeconds()), asked, answered);
    }

    private static HaproxyProcess aged(long pid, long seconds) {
        return process(pid, OptionalLong.empty(), OptionalLong.of(seconds));
    }

    private static HaproxyProcess process(long pid, OptionalLong start, OptionalLong uptime) {
        return new HaproxyProcess("2.0.33", pid, start, uptime);
    }
}
