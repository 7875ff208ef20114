package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a relay prints is what rsync prints about the same copy between two directories.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TranscriptPeerTest {
    private static final String SOURCE =
            "mkdir d e same && echo hello > a && head -c 200000 /dev/urandom > big && ln -s a l"
                    + " && mkfifo p && mknod dev c 1 3 && echo x > d/x && echo time > time"
                    + " && echo same > same/same && echo owner > owner && ln -s to same/link"
                    + " && echo mode > mode && echo size > size && chmod 4751 mode && chmod 1777 d"
                    + " && touch -h -d '2020-02-03 04:05:06' a big l p dev d/x time same/same"
                    + " owner same/link mode size d e same .";

    private static final String CHANGES =
            "echo hellp > a && touch -d '2020-02-03 04:05:06' a && touch -d 2001-01-01 time"
                    + " && echo longer > size && chmod 600 mode d/x && chown 5:7 owner"
                    + " && rm l dev && ln -s other l && rmdir e && mkdir -p gone/sub"
                    + " && touch gone/f && echo extra > extra";

    @TempDir Path directory;
    private Path source;

    @BeforeEach
    void source() throws Exception {
        Peer.program("rsync");
        Peer.root("to make devices");
        source = Files.createDirectory(directory.resolve("source"));
        Shell.run(source, SOURCE);
    }

    private Path changed(String name) {
        Shell.run(directory, "cp -a source " + name + " && cd " + name + " && " + CHANGES);
        return directory.resolve(name);
    }

    /// What the real one prints, a character a byte.
    private String theirs(Path target, List<String> words) throws Exception {
        List<String> line = new ArrayList<>(List.of("rsync"));
        if (!words.contains("--inc-recursive")) {
            line.add("--no-inc-recursive");
        }
        line.addAll(words);
        line.add(source + "/");
        line.add(target + "/");
        Path out = directory.resolve("printed");
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(directory.toFile()).redirectOutput(out.toFile());
        builder.redirectError(directory.resolve("complained").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TZ", "UTC");
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.ISO_8859_1);
    }

    /// Lines without what is never the same twice: bytes on the wire, times and rates, and what
    /// a line said before it was written over.
    private static List<String> comparable(String printed) {
        return Stream.of(printed.split("\n"))
                .map(line -> line.substring(line.lastIndexOf('\r') + 1))
                .map(line -> line.replaceAll("^(created directory ).*/", "$1"))
                .map(line -> line.replaceAll("^sent .* bytes/sec$", "sent received"))
                .map(line -> line.replaceAll("speedup is [0-9.,]+", "speedup"))
                .map(line -> line.replaceAll("^(File list|Total bytes) .*", "$1"))
                .map(line -> line.replaceAll(" *[0-9.]+.B/s +[0-9:]+", " rate"))
                .toList();
    }

    private void areAlike(List<String> words, Path theirs, Path ours) throws Exception {
        List<String> expected = comparable(theirs(theirs, words));
        Ours.Printed printed = Ours.relay(source, ours, words);

        assertThat(printed.err()).isEmpty();
        List<String> actual = comparable(printed.out());
        assertThat(String.join("\n", actual.stream().sorted().toList()))
                .as("%s", words)
                .isEqualTo(String.join("\n", expected.stream().sorted().toList()));
        if (words.contains("-avv")) {
            return; // names come from the target too, between items
        }
        assertThat(items(actual)).as("order of %s", words).isEqualTo(items(expected));
    }

    /// Deletions and messages come on another way than items.
    private static List<String> items(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.matches("(\\*deleting|deleting|created|del\\.) .*"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-a",
                "-ai",
                "-aii",
                "-av",
                "-avi",
                "-avv",
                "-avn",
                "-ain",
                "-aic",
                "-aicn",
                "-rlogDi",
                "-rlogDtOi",
                "-rlogpDI -i",
                "-aq",
                "-avq",
                "-a --stats",
                "-avh --stats",
                "-avhh --stats",
                "-an --stats --no-h",
                "-av --info=name0",
                "-a --info=name",
                "-a --info=del",
                "-a --info=stats",
                "-aiv --info=del0",
                "-a --progress",
                "-ah --progress",
                "-aP -i",
            })
    void aChangedTree(String words) throws Exception {
        List<String> list = new ArrayList<>(List.of(words.split(" ")));
        list.add("--no-whole-file");
        areAlike(list, changed("theirs"), changed("ours"));
        list.add("--delete");
        areAlike(list, changed("theirs2"), changed("ours2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-ai", "-av", "-ain", "-a --stats", "-a --progress"})
    void aNewDirectory(String words) throws Exception {
        Files.createDirectory(directory.resolve("theirs"));
        Files.createDirectory(directory.resolve("ours"));
        areAlike(List.of(words.split(" ")), directory.resolve("theirs"), directory.resolve("ours"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%n|%L|%i|%l|%'l|%''l|%'''l|%-12n|%12n|%012l|%'12l|%12'l|%3n",
                "%o %B %M %U %G %n",
                "%a %h %m|%P %u %z %",
                "%b %c %C %n",
                "%C %n",
                "%f %n %l",
                "",
            })
    void everyEscape(String format) throws Exception {
        for (String letters : List.of("-a", "-an", "-ac", "-acn")) {
            List<String> words =
                    List.of(letters, "--out-format=" + format, "--delete", "--no-whole-file");
            areAlike(words, changed("theirs" + letters), changed("ours" + letters));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-ai", "-ai8", "-av"})
    void namesThatCannotBeShown(String letters) throws Exception {
        Path theirs = changed("theirs");
        Path ours = changed("ours");
        Shell.run(
                source,
                "for n in 'nl\\nx' 'esc\\033[2Jy' 'lat\\351in' 'utf\\303\\251' 'tab\\tx' 'cr\\rx'"
                        + " 'back\\134slash' 'back\\134#012' '\\377\\376'; do"
                        + " echo > \"$(printf \"$n\")\"; done; ln -s \"$(printf 'to\\nx')\" lnk;"
                        + " touch -d 2020-02-03 .");
        areAlike(List.of(letters), theirs, ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-ai", "-av", "-a --stats"})
    void directoryByDirectory(String words) throws Exception {
        List<String> list = new ArrayList<>(List.of(words.split(" ")));
        list.add("--inc-recursive");
        list.add("--no-whole-file");
        areAlike(list, changed("theirs"), changed("ours"));
    }

    @Test
    void troubleGoesToTheOtherSideWithTheNodesName() throws Exception {
        Path theirs = changed("theirs");
        Path ours = changed("ours");
        for (Path target : List.of(theirs, ours)) {
            Shell.run(target, "rm a && mkdir -p a/full");
        }
        List<String> words = List.of("-ai", "--no-whole-file");

        String expected = theirs(theirs, words);
        String complaints = Files.readString(directory.resolve("complained"));
        Ours.Printed printed = Ours.relay(source, ours, words);

        assertThat(comparable(printed.out()))
                .containsExactlyInAnyOrderElementsOf(comparable(expected));
        assertThat(complaints).contains("could not make way for new regular file: a");
        assertThat(printed.err().lines().map(line -> line.replaceFirst("^to: ", "")))
                .containsExactlyElementsOf(
                        complaints.lines().map(l -> l.replaceFirst(" at main.c.*", "")).toList());
        assertThat(printed.err()).startsWith("to: could not make way");
        assertThat(printed.outcome().targetStatus()).isEqualTo(23);
    }

    @Test
    void oneLineForAll() throws Exception {
        Path ours = directory.resolve("ours");
        Ours.Printed printed = Ours.relay(source, ours, List.of("-a", "--info=progress2"));

        String[] lines = printed.out().split("\n");
        assertThat(lines).hasSize(1);
        assertThat(lines[0].substring(lines[0].lastIndexOf('\r') + 1))
                .matches(" {8}200,034 100% +[0-9.]+[kM]B/s    0:00:0[0-9] .xfr#8, to-chk=0/16.");
    }
}
