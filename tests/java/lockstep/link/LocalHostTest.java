package lockstep.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import lockstep.contract.HostContract;
import org.junit.jupiter.api.Test;

class LocalHostTest extends HostContract {
    @Override
    protected Host host() {
        return new LocalHost("here");
    }

    @Test
    void programsSpeakTheLanguageThatIsKnown() throws Exception {
        try (Link link = host().run(List.of("sh", "-c", "echo $LC_ALL"))) {
            assertThat(new String(link.in().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("C\n");
        }
    }

    @Test
    void aFileThatMayNotRunIsStatus126() throws Exception {
        try (Link link = host().run(List.of("/etc/passwd"))) {
            assertThat(link.awaitExit(Duration.ofSeconds(5))).isEqualTo(126);
        }
    }
}
