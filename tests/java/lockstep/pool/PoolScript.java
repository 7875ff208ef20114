package lockstep.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lockstep.fleet.Dialect;

/// An operator's commands: a shell script over a directory with a file for each member, which holds
/// its line.
final class PoolScript {
    private static final String TEXT =
            """
            cd "${0%/*}/members" || exit 9
            case $1 in
              list) echo '# backend server state'; echo; cat -- * ;;
              drain) echo "$2 $3 drain - told by $4" > "$2.$3" ;;
              maint) echo "$2 $3 MAINT" > "$2.$3" ;;
              ready) echo "$2 $3 up 0" > "$2.$3" ;;
              count) cat -- "../busy" ;;
            esac
            """;

    private final Path directory;

    PoolScript(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("members"));
        Files.writeString(directory.resolve("busy"), "0\n");
        Files.writeString(directory.resolve("pool"), TEXT);
    }

    PoolScript member(String backend, String server, String line) throws IOException {
        Files.writeString(
                directory.resolve("members").resolve(backend + "." + server),
                backend + " " + server + " " + line + "\n");
        return this;
    }

    String line(String backend, String server) throws IOException {
        Path file = directory.resolve("members").resolve(backend + "." + server);
        return Files.readString(file).strip();
    }

    /// What `count` prints.
    void busy(String count) throws IOException {
        Files.writeString(directory.resolve("busy"), count);
    }

    Dialect.Commands dialect() {
        return new Dialect.Commands(
                "lb",
                command("list"),
                command("drain", "{backend}", "{server}", "{who} {why} {until}"),
                command("maint", "{backend}", "{server}"),
                command("count", "{backend}", "{server}"),
                command("ready", "{backend}", "{server}"));
    }

    private List<String> command(String... words) {
        List<String> all = new ArrayList<>();
        all.add("sh");
        all.add(directory.resolve("pool").toString());
        all.addAll(List.of(words));
        return all;
    }
}
