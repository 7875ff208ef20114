package lockstep.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Programs that a bench compares with, started as a shell would.
final class Tool {
    private static final int MINUTES = 20;

    private Tool() {}

    /// Whether there is such a program here; says so when not.
    static boolean isThere(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        boolean found =
                Stream.of(path.split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        if (!found) {
            System.out.println(program + " is not here and left out");
        }
        return found;
    }

    /// Runs a program to its end and gives its output, kept in a file while it runs.
    ///
    /// @throws IOException when it fails or takes twenty minutes
    static String run(String... argv) throws IOException {
        return runTo(0, argv);
    }

    /// The same for a program that may end with any status up to `worst`.
    static String runTo(int worst, String... argv) throws IOException {
        Path output = Files.createTempFile("lockstep-bench", ".out");
        try {
            Process process =
                    new ProcessBuilder(List.of(argv))
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                List<ProcessHandle> below = process.descendants().toList();
                process.destroyForcibly();
                below.forEach(ProcessHandle::destroyForcibly);
                throw new IOException(argv[0] + " did not end");
            }
            String text = Files.readString(output, StandardCharsets.ISO_8859_1);
            if (process.exitValue() > worst) {
                throw new IOException(
                        String.join(" ", argv) + ": " + process.exitValue() + ": " + text);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(output);
        }
    }
}
