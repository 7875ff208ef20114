package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import lockstep.link.Cancel;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names that one node made up, on their way to another: no command line holds them, and the
/// program that reads them gets each as it is.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HostileNamesTest {
    private static final Set<String> NAMES =
            Set.of(
                    "$(touch x)",
                    "`id`",
                    "a;reboot",
                    "a\n- *",
                    "a\n--rsh=sh",
                    "--delete",
                    "-e sh",
                    "~root",
                    "%u",
                    "a'b\"c\\",
                    "*",
                    "\u00ff\u00fe",
                    "\u001b[2J",
                    "# no comment",
                    "; nor here",
                    " ");

    private static Bytes list(Entries begun) {
        NAMES.forEach(name -> begun.file(name, 1));
        return begun.endWhole();
    }

    /// A node that lists them.
    private static Actor liar() {
        return new Actor(
                "web1",
                stage -> {
                    stage.greet(Stage.WHOLE);
                    stage.rules();
                    stage.say(list(Entries.rooted()));
                    stage.say(Entries.farewell());
                    return 0;
                });
    }

    @Test
    void areNothingButDataToTheOtherNode() throws Exception {
        Listing seen =
                Rsync.list(
                        new Endpoint(liar(), "/srv/www", false),
                        Request.of(List.of()),
                        Optional.empty(),
                        (_, _) -> {},
                        new Cancel());
        Set<TreePath> chosen = Set.copyOf(paths(seen));
        List<String> words = new CopyOnWriteArrayList<>();
        List<String> named = new CopyOnWriteArrayList<>();
        Actor source =
                new Actor(
                        "web2",
                        stage -> {
                            words.addAll(stage.greet(Stage.WHOLE));
                            stage.rules();
                            named.addAll(stage.latinWords());
                            stage.say(list(new Entries()));
                            stage.leave();
                            return 0;
                        });
        Actor target =
                new Actor(
                        "web3",
                        stage -> {
                            words.addAll(stage.greet(Stage.WHOLE));
                            stage.hear(list(new Entries()).bytes().length);
                            stage.thank();
                            return 0;
                        });

        Rsync.relay(
                new Endpoint(source, "/srv/www", false),
                new Endpoint(target, "/srv/www", false),
                Request.of(List.of()).only(chosen),
                new RelayEvents() {},
                new Cancel());

        assertThat(named).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(source.commands())
                .containsExactly(List.of("rsync", "--server", "--sender", "-s"));
        assertThat(target.commands()).containsExactly(List.of("rsync", "--server", "-s"));
        assertThat(words)
                .allMatch(w -> w.matches("rsync|-[A-Za-z.]+|--[a-z0-9-]+(=[^ ]+)?|[./a-z]+"));
    }

    private static List<TreePath> paths(Listing listing) {
        assertThat(listing.size()).isEqualTo(1 + NAMES.size());
        return IntStream.range(1, listing.size()).mapToObj(listing::path).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-e", "--rsh=sh", "a\0b", ""})
    void anEndTakesNoPathThatIsAnOption(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new End(
                                        new Actor("web1", _ -> 0),
                                        List.of("rsync"),
                                        List.of(),
                                        List.of(path),
                                        Optional.of("/")));
    }

    @Test
    void aNameWithNulIsNone() {
        Bytes list = Entries.rooted().file("a\0--delete", 1).endWhole();

        new Duet(list).isBrokenBy("web1", "NUL");
    }
}
