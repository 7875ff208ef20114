package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Runs programs of this machine to their end, for tests that hold us against them.
final class Peer {
    private Peer() {}

    /// Skips the test where the program is missing, but fails it where `CI` is `true`.
    static void required(String program) throws IOException, InterruptedException {
        try {
            run(Path.of("."), program, "--version");
        } catch (IOException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw e;
            }
            abort(program + " is not installed: " + e.getMessage());
        }
    }

    /// What the program printed, errors included, a character a byte. It must end well within a
    /// minute.
    static String run(Path where, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Path output = Files.createTempFile("peer", ".out");
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(output, StandardCharsets.ISO_8859_1);
            assertThat(ended).as("ended in time").isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            Files.delete(output);
        }
    }
}
