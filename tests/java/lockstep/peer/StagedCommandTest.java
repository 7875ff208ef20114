package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import lockstep.cli.Typed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `lockstep sync --staged`: real rsync and HAProxy.
@Timeout(120)
class StagedCommandTest {
    @TempDir Path directory;

    private Consoles consoles;

    @BeforeEach
    void start() throws Exception {
        consoles = new Consoles(directory);
    }

    @AfterEach
    void stop() {
        if (consoles != null) {
            consoles.close();
        }
    }

    @Test
    void allTreesAreMadeBeforeTheFirstIsSwitched() throws Exception {
        Typed sync = Typed.piped(_ -> consoles.open("ann@desk", Instant.now()));

        assertThat(sync.run("sync", "x.toml", "--yes", "--staged", "--files-only"))
                .as(sync.out() + sync.err())
                .isZero();

        assertThat(sync.out()).contains("All 2 nodes are identical to web1, verified by content.");
        assertThat(sync.lines().stream().filter(l -> l.matches("web[23] +(stage|switch) .*")))
                .extracting(line -> line.split(" +")[1])
                .containsExactly("stage", "stage", "switch", "switch");
        for (String node : new String[] {"web2", "web3"}) {
            assertThat(Files.readString(consoles.root(node).resolve("page"))).isEqualTo("of web1");
            assertThat(consoles.root(node).resolveSibling(".lockstep/" + node + "/stage"))
                    .doesNotExist();
        }
    }
}
