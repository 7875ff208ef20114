package lockstep.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.present.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own.
class StartTest {
    @TempDir Path directory;

    @Test
    void commandLineLoadsNoJavaFx() throws Exception {
        Path loaded = directory.resolve("loaded");
        List<String> printed = run(List.of("-Xlog:class+load:file=" + loaded), "--help");
        assertThat(printed).anyMatch(line -> line.startsWith("Usage: lockstep"));
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains(" lockstep.main.Lockstep "))
                .noneMatch(line -> line.contains(" javafx."))
                .noneMatch(line -> line.contains(" ch.qos.logback."));
    }

    @Test
    void versionIsTheBuilds() throws Exception {
        assertThat(Product.version()).matches("[0-9]+\\.[0-9]+.*");
        assertThat(run(List.of(), "--version"))
                .singleElement()
                .asString()
                .startsWith("lockstep " + Product.version() + " (Java 25");
    }

    private List<String> run(List<String> options, String argument)
            throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Lockstep.class.getName(), argument));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(out);
    }
}
