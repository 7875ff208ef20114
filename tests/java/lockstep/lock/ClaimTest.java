package lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTest {
    private static final Instant AT = Instant.parse("2026-11-22T14:00:00Z");

    @Test
    void aClaimIsReadAsItIsWritten() {
        Claim claim = new Claim("anna@desk", AT.plusMillis(750), "run-1", "three\nnodes\u0007");

        assertThat(claim.text())
                .isEqualTo(
                        """
                        lockstep-lock 1
                        holder anna@desk
                        since 2026-11-22T14:00:00Z
                        run run-1
                        doing three nodes
                        """);
        assertThat(Claim.read(claim.text().lines().toList())).contains(claim);
        assertThat(Claim.read(new Claim("a@b", AT, "r", "").text().lines().toList())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lockstep-lock 2\nholder a\nsince 2026-11-22T14:00:00Z\nrun r\ndoing d",
                "lockstep-lock 1\nholder a\nsince yesterday\nrun r\ndoing d",
                "lockstep-lock 1\nholder a\nsince 2026-11-22T14:00:00Z\nrun  \ndoing d",
                "lockstep-lock 1\nholder a\nrun r\nsince 2026-11-22T14:00:00Z\ndoing d",
                "lockstep-lock 1\nholder a\nsince 2026-11-22T14:00:00Z\nrun r",
                "lockstep-lock 1\nholder a\nsince 2026-11-22T14:00:00Z\nrun r\ndoing d\nmore m"
            })
    void whatIsNoClaimIsNone(String text) {
        assertThat(Claim.read(text.lines().toList())).isEmpty();
    }

    @Test
    void whatANodeHoldsIsMadeHarmlessAndShort() {
        List<String> lines =
                List.of(
                        "lockstep-lock 1",
                        "holder \u001b[2J\u202eanna",
                        "since 2026-11-22T14:00:00Z",
                        "run r",
                        "doing " + "x".repeat(4000));

        Claim claim = Claim.read(lines).orElseThrow();

        assertThat(claim.holder()).isEqualTo("\u241b[2J\\u{202e}anna");
        assertThat(claim.doing()).hasSizeLessThan(250);
    }

    @Test
    void aRunHasAName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Claim("a@b", AT, " ", ""));
    }

    @Test
    void aHolderIsOneSentence() {
        Optional<Claim> claim = Optional.of(new Claim("anna@desk", AT, "run-1", ""));

        assertThat(
                        new Holder("0123456789abcdef", claim, Optional.of(Duration.ofSeconds(12)))
                                .sentence())
                .isEqualTo(
                        "It is locked by anna@desk since 2026-11-22 14:00:00 UTC for run run-1; the"
                                + " last sign of life was 12 s ago.");
        assertThat(new Holder("0123456789abcdef", Optional.empty(), Optional.empty()).sentence())
                .isEqualTo(
                        "It is locked by somebody whose claim cannot be read, as"
                                + " lock-01234567; when there was a sign of life is not known.");
    }
}
