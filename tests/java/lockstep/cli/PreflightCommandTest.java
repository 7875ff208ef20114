package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.preflight.Finding;
import lockstep.preflight.Kind;
import lockstep.preflight.Weight;
import lockstep.present.FakeOperations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreflightCommandTest {
    private static final Finding BLOCKING =
            new Finding(
                    "web2",
                    Weight.BLOCKS,
                    Kind.OWN_FILES,
                    "One long sentence that does not fit a line of forty columns.",
                    "Do this.");
    private static final Finding NOTE =
            new Finding("longer-name", Weight.TELLS, Kind.LINK, "A link.", "Nothing.");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Clusters clusters, String... arguments) {
        PrintWriter toOut = new PrintWriter(out, true);
        PrintWriter toErr = new PrintWriter(err, true);
        Terminal.Screen screen = new Terminal.Screen(60, false, StandardCharsets.UTF_8, null);
        Terminal terminal = new Terminal(toOut, toErr, screen);
        return new Commands("lockstep test", toOut, toErr)
                .add(new PreflightCommand(clusters, terminal))
                .run(List.of(arguments));
    }

    private static Clusters finding(Finding... found) {
        return _ -> FakeOperations.shop(2).finding(found);
    }

    @Test
    void sentencesAreWholeWhateverTheWidth() {
        assertThat(run(finding(BLOCKING, NOTE), "preflight", "shop.toml")).isEqualTo(3);
        assertThat(out.toString().lines())
                .containsExactly(
                        "web2         blocks  One long sentence that does not fit a",
                        "                     line of forty columns.",
                        "                     Do this.",
                        "longer-name  note    A link.",
                        "                     Nothing.",
                        "A run must not begin: 1 blocking, 0 warnings, 1 notes.");
    }

    @Test
    void withoutABlockingOneItEndsWell() {
        assertThat(run(finding(NOTE), "preflight", "a")).isZero();
        assertThat(out.toString()).contains("A run can begin");
        assertThat(run(finding(), "preflight", "a")).isZero();
        assertThat(out.toString()).contains("Nothing stands against a run.");
    }

    @Test
    void scriptsGetJson() {
        assertThat(run(finding(BLOCKING), "preflight", "a", "--json")).isEqualTo(3);
        Map<String, @Nullable Object> json = JsonText.object(JsonText.read(out.toString()));
        assertThat(json).containsEntry("blocks", true);
        assertThat(JsonText.object(JsonText.array(json.get("findings")).getFirst()))
                .containsEntry("node", "web2")
                .containsEntry("weight", "blocks")
                .containsEntry("kind", "own-files")
                .containsEntry("what", BLOCKING.what())
                .containsEntry("remedy", "Do this.");
    }

    @Test
    void whatCouldNotBeAskedIsAFailure() {
        Fault fault = new Fault.Cancelled("shop");
        Clusters failing =
                _ -> {
                    throw new FaultException(fault);
                };
        assertThat(run(failing, "preflight", "a")).isEqualTo(5);
        assertThat(out.toString()).isEmpty();
    }
}
