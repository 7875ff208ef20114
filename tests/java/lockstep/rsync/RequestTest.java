package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import lockstep.rsync.Request.Content;
import org.junit.jupiter.api.Test;

class RequestTest {
    private static final Request USUAL = Request.of(List.of());

    @Test
    void aDigestMayTakeLonger() {
        assertThat(USUAL.silence()).hasMinutes(2);
        assertThat(USUAL.with(Content.BY_DIGEST).silence()).hasMinutes(30);
        assertThat(USUAL.with(Content.BY_DIGEST).with(Content.BY_METADATA).silence()).hasMinutes(2);
    }

    @Test
    void aLimitThatWasGivenStays() {
        Request given = USUAL.silentFor(Duration.ofSeconds(10));

        assertThat(given.with(Content.BY_DIGEST).limited(9).within(8).silence()).hasSeconds(10);
        assertThat(given.bare(List.of()).silence()).hasSeconds(10);
    }

    @Test
    void anotherLimitLeavesTheOthers() {
        Request all = USUAL.limited(7).within(8).silentFor(Duration.ofSeconds(9));

        assertThat(all.limits().bytesPerSecond()).isEqualTo(7);
        assertThat(all.limits().memory()).isEqualTo(8);
        assertThat(all.limited(1).within(2).silence()).hasSeconds(9);
    }
}
