package lockstep.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;

/// This machine, with every command line changed on its way: how tests get a node without rsync,
/// with an old one, with a chatty login, or with another user.
record Disguise(String name, UnaryOperator<List<String>> change) implements Host {
    /// Runs everything through a line of shell, in which `"$@"` is the command.
    static Disguise shell(String name, String line) {
        return new Disguise(
                name,
                argv -> {
                    List<String> words = new java.util.ArrayList<>(List.of("sh", "-c", line, "sh"));
                    words.addAll(argv);
                    return words;
                });
    }

    /// Runs everything as a user who owns nothing.
    static Disguise nobody(String name) {
        return shell(name, "exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"");
    }

    /// Has the line of shell in the place of these programs; `$real` is what each stands for.
    ///
    /// @param directory for them
    static Disguise faked(Path directory, String programs, String line) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        for (String program : programs.split(" ")) {
            Path fake = bin.resolve(program);
            Files.deleteIfExists(fake);
            Files.writeString(
                    fake, "#!/bin/sh\nreal=" + Peer.program(program) + "\n" + line + "\n");
            Shell.run(bin, "chmod 755 " + program);
        }
        return shell("web1", "PATH=" + bin + ":$PATH exec \"$@\"");
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        return new LocalHost(name).run(change.apply(argv));
    }

    @Override
    public Link unixSocket(String path) throws FaultException {
        return new LocalHost(name).unixSocket(path);
    }

    @Override
    public Link tcp(String address, int port) throws FaultException {
        return new LocalHost(name).tcp(address, port);
    }
}
