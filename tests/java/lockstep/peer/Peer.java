package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Real programs that tests run against.
public final class Peer {
    private Peer() {}

    /// Where `program` is. Without it the test is skipped on a workstation and fails where `CI` is
    /// set, because there a skipped test would be a missing one.
    public static Path program(String program) {
        Optional<Path> found = find(program);
        require(found.isPresent(), program + " is not installed");
        return found.orElseThrow();
    }

    /// As [#program], for a test that only root can run.
    ///
    /// @param purpose what it needs root for
    public static void root(String purpose) {
        require("root".equals(System.getProperty("user.name")), "root is needed " + purpose);
    }

    /// Without what this asks for, the test is skipped on a workstation and fails in CI.
    static void require(boolean there, String otherwise) {
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as(otherwise).isTrue();
        }
        Assumptions.assumeTrue(there, otherwise);
    }

    private static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Runs a program that must succeed within a minute; gives what it printed, on either stream.
    public static String run(String... argv) throws IOException {
        return run(Path.of("."), argv);
    }

    /// As [#run(String...)] in a directory, in the C locale, a character a byte.
    public static String run(Path where, String... argv) throws IOException {
        Path output = Files.createTempFile("lockstep-test", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(List.of(argv))
                            .directory(where.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            process.destroyForcibly();
            String text = Files.readString(output, StandardCharsets.ISO_8859_1);
            assertThat(ended).as("%s ended", argv[0]).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(output);
        }
    }
}
