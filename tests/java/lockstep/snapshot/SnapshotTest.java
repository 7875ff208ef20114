package lockstep.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
    private static final Instant AT = Instant.parse("2026-11-22T14:00:00.75Z");

    @Test
    void aNameIsReadAsItIsWritten() {
        Snapshot snapshot = new Snapshot(AT, "a-20261122T000000Z-b");

        assertThat(snapshot.name()).isEqualTo("20261122T140000Z-a-20261122T000000Z-b");
        assertThat(Snapshot.named(snapshot.name())).contains(snapshot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".", "a/b", "..", "a b", "a\nb", "a*", "\u00e9"})
    void aRunThatCouldBeAnythingElseIsRefused(String run) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Snapshot(AT, run));
        assertThat(Snapshot.named("20261122T140000Z-" + run)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "half-20261122T140000Z-a",
                "20261322T140000Z-a",
                "20261122T250000Z-a",
                "00001122T140000Z-a",
                "20261122T140000Z",
                "20261122T140000Z-a\n"
            })
    void whatIsNoNameIsNoSnapshot(String name) {
        assertThat(Snapshot.named(name)).isEmpty();
    }
}
