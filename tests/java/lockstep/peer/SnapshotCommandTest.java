package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.cli.JsonText;
import lockstep.cli.Typed;
import lockstep.demo.Options;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `lockstep snapshot` and `lockstep rollback` against real nodes.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SnapshotCommandTest {
    private DemoTyped demo;

    @BeforeEach
    void start() throws Exception {
        demo =
                DemoTyped.start(
                        Options.standard().withNodes(2).with(Options.Balancing.NONE), 1 << 20);
    }

    @AfterEach
    void end() {
        demo.close();
    }

    private Typed run(int code, String... words) {
        Typed typed = Typed.piped(demo.clusters());
        assertThat(typed.run(words)).as(typed.out() + typed.err()).isEqualTo(code);
        return typed;
    }

    private Path root(String node) {
        return demo.demo().root(node);
    }

    /// The names of the snapshots of a node, the newest first.
    private List<String> names(String node) {
        Map<String, Object> json =
                JsonText.object(
                        JsonText.read(
                                run(0, "snapshot", "list", demo.file(), "--node=" + node, "--json")
                                        .out()));
        Map<String, Object> only = JsonText.object(JsonText.array(json.get("nodes")).getFirst());
        return JsonText.array(only.get("snapshots")).stream()
                .map(one -> String.valueOf(JsonText.object(one).get("snapshot")))
                .toList();
    }

    @Test
    void oneIsMadeListedComparedCheckedPinnedAndRemoved() throws Exception {
        assertThat(run(0, "snapshot", "list", demo.file()).out()).contains("There are no");
        Typed made = run(0, "snapshot", "make", demo.file(), "--why=before lunch");
        assertThat(made.out())
                .containsPattern("web1: \\w+, needs about .*, .* free")
                .containsPattern("web2: \\d{8}T\\d{6}Z-\\w+, \\w+, .* entries, .*, not proven");
        String name = names("web2").getFirst();
        assertThat(run(0, "snapshot", "list", demo.file()).out())
                .contains(name, "web1", "web2", "by hand: before lunch", "not proven");

        assertThat(run(0, "snapshot", "diff", demo.file(), name).out())
                .contains("as it was then, nothing to do")
                .contains("Going back: nothing to roll back.");
        Files.writeString(root("web2").resolve("added"), "x");
        assertThat(run(1, "snapshot", "diff", demo.file(), name, "--node=web2").out())
                // The directory that it was put into has another time.
                .contains("1 put back, 1 removed")
                .contains("added")
                .contains("then★");
        assertThat(run(1, "snapshot", "diff", demo.file(), name, "--json").out())
                .contains("\"removed\": 1", "\"path\": \"added\"");

        run(0, "snapshot", "pin", demo.file(), name, "--node=web2", "--why=for ever");
        assertThat(run(0, "snapshot", "list", demo.file()).out()).contains("for ever");
        assertThat(run(3, "snapshot", "remove", demo.file(), name, "--yes").err())
                .contains("is pinned: for ever");
        assertThat(refused("snapshot", "remove", demo.file(), name, "--yes").toString())
                .contains("is pinned: for ever");
        run(0, "snapshot", "unpin", demo.file(), name, "--node=web2");
        assertThat(run(3, "snapshot", "remove", demo.file(), name).err())
                .contains("nobody is here to agree");
        assertThat(names("web2")).hasSize(1);
        assertThat(run(0, "snapshot", "remove", demo.file(), name, "--yes", "--node=web2").out())
                .contains("which frees", "web2: removed 1 snapshot.");
        assertThat(names("web2")).isEmpty();
        assertThat(names("web1")).containsExactly(name);
        assertThat(run(3, "snapshot", "diff", demo.file(), "nosuch").err())
                .contains("There is no snapshot of a run nosuch");
        for (String command : List.of("diff", "check", "unpin", "remove")) {
            Map<String, Object> json = refused("snapshot", command, demo.file(), "nosuch");
            assertThat(JsonText.object(json.get("fault")).toString()).contains("no snapshot");
        }
    }

    /// A script gets its object from a command that fails, too.
    private Map<String, Object> refused(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        Typed typed = run(3, all.toArray(String[]::new));
        Map<String, Object> json = JsonText.object(JsonText.read(typed.out()));
        assertThat(json).containsEntry("result", "refused");
        return json;
    }

    @Tag("long")
    @Test
    void aDamagedOneIsToldAndNeverWrittenBack() throws Exception {
        run(0, "snapshot", "make", demo.file(), "--node=web2");
        String name = names("web2").getFirst();
        assertThat(run(0, "snapshot", "check", demo.file()).out()).contains(name + " is sound");
        Path kept = file(root("web2").resolveSibling(".lockstep"), "index.html");
        FileTime time = Files.getLastModifiedTime(kept);
        byte[] bytes = Files.readAllBytes(kept);
        bytes[0] ^= 1;
        Files.write(kept, bytes);
        Files.setLastModifiedTime(kept, time);
        assertThat(run(1, "snapshot", "check", demo.file(), name).out())
                .contains(name + " is DAMAGED, 1 entry:")
                .contains("index.html");
        assertThat(run(1, "snapshot", "check", demo.file(), name, "--json").out())
                .contains("\"sound\": false", "\"damaged\": 1");

        Files.writeString(root("web2").resolve("index.html"), "broken");
        Typed refused = Typed.piped(demo.clusters());
        assertThat(refused.run("rollback", demo.file(), "--to=" + name, "--yes")).isNotZero();
        assertThat(refused.out() + refused.err()).contains("is damaged");
        assertThat(root("web2").resolve("index.html")).hasContent("broken");
    }

    private static Path file(Path below, String name) throws Exception {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(path -> path.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Tag("long")
    @Test
    void aNodeIsRolledBackWholeThenBackAgainThenInPart() throws Exception {
        run(0, "sync", demo.file(), "--yes", "--delete", "--files-only");
        run(0, "snapshot", "make", demo.file());
        String name = names("web2").getFirst();
        assertThat(run(0, "snapshot", "list", demo.file()).out()).contains("proved it");
        assertThat(run(3, "rollback", demo.file(), "--node=web1", "--yes").err())
                .contains("There is nothing to go back to");
        assertThat(run(4, "rollback", demo.file(), "--yes").err()).contains("Say which nodes");

        Path page = root("web2").resolve("index.html");
        String then = Files.readString(page);
        Files.writeString(page, "broken");
        Files.writeString(root("web2").resolve("added"), "x");
        Typed dry = run(1, "rollback", demo.file(), "--node=web2", "--dry-run", "--files-only");
        assertThat(dry.out())
                .containsPattern("web2 to .* \\(" + name + "\\): \\d+ put back, 1 removed")
                .contains("Nothing was changed: --dry-run.");
        assertThat(page).hasContent("broken");
        assertThat(run(3, "rollback", demo.file(), "--node=web2", "--files-only").err())
                .contains("nobody is here to agree");
        assertThat(
                        run(
                                        3,
                                        "rollback",
                                        demo.file(),
                                        "--node=web2",
                                        "--files-only",
                                        "--no-snapshot",
                                        "--yes")
                                .err())
                .contains("removes 1 entry", "--delete=1");
        assertThat(page).hasContent("broken");

        Typed person = Typed.byPerson(demo.clusters(), "y");
        assertThat(person.run("rollback", demo.file(), "--node=web2", "--files-only"))
                .as(person.out() + person.err())
                .isZero();
        assertThat(person.questions()).singleElement().asString().contains("rolling back web2 to");
        assertThat(page).hasContent(then);
        assertThat(root("web2").resolve("added")).doesNotExist();
        assertThat(names("web2").getFirst()).isNotEqualTo(name);
        itIsRolledBackItselfThenInPart(name, then);
    }

    private void itIsRolledBackItselfThenInPart(String name, String then) throws Exception {
        Path page = root("web2").resolve("index.html");
        assertThat(run(0, "rollback", demo.file(), "--to=" + name, "--yes").out())
                .contains("Nothing differs");

        assertThat(
                        run(4, "rollback", demo.file(), "--to=" + name, "--only=a//b", "--dry-run")
                                .err())
                .contains("--only a//b is no path below the root");
        assertThat(
                        run(
                                        4,
                                        "rollback",
                                        demo.file(),
                                        "--to=" + name,
                                        "--only=a",
                                        "--staged",
                                        "--dry-run")
                                .err())
                .contains("leave out --only");

        Shell.run(root("web2"), "mv config config.then; echo x > config");
        String below = Shell.run(root("web2"), "ls config.then | head -n 1").strip();
        assertThat(
                        run(
                                        4,
                                        "rollback",
                                        demo.file(),
                                        "--to=" + name,
                                        "--node=web2",
                                        "--only=config/" + below,
                                        "--yes")
                                .err())
                .contains("config/" + below + " cannot be put back alone");
        Shell.run(root("web2"), "rm config; mv config.then config");

        String before = names("web2").getFirst();
        assertThat(run(1, "rollback", demo.file(), "--to=" + before, "--only=typo", "--yes").out())
                .contains("Nothing of --only differs");
        Typed again = run(0, "rollback", demo.file(), "--to=" + before, "--yes", "--files-only");
        assertThat(again.out()).contains("Rolling back web2 to");
        assertThat(page).hasContent("broken");
        Typed part =
                run(
                        1,
                        "rollback",
                        demo.file(),
                        "--to=" + name,
                        "--node=web2",
                        "--only=index.html",
                        "--yes",
                        "--files-only",
                        "--json");
        assertThat(page).hasContent(then);
        assertThat(root("web2").resolve("added")).hasContent("x");
        Map<String, Object> json = JsonText.object(JsonText.read(part.out()));
        assertThat(json).containsEntry("result", "drift").containsEntry("fault", null);
    }

    @Tag("long")
    @Test
    void cronMakesWhatIsDueAndRemovesWhatNoRuleKeeps() throws Exception {
        assertThat(run(4, "snapshot", "make", demo.file(), "--if-due").err())
                .contains("says no every");
        Files.writeString(
                Path.of(demo.file()),
                "\n[snapshots]\nbefore-runs = false\nevery = \"1h\"\nlast = 1\nhourly = 0\ndaily = 0"
                        + "\nweekly = 0\nunproven = \"1m\"\n",
                StandardOpenOption.APPEND);
        run(0, "sync", demo.file(), "--yes", "--delete", "--files-only");
        assertThat(names("web2")).isEmpty();
        run(0, "snapshot", "make", demo.file(), "--if-due");
        assertThat(run(0, "snapshot", "make", demo.file(), "--if-due").out())
                .contains("No snapshot is due.");
        assertThat(names("web2")).hasSize(1);
        assertThat(run(0, "snapshot", "list", demo.file()).out()).contains("schedule");
        run(0, "snapshot", "make", demo.file());
        Typed dry = run(0, "snapshot", "prune", demo.file(), "--dry-run");
        assertThat(dry.out())
                .contains("GOES", "no rule keeps it", "the newest good one")
                .contains("web2: 1 snapshot of 2 goes, which frees");
        assertThat(run(3, "snapshot", "prune", demo.file()).err()).contains("--yes agrees");
        assertThat(names("web2")).hasSize(2);
        assertThat(run(0, "snapshot", "prune", demo.file(), "--yes", "--json").out())
                .contains("\"bytesFreed\"", "\"goes\": true");
        assertThat(names("web2")).hasSize(1);
    }
}
