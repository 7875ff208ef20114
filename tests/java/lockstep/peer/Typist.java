package lockstep.peer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lockstep.cli.RsyncCommand;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.options.Paper;
import lockstep.options.RemoteShell;
import lockstep.options.Surroundings;

/// Types `lockstep rsync …`: every host is this machine, in a directory of the test's own, as a
/// login begins in a home directory.
final class Typist {
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private OutputStream paper = out;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String input = "";

    Typist(Path home) {
        this.home = home;
    }

    /// What standard input holds.
    Typist input(String text) {
        input = text;
        return this;
    }

    /// Where standard output goes instead of [#out].
    Typist printingTo(OutputStream other) {
        paper = other;
        return this;
    }

    Typist variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /// Runs it and gives the exit code.
    int run(List<String> arguments) {
        return run(arguments, new Cancel());
    }

    int run(List<String> arguments, Cancel cancel) {
        RsyncCommand command =
                new RsyncCommand(
                        new Here(home),
                        new Surroundings(
                                environment,
                                home,
                                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))),
                        new RsyncCommand.Prints(
                                new Paper(
                                        paper,
                                        err,
                                        StandardCharsets.UTF_8,
                                        Clock.system(ZoneId.systemDefault())),
                                "lockstep test"),
                        new RsyncCommand.Stop(cancel, _ -> {}));
        return command.run(arguments);
    }

    private record Here(Path home) implements RsyncCommand.Connections {
        @Override
        public Host here() {
            return in(home, "here");
        }

        @Override
        public Host remote(String address, RemoteShell shell) {
            return in(home, address);
        }

        @Override
        public void close() {}
    }

    /// Where programs start in a directory, as after a login.
    private static Host in(Path home, String name) {
        return Disguise.shell(name, "cd '" + home + "' && exec \"$@\"");
    }
}
