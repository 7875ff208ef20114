package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.options.Invocation;
import lockstep.options.RemoteShell;
import lockstep.options.Surroundings;
import lockstep.rsync.End;
import lockstep.rsync.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each end is told what rsync's own client tells a server in its place: the sender as when it
/// pulls, the receiver as when it pushes. A remote shell that only writes its arguments down
/// hears what that is.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ToldAsRsyncTest {
    private static final String RECORDER =
            "#!/bin/sh\nshift; printf '%s\\n' \"$@\" > \"$RECORD\"; exit 7\n";

    @TempDir Path directory;

    static Stream<String> lines() throws IOException {
        return Cases.of("told-as-rsync.txt");
    }

    @BeforeEach
    void recorder() throws IOException {
        Peer.program("rsync");
        Files.writeString(directory.resolve("shell"), RECORDER);
        Shell.run(directory, "chmod +x shell; mkdir l; echo x > l/f; echo x > list");
    }

    @ParameterizedTest
    @MethodSource("lines")
    void tellsTheSame(String options) throws Exception {
        List<String> words =
                new ArrayList<>(
                        Arrays.stream(options.split(" +"))
                                .filter(word -> !word.isEmpty())
                                .toList());
        words.replaceAll(w -> w.replace("=list", "=" + directory.resolve("list")));
        words.addAll(List.of("from:src", "to:dst"));
        Script script =
                Invocation.read(
                                words,
                                new Surroundings(
                                        Map.of(),
                                        Path.of(""),
                                        new ByteArrayInputStream(new byte[0])))
                        .script(new Nowhere());

        assertThat(List.of(told(script.source()), told(script.target())))
                .as(options)
                .isEqualTo(
                        List.of(
                                told(recorded(options, "h:src l")),
                                told(recorded(options, "l h:dst"))));
    }

    private List<String> recorded(String options, String operands) throws IOException {
        Path record = directory.resolve("record");
        Files.deleteIfExists(record);
        Shell.Result result =
                Shell.status(
                        directory,
                        "set -f; RECORD=%s rsync %s -e ./shell %s"
                                .formatted(record, options, operands));
        assertThat(record).as(result.output()).exists();
        return Files.readAllLines(record).stream().map(w -> w.replace("\\", "")).toList();
    }

    private static String told(End end) {
        return told(end.options());
    }

    /// Letters and words in order; without the capabilities, which are settled by the relay, and
    /// what the target is asked to print, which is more than a client asks that prints less.
    private static String told(List<String> words) {
        Set<String> letters = new TreeSet<>();
        List<String> rest = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("-") && !word.startsWith("--") && !word.matches("-[B@].*")) {
                count(word.replaceFirst("e\\.[a-zA-Z]*$", "").substring(1), letters);
            } else if (!word.matches(
                    "--log-format=.*|--server|--sender|rsync|\\.|src|dst|--info=.*")) {
                rest.add(word);
            }
        }
        rest.sort(null);
        return letters + " " + rest;
    }

    private static void count(String bundle, Set<String> letters) {
        for (int i = 0; i < bundle.length(); i++) {
            String letter = bundle.substring(i, i + 1);
            if (!letters.add(letter)) {
                letters.add(letter + letter);
            }
        }
    }

    private static final class Nowhere implements Invocation.Hosts {
        @Override
        public Host here() {
            return new LocalHost("here");
        }

        @Override
        public Host remote(String address, RemoteShell shell) {
            return new LocalHost(address);
        }
    }
}
