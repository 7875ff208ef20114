package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.peer.Peer;
import lockstep.rsync.Request.Content;
import lockstep.rsync.Request.Recursion;
import lockstep.tree.Listing;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Names that come more than once in a list, as when a directory changes while it is read. The
/// real rsync sends such a list when it is given several sources with one name in each.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RepeatedNameTest {
    @TempDir Path directory;
    private Path target;

    @BeforeEach
    void trees() throws Exception {
        Peer.program("rsync");
        target = Files.createDirectory(directory.resolve("target"));
        Peer.run(
                directory,
                "sh",
                "-c",
                "mkdir -p d1/dir d2/dir && echo one > d1/a && echo second > d2/a && echo b > d1/b"
                        + " && echo of-c > d2/c && ln -s 1 d1/l && ln -s 2 d2/l && echo 1 > d1/dir/f"
                        + " && echo 2 > d2/dir/g && echo same > d1/dir/s && echo other > d2/dir/s");
    }

    private Outcome relay(Request request, String... names) throws Exception {
        Script script =
                Requested.relay(
                        new Endpoint(new LocalHost("web1"), directory.toString(), false),
                        new Endpoint(new LocalHost("web2"), target.toString(), false),
                        request.with(Content.BY_DIGEST));
        List<String> paths = new ArrayList<>();
        for (String name : names) {
            Stream.of("d1/", "d2/")
                    .map(d -> directory.resolve(d + name))
                    .filter(Files::exists)
                    .forEach(p -> paths.add(p.toString()));
            if (name.equals("l")) {
                paths.add(directory.resolve("d1/l").toString());
                paths.add(directory.resolve("d2/l").toString());
            }
        }
        End all = script.source();
        End from = new End(all.host(), all.program(), all.options(), paths, all.root());
        return new Relay(new Script(from, script.target(), script.manner()), new RelayEvents() {})
                .run(new Cancel());
    }

    @ParameterizedTest
    @EnumSource
    void theFirstOfAFileIsTaken(Recursion recursion) throws Exception {
        Outcome outcome = relay(Request.of(List.of()).with(recursion), "a", "b", "c", "l");

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.changedMeanwhile()).as("each index is what it is for rsync").isEmpty();
        assertThat(outcome.complete()).isTrue();
        assertThat(target.resolve("a")).hasContent("one\n");
        assertThat(target.resolve("b")).hasContent("b\n");
        assertThat(target.resolve("c")).hasContent("of-c\n");
        assertThat(Files.readSymbolicLink(target.resolve("l"))).hasToString("1");
        assertThat(outcome.traffic().files()).isEqualTo(3);
    }

    @Test
    void aDirectoryInAWholeListIsOne() throws Exception {
        Outcome outcome = relay(Request.of(List.of()), "a", "dir", "c");

        assertThat(outcome.complete()).as(outcome.toString()).isTrue();
        assertThat(target.resolve("dir/f")).hasContent("1\n");
        assertThat(target.resolve("dir/g")).hasContent("2\n");
        assertThat(target.resolve("dir/s")).hasContent("same\n");
        assertThat(target.resolve("c")).hasContent("of-c\n");
    }

    @Test
    void aDirectoryWithAListOfItsOwnIsRefused() throws Exception {
        Bytes list = Entries.rooted().directory("d").directory("d").end();

        Duet.incremental(list).isBrokenBy("web1", "run it again");
    }

    @Test
    void aScanTakesTheFirst() throws Exception {
        Bytes list = Entries.rooted().file("a", 5).file("b", 1).file("a", 7).endWhole();
        Actor node =
                new Actor(
                        "web1",
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            stage.rules();
                            stage.say(list);
                            stage.say(Entries.farewell());
                            stage.hear(5);
                            return 0;
                        });

        Listing listing =
                Rsync.list(
                        new Endpoint(node, "/srv/www", false),
                        Request.of(List.of()),
                        Optional.empty(),
                        (_, _) -> {},
                        new Cancel());

        assertThat(listing.size()).isEqualTo(3);
        assertThat(listing.entry(1).size()).isEqualTo(5);
        assertThat(listing.complete()).isTrue();
    }
}
