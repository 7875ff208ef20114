package lockstep.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program on its own: what is killed there takes nothing else along.
final class ConsoleProcess implements AutoCloseable {
    private static final long LIMIT_SECONDS = 90;

    private final Process process;
    private final Path output;

    private ConsoleProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// @param home of its user, for its process id, and `bin`, the first place for programs
    static ConsoleProcess start(Path home, Path journal, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        // The log of its own, not that of tests.
        command.add("-Dlogback.configurationFile=logback.xml");
        command.addAll(List.of("-Duser.home=" + home, "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("lockstep.main.Lockstep");
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(home, "console", ".out");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().merge("PATH", home + "/bin", (path, bin) -> bin + ":" + path);
        builder.environment().put("LOCKSTEP_JOURNAL", journal.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        Files.writeString(home.resolve("console.pid"), Long.toString(process.pid()));
        return new ConsoleProcess(process, output);
    }

    /// Its exit status: 137 when it was killed.
    int await() throws Exception {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the console does not end: " + output());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// As nobody can refuse.
    void kill() {
        process.destroyForcibly();
    }

    /// As Ctrl+C does.
    void interrupt() {
        process.destroy();
    }

    /// All that it has said so far.
    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
