package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.link.LocalHost;
import lockstep.peer.Peer;
import lockstep.rsync.Endpoint;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names that a shell would obey, if it ever read them. Characters stand for bytes.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FileReadingTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-rf",
                "$(touch evil)",
                "`touch evil`",
                "'; touch evil; '",
                "\"; touch evil; \"",
                "a\ntouch evil\n",
                "%s\\n%d",
                "\\0101",
                "\\",
                "*",
                "\u00ff\u00fe",
                "\n"
            })
    void aNameIsNothingButAName(String name) throws Exception {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        Peer.run(directory, "bash", "-c", "printf seen > $'./" + octal(bytes) + "'");
        Endpoint node = new Endpoint(new LocalHost("web1"), directory.toString(), false);

        byte[] read = new FileReading(node).read(TreePath.checked(bytes, 0, bytes.length), 3);

        assertThat(read).asString().isEqualTo("see");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    private static String octal(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            out.append(String.format(Locale.ROOT, "\\%03o", b & 0xff));
        }
        return out.toString();
    }
}
