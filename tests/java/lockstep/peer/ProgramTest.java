package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import lockstep.cli.JsonText;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own, doing real work.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ProgramTest {
    @TempDir Path directory;

    private Process start(List<String> options, String... arguments) throws Exception {
        return builder(options, arguments).start();
    }

    private ProcessBuilder builder(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("lockstep.main.Lockstep");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("LOCKSTEP_JOURNAL", directory.resolve("journal/journal.db").toString());
        return builder;
    }

    @Test
    void theDemoOnTheTerminalDoesTheMainJobWithoutAWindow() throws Exception {
        DemoPeers.need("rsync", "haproxy");
        Path loaded = directory.resolve("loaded");
        Process demo =
                start(
                        List.of("-Xlog:class+load:file=" + loaded),
                        "demo",
                        "--terminal",
                        "--nodes=2");
        List<String> lines = demo.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lines.getLast()).as(String.join("\n", lines)).startsWith("Everything was as it");
        assertThat(demo.exitValue()).isZero();
        assertThat(lines).allMatch(line -> line.length() < 200);
        assertThat(Files.readAllLines(loaded)).noneMatch(line -> line.contains(" javafx."));
        String place = lines.get(1);
        Path cluster = Path.of(place.substring("It lies in ".length(), place.length() - 1));
        assertThat(cluster).doesNotExist();
    }

    @Test
    @Tag("long")
    void photographsOfEveryScreenNeedNoDisplay() throws Exception {
        DemoPeers.need("rsync", "haproxy");
        Path photographs = directory.resolve("photographs");
        Process demo =
                start(
                        List.of("-Dglass.platform=Headless", "-Dprism.order=sw"),
                        "demo",
                        "--terminal",
                        "--photographs=" + photographs);
        List<String> lines = demo.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(String.join("\n", lines)).isZero();
        assertThat(lines).contains("16 photographs in " + photographs);
        for (String name : List.of("1-begin", "3-drift", "5-run", "8-drained")) {
            for (String appearance : List.of("-light.png", "-dark.png")) {
                BufferedImage image = ImageIO.read(photographs.resolve(name + appearance).toFile());
                assertThat(image.getWidth()).isEqualTo(1440);
            }
        }
    }

    @Test
    void withoutADisplayTheWindowSaysSo() throws Exception {
        ProcessBuilder gui = builder(List.of("--enable-native-access=ALL-UNNAMED"), "gui");
        gui.environment().remove("DISPLAY");
        gui.environment().remove("WAYLAND_DISPLAY");
        Process process = gui.start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lines).singleElement().asString().startsWith("window: No window can be shown");
        assertThat(process.exitValue()).isEqualTo(3);
    }

    /// Under cron there is no locale, and Java would take the arguments for ASCII.
    @Test
    void namesAreWhatWasTypedInWhateverLocale() throws Exception {
        Peer.program("rsync");
        ProcessBuilder java = builder(List.of(), "rsync", "-a", "src/");
        String words = String.join("' '", java.command());
        Shell.run(directory, "mkdir src && touch src/file");

        String utf8 = "\"$(printf '\\303\\266')\"";
        Shell.run(directory, "LC_ALL=C '" + words + "' " + utf8);
        assertThat(Shell.run(directory, "ls " + utf8)).isEqualTo("file\n");

        Shell.Result latin1 =
                Shell.status(directory, "LC_ALL=C '" + words + "' \"$(printf '\\366')\"");
        assertThat(latin1.status()).as(latin1.output()).isEqualTo(4);
        assertThat(Shell.run(directory, "ls | wc -l").strip()).isEqualTo("2");
    }

    @Test
    void whatCannotBePrintedIsAnError() throws Exception {
        Peer.program("rsync");
        String words = String.join("' '", builder(List.of(), "rsync", "-ai").command());
        Shell.run(directory, "mkdir src && touch src/file");

        Shell.Result full =
                Shell.status(directory, "{ '" + words + "' src/ new 2>&1 >&3; } 3> /dev/full");
        assertThat(full.status()).as(full.output()).isEqualTo(13);
        assertThat(full.output()).contains("No space left on device");
        assertThat(directory.resolve("new/file")).exists();
    }

    @Test
    void anInterruptBringsARunToASafeEndAndSaysWhatItLeft() throws Exception {
        DemoPeers.need("rsync");
        Path file = localCluster();
        Process sync = start(List.of(), "sync", file.toString(), "--yes", "--limit-rate=100k");
        List<String> lines = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(sync.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (line.startsWith("web2") && line.contains(" snapshot ")) {
                    assertThat(sync.toHandle().destroy()).isTrue();
                }
            }
        }
        assertThat(sync.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lines).anyMatch(line -> line.contains("Stopping"));
        assertThat(lines).anyMatch(line -> line.contains("web2") && line.contains("NOT identical"));
        assertThat(sync.exitValue()).isEqualTo(143);
        assertThat(Files.exists(directory.resolve("web2/big.bin"))).isFalse();
    }

    /// The object is larger than a pipe holds, so writing it waits for this reader.
    @Tag("long")
    @Test
    void anInterruptedRunStillTellsAScriptWhatBecameOfIt() throws Exception {
        DemoPeers.need("rsync");
        Path file = localCluster();
        Shell.run(directory.resolve("web1"), "seq 1 2000 | xargs touch");
        Process sync =
                builder(List.of(), "sync", file.toString(), "--yes", "--json", "--limit-rate=100k")
                        .redirectErrorStream(false)
                        .start();
        try (BufferedReader err = sync.errorReader(StandardCharsets.UTF_8)) {
            String line = err.readLine();
            while (line != null && !line.startsWith("Sent ")) {
                if (line.contains("zero sessions")) {
                    assertThat(sync.toHandle().destroy()).isTrue();
                }
                line = err.readLine();
            }
            assertThat(sync.waitFor(1, TimeUnit.SECONDS)).as("ended before it was read").isFalse();
            Object json =
                    JsonText.read(
                            String.join(
                                    "\n",
                                    sync.inputReader(StandardCharsets.UTF_8).lines().toList()));
            assertThat(JsonText.object(json)).containsKeys("result", "fault", "nodes");
        }
        assertThat(sync.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(sync.exitValue()).isEqualTo(143);
    }

    /// Two directories of this machine; the first holds a file that takes minutes at 100 kB/s.
    private Path localCluster() throws Exception {
        Path reference = Files.createDirectory(directory.resolve("web1"));
        Files.createDirectory(directory.resolve("web2"));
        byte[] noise = new byte[8 << 20];
        new Random(7).nextBytes(noise);
        Files.write(reference.resolve("big.bin"), noise);
        List<String> lines = new ArrayList<>(List.of("name = 'here'", "reference = 'web1'"));
        for (String name : List.of("web1", "web2")) {
            lines.addAll(
                    List.of(
                            "[[node]]",
                            "name = '" + name + "'",
                            "address = 'local'",
                            "root = '" + directory.resolve(name) + "'"));
        }
        return Files.write(directory.resolve("here.toml"), lines);
    }
}
