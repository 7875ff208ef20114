package lockstep.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommandTest {
    private final LocalHost here = new LocalHost("here");

    private Command.Reply sh(String script, String... input) throws FaultException {
        byte[] bytes = String.join("", input).getBytes(StandardCharsets.UTF_8);
        return new Command(here, Duration.ofSeconds(20)).run(argv(script), bytes, 1000);
    }

    private static List<String> argv(String script) {
        return List.of("sh", "-c", script);
    }

    @Test
    void outputErrorsAndStatusAreTakenApart() throws Exception {
        Command.Reply reply = sh("cat; echo oops >&2; exit 3", "in", "put");
        assertThat(reply.text()).isEqualTo("input");
        assertThat(reply.errors()).isEqualTo("oops");
        assertThat(reply.status()).isEqualTo(3);
        assertThat(new Command(here).run(List.of("no-such-program"), 10).status()).isEqualTo(127);
    }

    @Test
    void moreOutputThanWasAskedForIsHungUpOnAtOnce() throws Exception {
        Command.Reply reply = sh("yes");
        assertThat(reply.status()).isEqualTo(-1);
        assertThat(reply.bytes()).hasSize(1000);
        assertThat(sh("head -c 1000 /dev/zero").status()).isZero();
    }

    @Test
    void muchOnStandardErrorBlocksNobody() throws Exception {
        Command.Reply reply = sh("head -c 1000000 /dev/zero | tr '\\0' e >&2; echo done");
        assertThat(reply.text()).isEqualTo("done\n");
        assertThat(reply.errors()).hasSizeBetween(100, 5000);
    }

    @Test
    void silenceEndsWithTheLimit() {
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                new Command(here, Duration.ofMillis(200))
                                        .run(argv("exec tail -f /dev/null"), 10));
        assertThat(e.fault()).isInstanceOf(Fault.TimedOut.class);
    }
}
