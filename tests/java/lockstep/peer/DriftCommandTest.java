package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lockstep.cli.JsonText;
import lockstep.cli.Typed;
import lockstep.demo.Options;
import lockstep.demo.Seeded;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// `lockstep drift` against real nodes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DriftCommandTest {
    private DemoTyped demo;

    @BeforeAll
    void start() throws Exception {
        demo = DemoTyped.start(Options.standard().withRequestsPerSecond(0));
    }

    @AfterAll
    void end() {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void everySeededDifferenceIsInTheJson() {
        Typed typed = Typed.piped(demo.clusters());
        assertThat(typed.run("drift", demo.file(), "--content", "--json")).isEqualTo(1);
        Map<String, Object> json = JsonText.object(JsonText.read(typed.out()));
        assertThat(json).containsEntry("verdict", "differs").containsEntry("byContent", true);
        List<Object> entries = JsonText.array(json.get("entries"));
        for (Seeded seeded : demo.demo().seeded()) {
            List<Object> signs =
                    entries.stream()
                            .map(JsonText::object)
                            .filter(e -> seeded.path().visible().equals(e.get("path")))
                            .map(e -> JsonText.object(e.get("signs")).get(seeded.node()))
                            .toList();
            assertThat(signs).as(seeded.toString()).hasSize(seeded.shows() ? 1 : 0);
            assertThat(signs).as(seeded.toString()).doesNotContain(List.of("same"));
        }
    }

    @Test
    void theMatrixHasOneLineAPathWhateverTheName() {
        Typed typed = Typed.wide(demo.clusters(), 90, StandardCharsets.UTF_8);
        assertThat(typed.run("drift", demo.file(), "--content")).isEqualTo(1);
        List<String> lines = typed.lines();
        assertThat(lines.getFirst()).contains("web2 differs in", "web1 is the reference");
        assertThat(lines.get(1)).contains("web1★", "web2", "web3", "size", "why");
        assertThat(typed.out().replace("\n", "")).doesNotContainPattern("\\p{Cntrl}|\u202e");
        assertThat(lines)
                .anyMatch(line -> line.contains("odd/new␊line.txt"))
                .anyMatch(line -> line.contains("gpj.\\u{202e}exe.txt"))
                .anyMatch(line -> line.contains("nnn…nnn"));
        assertThat(lines.subList(1, lines.size() - 1))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(90));
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void aFileThatIsWrongOrNotThereIsAUsageError() {
        Typed typed = Typed.piped(demo.clusters());
        Path missing = demo.demo().directory().resolve("no.toml");
        assertThat(typed.run("drift", missing.toString())).isEqualTo(4);
        assertThat(typed.err()).contains("no.toml", "does not exist");
        assertThat(typed.run("drift", demo.demo().sshConfig().toString())).isEqualTo(4);
        assertThat(typed.out()).isEmpty();
    }
}
