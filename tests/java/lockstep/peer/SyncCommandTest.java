package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.cli.JsonText;
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

            Typed json = Typed.piped(demo.clusters());
            assertThat(json.run("sync", demo.file(), "--json")).isEqualTo(3);
            planIsTold(json.out());

            Typed one = Typed.piped(demo.clusters());
            assertThat(one.run("sync", demo.file(), "--to", "web3", "--yes", "--files-only"))
                    .isEqualTo(1);
            assertThat(one.out())
                    .doesNotContain("drain")
                    .contains("differences were left as chosen")
                    .contains("as chosen, verified by content");

            Typed two = Typed.piped(demo.clusters());
            assertThat(two.run("sync", demo.file(), "--to", "web2", "--yes", "--json"))
                    .isEqualTo(1);
            isDone(two.out());

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

    private static Map<String, Object> node(Map<String, Object> json, String name) {
        return JsonText.array(json.get("nodes")).stream()
                .map(JsonText::object)
                .filter(node -> name.equals(node.get("name")))
                .findFirst()
                .orElseThrow();
    }

    private static void planIsTold(String out) {
        Map<String, Object> json = JsonText.object(JsonText.read(out));
        assertThat(json).containsEntry("result", "refused").containsEntry("reference", "web1");
        List<Map<String, Object>> changes =
                Stream.of("web2", "web3")
                        .flatMap(n -> JsonText.array(node(json, n).get("changes")).stream())
                        .map(JsonText::object)
                        .toList();
        assertThat(changes)
                .allSatisfy(c -> assertThat(c).containsKeys("path", "action", "bytes"))
                .allSatisfy(c -> assertThat(c).containsEntry("chosen", false))
                .anySatisfy(
                        c ->
                                assertThat(c)
                                        .containsEntry("path", "odd/new␊line.txt")
                                        .containsEntry(
                                                "pathHex", "6f64642f6e65770a6c696e652e747874"))
                .anySatisfy(
                        c -> assertThat(c).containsEntry("action", "delete").containsKey("bytes"));
        assertThat(node(json, "web2")).containsEntry("done", null);
    }

    private static void isDone(String out) {
        Map<String, Object> json = JsonText.object(JsonText.read(out));
        assertThat(json).containsEntry("result", "drift").containsEntry("fault", null);
        Map<String, Object> web2 = node(json, "web2");
        assertThat(JsonText.array(web2.get("changes")).stream().map(JsonText::object))
                .anySatisfy(
                        c ->
                                assertThat(c)
                                        .containsEntry("action", "delete")
                                        .containsEntry("chosen", false))
                .anySatisfy(c -> assertThat(c).containsEntry("chosen", true));
        Map<String, Object> done = JsonText.object(web2.get("done"));
        assertThat(done).containsEntry("identicalByContent", false).containsEntry("fault", null);
        assertThat((Long) done.get("filesSent")).isPositive();
    }
}
