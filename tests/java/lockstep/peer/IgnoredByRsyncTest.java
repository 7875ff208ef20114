package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.rsync.IgnoreRule;
import lockstep.tree.Kind;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a rule that was made for a path leaves out, by the real rsync.
class IgnoredByRsyncTest {
    private static final List<String> NAMES =
            List.of(
                    "plain",
                    " front",
                    "end ",
                    "[",
                    "[!a]",
                    "a[b]c",
                    "**",
                    "*",
                    "a***",
                    "\\",
                    "a\\b",
                    "\\*",
                    "?",
                    "- x",
                    "!",
                    "#",
                    "line\nhere",
                    "ü[ä]",
                    "q");

    @TempDir Path directory;

    @BeforeEach
    void plant() throws IOException {
        Peer.program("rsync");
        for (String name : NAMES) {
            Files.createDirectories(directory.resolve("from/d"));
            Files.createDirectories(directory.resolve("from/e"));
            Files.writeString(directory.resolve("from/d/" + name), "x");
            Files.writeString(directory.resolve("from/e/" + name), "x");
        }
    }

    @Test
    void exactlyThatNameStaysBehind() throws Exception {
        for (String name : NAMES) {
            if (name.contains("\n")) {
                continue;
            }
            TreePath path = TreePath.of("d/" + name);
            IgnoreRule rule = IgnoreRule.of(path, Kind.FILE, IgnoreRule.Reach.PATH).orElseThrow();
            assertThat(missing(rule)).as(rule.text()).containsExactly("d/" + name);
            IgnoreRule everywhere =
                    IgnoreRule.of(path, Kind.FILE, IgnoreRule.Reach.NAME).orElseThrow();
            assertThat(missing(everywhere))
                    .as(everywhere.text())
                    .containsExactlyInAnyOrder("d/" + name, "e/" + name);
        }
    }

    @Test
    void whatCannotBeWrittenStaysBehindToo() throws Exception {
        IgnoreRule rule =
                IgnoreRule.of(TreePath.of("d/line\nhere"), Kind.FILE, IgnoreRule.Reach.PATH)
                        .orElseThrow();
        assertThat(missing(rule)).containsExactly("d/line\nhere");
        IgnoreRule contents =
                IgnoreRule.of(TreePath.of("d"), Kind.DIRECTORY, IgnoreRule.Reach.CONTENTS)
                        .orElseThrow();
        assertThat(missing(contents)).hasSize(NAMES.size()).allMatch(p -> p.startsWith("d/"));
        assertThat(directory.resolve("to/d")).isDirectory();
    }

    private List<String> missing(IgnoreRule rule) throws Exception {
        Path to = directory.resolve("to");
        Process rsync =
                new ProcessBuilder(
                                "rsync",
                                "-a",
                                "--delete",
                                "--delete-excluded",
                                "--filter=" + rule.text(),
                                directory.resolve("from") + "/",
                                to + "/")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(rsync.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(rsync.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(rsync.exitValue()).as(said).isZero();
        Path from = directory.resolve("from");
        try (Stream<Path> all = Files.walk(from)) {
            return all.map(path -> from.relativize(path).toString())
                    .filter(path -> !Files.exists(to.resolve(path)))
                    .toList();
        }
    }
}
