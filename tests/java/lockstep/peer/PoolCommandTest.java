package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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
    void anUnknownNodeIsAUsageError() {
        Typed typed = run(4, "pool", "drain", demo.file(), "web7");
        assertThat(typed.err()).contains("there are web1 and web2", "lockstep pool drain --help");
    }
}
