package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Request.Recursion;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A source that lists what the filter rules hide: none of its list goes on.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingFilterTest {
    private static final List<String> RULES =
            List.of("- /cache/", "H *.key", "P kept", "+ keep.tmp", "- *.tmp");

    private static Duet duet(Bytes list) {
        return new Duet(list).asking(_ -> Request.of(RULES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.tmp", "d/x.tmp", "d/id.key", ".lockstep-partial/"})
    void aHiddenName(String name) throws Exception {
        Entries list = Entries.rooted().directory("d");
        boolean folder = name.endsWith("/");
        list = folder ? list.directory(name.replace("/", "")) : list.file(name, 1);
        Duet duet = duet(list.endWhole());

        duet.isBrokenBy("web1", "\", which the rule \"");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void theNameAndTheRuleAreSaid() throws Exception {
        Duet duet = duet(Entries.rooted().directory("cache").endWhole());

        duet.isBrokenBy("web1", "\"cache\", which the rule \"- /cache/\" hides");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    /// With the directory it is hidden; without, it hangs in the air.
    @Test
    void somethingInAHiddenDirectory() throws Exception {
        Bytes bare = Entries.rooted().file("cache/x", 1).endWhole();
        Bytes full = Entries.rooted().directory("cache").file("cache/x", 1).endWhole();

        duet(bare).isBrokenBy("web1", "\"cache/x\" outside every directory of its list");
        duet(full).isBrokenBy("web1", "\"cache\", which the rule");
    }

    @Test
    void aListOfAHiddenDirectory() throws Exception {
        Bytes first = Entries.rooted().directory("d").end();
        Bytes lie =
                new Bytes()
                        .index(-101 - 1)
                        .raw(new Entries().directory("d/cache").file("d/y.tmp", 1).end().bytes());
        Duet duet =
                Duet.incremental(first)
                        .asking(_ -> Request.of(RULES).with(Recursion.INCREMENTAL))
                        .source(stage -> stage.say(lie));

        duet.isBrokenBy("web1", "\"d/y.tmp\", which the rule \"- *.tmp\" hides");
        duet.targetHeardAtMost(first.bytes());
    }

    @Test
    void aHiddenNameInAScan() {
        Actor liar =
                new Actor(
                        "web2",
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            stage.rules();
                            stage.say(Entries.rooted().file("x.tmp", 1).endWhole());
                            stage.say(Entries.farewell());
                            return 0;
                        });

        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                Rsync.list(
                                        new Endpoint(liar, "/srv/www", false),
                                        Request.of(RULES),
                                        Optional.empty(),
                                        (_, _) -> {},
                                        new Cancel()));

        assertThat(e.fault()).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(e.fault().where()).isEqualTo("web2");
        assertThat(e.fault().what()).contains("which the rule \"- *.tmp\" hides");
    }

    @Test
    void whatTheRulesShowGoesThrough() throws Exception {
        Bytes list =
                Entries.rooted()
                        .directory("d")
                        .directory("d/cache")
                        .file("cache", 1)
                        .file("kept", 1)
                        .file("keep.tmp", 1)
                        .endWhole();
        Duet duet = duet(list).source(Stage::leave).target(Stage::thank);

        assertThat(duet.play().complete()).isTrue();
    }
}
