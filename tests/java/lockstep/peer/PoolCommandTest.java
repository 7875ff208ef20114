package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.cli.JsonText;
import lockstep.cli.Typed;
import lockstep.demo.Options;
import lockstep.demo.Traffic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// `lockstep pool` against a real HAProxy under load.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PoolCommandTest {
    private DemoTyped demo;

    @BeforeAll
    void start() throws Exception {
        demo = DemoTyped.start(Options.standard().withNodes(2));
    }

    @AfterAll
    void end() {
        if (demo != null) {
            demo.close();
        }
    }

    private Typed run(int code, String... arguments) {
        Typed typed = Typed.piped(demo.clusters());
        assertThat(typed.run(arguments)).as(typed.out() + typed.err()).isEqualTo(code);
        return typed;
    }

    private List<Object> states(String node) {
        Typed typed = run(0, "pool", "list", demo.file(), "--json");
        Map<String, Object> json = JsonText.object(JsonText.read(typed.out()));
        return JsonText.array(json.get("nodes")).stream()
                .map(JsonText::object)
                .filter(n -> node.equals(n.get("name")))
                .flatMap(n -> JsonText.array(n.get("members")).stream())
                .map(m -> JsonText.object(m).get("state"))
                .toList();
    }

    @Test
    void aNodeGoesOutAndComesBackWhileNoRequestIsLost() {
        Typed list = run(0, "pool", "list", demo.file());
        assertThat(list.lines().getFirst()).contains("node", "member", "state", "sessions");
        assertThat(list.out()).contains("lb1/app/web1", "lb1/static/web2", "UP");

        Typed drain = run(0, "pool", "drain", demo.file(), "web2", "--wait", "60s");
        assertThat(drain.out()).contains("web2: no session left", "DRAIN");
        assertThat(states("web2")).containsExactly("drain", "drain");
        Typed last = run(3, "pool", "drain", demo.file(), "web1");
        assertThat(last.err()).contains("would be left with 0", "override knowingly");
        assertThat(states("web1")).containsExactly("up", "up");

        Typed maint = run(0, "pool", "maint", demo.file(), "web2", "--json");
        assertThat(JsonText.object(JsonText.read(maint.out()))).containsKey("nodes");
        assertThat(states("web2")).containsExactly("maint", "maint");
        run(0, "pool", "ready", demo.file(), "web2", "--wait=60s");
        assertThat(states("web2")).containsExactly("up", "up");
        Traffic.Counts counts = demo.demo().traffic().orElseThrow().counts();
        assertThat(counts.ok()).isPositive();
        assertThat(counts.failed()).as(counts.toString()).isZero();
    }

    @Test
    void whoTookANodeOutWhyAndUntilWhenIsListed() {
        Typed drain =
                run(0, "pool", "drain", demo.file(), "web2", "--why", "new kernel", "--until=2h");
        assertThat(drain.out())
                .containsPattern(
                        "web2 has been out for \\d s, taken out by \\S+@\\S+ \\(new kernel\\); it is"
                                + " to be back in 1 h 59 min\\.");
        Map<String, Object> json =
                JsonText.object(JsonText.read(run(0, "pool", "list", demo.file(), "--json").out()));
        assertThat(JsonText.array(json.get("outs")))
                .singleElement()
                .satisfies(
                        out ->
                                assertThat(JsonText.object(out))
                                        .containsEntry("node", "web2")
                                        .containsEntry("why", "new kernel")
                                        .containsEntry("overdue", false));
        run(0, "pool", "ready", demo.file(), "web2", "--wait=60s");
        assertThat(run(0, "pool", "list", demo.file()).out()).doesNotContain("has been out");
        Typed log = run(0, "pool", "log", demo.file(), "--last=6");
        assertThat(log.lines()).hasSize(7);
        assertThat(log.lines().get(1)).contains("@", "web2", "out: drain", "new kernel; until 2");
        assertThat(log.lines().get(2)).contains("lb1", "set server app/web2 state drain");
        assertThat(log.lines().get(4)).contains("web2", "back");
    }

    @Test
    void whatIsLeftIsEndedOnlyOutsideTheLoadAndMisuseIsTold() {
        Typed drain = run(0, "pool", "drain", demo.file(), "web2", "--wait=60s", "--then=maint");
        assertThat(drain.out()).contains("web2: no session left");
        assertThat(run(0, "pool", "end", demo.file(), "web2", "--yes").out()).contains("DRAIN");
        assertThat(run(4, "pool", "end", demo.file(), "web2").err()).contains("say --yes");
        run(0, "pool", "ready", demo.file(), "web2", "--wait=60s");
        assertThat(run(5, "pool", "end", demo.file(), "web2", "--yes").err())
                .contains("still in the load");
        assertThat(run(4, "pool", "drain", demo.file(), "web2", "--then=end").err())
                .contains("after --wait");
        assertThat(run(4, "pool", "maint", demo.file(), "web2", "--by-weight").err())
                .contains("a way to drain");
    }

    @Test
    void aWatchTellsWhatChanges() throws Exception {
        Typed watching = Typed.piped(demo.clusters());
        Thread watch =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        watching.run(
                                                "pool",
                                                "watch",
                                                demo.file(),
                                                "--every=1s",
                                                "--for=30s"));
        awaitText(watching, "lb1/app/web2");
        run(0, "pool", "drain", demo.file(), "web2");
        awaitText(watching, "lb1/app/web2: DRAIN (told to drain");
        run(0, "pool", "ready", demo.file(), "web2", "--wait=60s");
        awaitText(watching, "lb1/app/web2: UP");
        watch.interrupt();
        assertThat(watch.join(java.time.Duration.ofSeconds(20))).isTrue();
    }

    private static void awaitText(Typed typed, String text) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!typed.out().contains(text)) {
            assertThat(System.nanoTime()).as(typed.out() + typed.err()).isLessThan(end);
            assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    @Test
    void anUnknownNodeIsAUsageError() {
        Typed typed = run(4, "pool", "drain", demo.file(), "web7");
        assertThat(typed.err()).contains("there are web1 and web2", "lockstep pool drain --help");
    }
}
