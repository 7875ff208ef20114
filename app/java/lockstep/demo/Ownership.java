package lockstep.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A change of owner that this process may make.
///
/// @param attribute `unix:uid` or `unix:gid`
/// @param id of somebody else, or of another group
record Ownership(Seeded.Kind kind, String attribute, int id) {
    private static final int NOBODY = 65534;
    private static final long LIMIT_SECONDS = 5;

    /// What is possible here: root gives files away, others may have a second group.
    ///
    /// @param ours any file or directory that this process made
    static Optional<Ownership> possible(Path ours) throws IOException {
        if (Files.getAttribute(ours, "unix:uid").equals(0)) {
            return Optional.of(new Ownership(Seeded.Kind.OWNER, "unix:uid", NOBODY));
        }
        String own = Files.getAttribute(ours, "unix:gid").toString();
        for (String group : groups()) {
            if (!group.equals(own)) {
                return Optional.of(
                        new Ownership(Seeded.Kind.GROUP, "unix:gid", Integer.parseInt(group)));
            }
        }
        return Optional.empty();
    }

    private static String[] groups() throws IOException {
        Process id = new ProcessBuilder("id", "-G").redirectErrorStream(true).start();
        String text = new String(id.getInputStream().readAllBytes(), Programs.TEXT).strip();
        try {
            boolean ended = id.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            return ended && id.exitValue() == 0 ? text.split(" ") : new String[0];
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new String[0];
        }
    }
}
