package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import lockstep.cli.Typed;
import lockstep.demo.Options;
import lockstep.demo.Traffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `lockstep sync` against real nodes behind a real HAProxy.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SyncCommandTest {
    @Test
    void aPersonSyncsNodeAfterNodeAndNoRequestIsLost() throws Exception {
        try (DemoTyped demo = DemoTyped.start(Options.standard())) {
            Typed refused = Typed.piped(demo.clusters());
            assertThat(refused.run("sync", demo.file())).isEqualTo(3);
            assertThat(refused.out()).contains("odd/new␊line.txt", "Together: create");

            Typed one = Typed.piped(demo.clusters());
            assertThat(one.run("sync", demo.file(), "--to", "web3", "--yes", "--files-only"))
                    .isEqualTo(1);
            assertThat(one.out())
                    .contains("left out: files only", "differences were left as chosen")
                    .contains("as chosen, verified by content");

            Typed rest = Typed.byPerson(demo.clusters(), "y", "y");
            assertThat(rest.run("sync", demo.file(), "--all")).as(rest.err()).isZero();
            assertThat(rest.out())
                    .contains("web2       zero sessions no session left")
                    .contains("web2  identical, verified by content")
                    .contains("web3  identical, verified by content")
                    .containsPattern("Sent .* of content, saved .*, in ");
            assertThat(rest.err()).contains("Scanning, entries listed: web1", " %");

            Typed again = Typed.piped(demo.clusters());
            assertThat(again.run("sync", demo.file())).isZero();
            assertThat(again.out()).contains("Nothing to do");
            Traffic.Counts counts = demo.demo().traffic().orElseThrow().counts();
            assertThat(counts.failed()).as(counts.toString()).isZero();
        }
    }
}
