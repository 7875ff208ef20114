package lockstep.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What hooks and checks of a troubled run do, as scripts in a directory. Each finds what it needs
/// beside itself.
final class HookScripts {
    /// Asks the node's application for its health, as seen from the node.
    private static final String HEALTHY =
            """
            port=$(cat "$(dirname "$0")/port-$1")
            exec 3<>/dev/tcp/127.0.0.1/$port
            printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3
            head -n 1 <&3 | grep -q ' 200 '
            """;

    /// Says that a run is at a place, and waits to be let on.
    private static final String MEET =
            """
            here=$(dirname "$0")
            [ -e "$here/met" ] && exit 0
            touch "$here/met"
            until [ -e "$here/go" ]; do sleep 0.05; done
            """;

    /// Kills the console, once.
    private static final String KILL =
            """
            here=$(dirname "$0")
            [ -e "$here/killed" ] && exit 0
            touch "$here/killed"
            kill -9 "$(cat "$here/console.pid")"
            """;

    /// Does not end by itself.
    private static final String HANG =
            """
            exec sleep 100
            """;

    private HookScripts() {}

    static void write(Path directory) throws IOException {
        Files.writeString(directory.resolve("healthy"), HEALTHY);
        Files.writeString(directory.resolve("meet"), MEET);
        Files.writeString(directory.resolve("kill"), KILL);
        Files.writeString(directory.resolve("kill-again"), KILL.replace("killed", "killed-again"));
        Files.writeString(directory.resolve("hang"), HANG);
    }
}
