package lockstep.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Runs a line of shell in a directory, for building and judging trees by means that are not ours.
final class Shell {
    private Shell() {}

    /// What the line printed, errors included; fails when its status is not 0.
    static String run(Path directory, String line) {
        Result result = status(directory, line);
        if (result.status() != 0) {
            throw new AssertionError(
                    line + " ended with " + result.status() + ": " + result.output());
        }
        return result.output();
    }

    /// As [#run], but any status will do.
    static Result status(Path directory, String line) {
        try {
            Process process =
                    new ProcessBuilder("sh", "-c", line)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(line + " did not end");
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(line, e);
        }
    }

    record Result(int status, String output) {}

    /// Everything below a directory that the relay should make alike, one line an entry: type,
    /// mode, owner, group, time in seconds (rsync takes times in one second as equal), link
    /// target, and a digest of every file.
    static String picture(Path directory) {
        return run(
                directory,
                "export LC_ALL=C; find . -name .lockstep-partial -prune -o"
                        + " -printf '%p|%y|%m|%u|%g|%Ts|%l\\n' | sort;"
                        + " find . -type f -exec sha256sum {} + | sort");
    }
}
